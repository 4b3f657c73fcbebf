import {
  argumentNode,
  entryNode,
  nodeOfCall,
  nodesOfKind,
  unwrap,
} from '../applications/code';
import { ApplicationFact, MiddlewareFact } from '../applications/schema';
import { Workbench } from '../applications/Workbench';
import { truth, literal, hasStar, blank } from './facts';
import { Library } from './libraries';
import {
  settingTruth,
  argumentCount,
  callAt,
  argumentElsewhere,
  optionsObject,
} from './options';
import { OriginSet, originsOf } from './origins';
import { CorsFact } from './schema';

export async function ofLibrary(
  bench: Workbench,
  app: ApplicationFact,
  item: MiddlewareFact,
  library: Library,
): Promise<CorsFact | undefined> {
  const file = await bench.resolver.file(item.path);
  if (!file) {
    return undefined;
  }
  const fact = blank(
    app,
    item,
    library.names
      .find(name => item.name === name || item.name.endsWith(name))!
      .split('.')
      .pop()!,
  );
  const call = callAt(file, item, library);
  const scope = call?.enclosing ?? [];
  const node = call && nodeOfCall(file, call);
  const options =
    library.style === 'object'
      ? await optionsObject(bench, file, scope, node, item)
      : undefined;
  const nodeNamed = async (name: string) => {
    if (library.style === 'keywords') {
      // `cors = CORS(origins="*")` and `cors.init_app(app)`: options may stand at both calls.
      const direct = node && argumentNode(node, name);
      const fallback = item.args.find(argument => argument.name === name);
      return direct
        ? { file, node: direct }
        : fallback && (await argumentElsewhere(bench, fallback.text, name));
    }
    const entry = options && entryNode(options.node, name);
    return entry && options ? { file: options.file, node: entry } : undefined;
  };
  const valueOf = (name: string) =>
    item.args.find(argument => argument.name === name)?.value ??
    item.args
      .flatMap(argument => argument.entries ?? [])
      .find(entry => entry.name === name)?.value;
  const sets: OriginSet[] = [];
  for (const name of library.origins) {
    const found = await nodeNamed(name);
    if (found) {
      sets.push(await originsOf(bench, found.file, scope, found.node));
    }
  }
  for (const name of library.patterns) {
    const found = await nodeNamed(name);
    if (found) {
      const set = await originsOf(bench, found.file, scope, found.node);
      set.origins.forEach(origin => {
        origin.pattern = true;
      });
      sets.push(set);
    }
  }
  // Flask-CORS: one entry a path.
  const resources = await nodeNamed('resources');
  if (resources) {
    for (const object of nodesOfKind(resources.node, 'dictionary')) {
      const origins = entryNode(object, 'origins');
      if (origins) {
        sets.push(await originsOf(bench, resources.file, scope, origins));
      }
    }
  }
  for (const set of sets) {
    fact.origins.push(...set.origins);
    fact.dynamic = fact.dynamic || set.dynamic;
    fact.reflects = fact.reflects ?? set.reflects;
  }
  const unreadable =
    library.style === 'object' &&
    !options &&
    item.args.length > 0 &&
    argumentCount(node) > 0;
  if (!sets.length && library.openByDefault && !unreadable) {
    fact.origins.push(literal('*', item.path, item.line));
  }
  if (unreadable) {
    fact.dynamic = true;
  }
  const credentials = await nodeNamed(library.credentials);
  if (credentials) {
    const computed = valueOf(library.credentials);
    fact.credentials =
      truth(unwrap(credentials.node).text()) ??
      (typeof computed === 'boolean'
        ? computed
        : await settingTruth(bench, credentials.file, credentials.node));
  }
  fact.allMethods =
    hasStar(valueOf(library.methods)) ||
    (library.allMethodsByDefault && !valueOf(library.methods));
  fact.allHeaders =
    hasStar(valueOf(library.headers)) ||
    (library.allMethodsByDefault && !valueOf(library.headers));
  return fact;
}
