import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { joinPath } from '../compose/readService';
import { RoleFact, roleOf } from '../deployables/role';
import { entriesOf, entryAt, itemsOf, textAt, valueAt } from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { YamlMap, YamlValue } from '../yaml/schema';
import { POD_OF_KIND, readWorkload } from './readWorkload';
import { Kubernetes } from './schema';

/** Line starts that every object has; they spare the parsing of all other YAML. */
const IS_OBJECT = [/^\s*(?:- )?apiVersion:/m, /^\s*(?:- )?kind:/m];
/** Groups of other systems that use the same shape. */
const FOREIGN_GROUP =
  /^(?:backstage\.io|scaffolder\.backstage\.io|kubeadm|skaffold|client\.authentication)/;

/**
 * Kubernetes objects of plain YAML. Helm templates are listed, not guessed.
 *
 * @public
 */
export const kubernetes = defineExtractor<Kubernetes>({
  id: 'kubernetes',
  extract: context => {
    const facts: Kubernetes = {
      objects: [],
      workloads: [],
      secrets: [],
      helmValues: [],
      templates: [],
      patches: [],
    };
    const { tree } = context;
    const charts = tree.files
      .filter(({ path }) => /(?:^|\/)Chart\.ya?ml$/.test(path))
      .map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1));
    const patches = patchFiles(context);
    for (const { path } of tree.files) {
      if (!/\.ya?ml$/i.test(path) || path.startsWith('.github/')) {
        continue;
      }
      const text = tree.read(path);
      if (
        text &&
        charts.some(chart => isValuesFile(path, chart)) &&
        !path.includes('/templates/')
      ) {
        readValues(path, text, facts, context);
        continue;
      }
      if (!text || !IS_OBJECT.every(pattern => pattern.test(text))) {
        continue;
      }
      const templated = charts.some(chart =>
        path.startsWith(`${chart}templates/`),
      );
      if (templated) {
        facts.templates.push(path);
        continue;
      }
      readFile(path, text, facts, context, patches);
    }
    return facts;
  },
});

function isValuesFile(path: string, chart: string): boolean {
  return (
    path.startsWith(chart) &&
    /^(?:.*\/)?values[\w.-]*\.ya?ml$/.test(path.slice(chart.length))
  );
}

function readValues(
  path: string,
  text: string,
  facts: Kubernetes,
  context: ExtractContext,
): void {
  const { documents, problem, heading } = parseYaml(text);
  if (problem) {
    context.skip(path, problem);
    return;
  }
  const { role } = roleOf(path, heading);
  const walk = (value: YamlValue, key: string, line: number) => {
    if (value.kind === 'map') {
      for (const entry of value.entries.values()) {
        walk(entry.value, key ? `${key}.${entry.key}` : entry.key, entry.line);
      }
    } else if (value.kind === 'scalar' && typeof value.value === 'string') {
      facts.helmValues.push({ key, value: value.text, path, line, role });
    }
  };
  documents.forEach(document => walk(document, '', document.line));
}

function readFile(
  path: string,
  text: string,
  facts: Kubernetes,
  context: ExtractContext,
  patches: ReadonlySet<string>,
): void {
  const { documents, problem, template, heading } = parseYaml(text);
  if (problem) {
    if (template) {
      facts.templates.push(path);
    } else {
      context.skip(path, problem);
    }
    return;
  }
  const role = roleOf(path, heading);
  for (const document of documents) {
    const objects =
      textAt(document, 'kind') === 'List'
        ? itemsOf(valueAt(document, 'items'))
        : [document];
    for (const object of objects) {
      if (object.kind !== 'map') {
        continue;
      }
      if (patches.has(path)) {
        if (!facts.patches.includes(path)) {
          facts.patches.push(path);
        }
      } else {
        readObject(object, path, role, facts);
      }
    }
  }
}

function readObject(
  object: YamlMap,
  path: string,
  role: RoleFact,
  facts: Kubernetes,
): void {
  const kind = textAt(object, 'kind');
  const apiVersion = textAt(object, 'apiVersion');
  if (!kind || !apiVersion || FOREIGN_GROUP.test(apiVersion)) {
    return;
  }
  const name = textAt(object, 'metadata', 'name') ?? '';
  facts.objects.push({
    apiVersion,
    kind,
    name,
    namespace: textAt(object, 'metadata', 'namespace'),
    path,
    line: entryAt(object, 'kind')?.line ?? object.line,
    endLine: object.endLine,
    role: role.role,
  });
  if (Object.hasOwn(POD_OF_KIND, kind)) {
    const workload = readWorkload(kind, object, path, role);
    if (workload) {
      facts.workloads.push(workload);
    }
  } else if (kind === 'Secret') {
    facts.secrets.push({
      name,
      path,
      line: entryAt(object, 'kind')?.line ?? object.line,
      role: role.role,
      entries: [
        ...secretEntries(object, 'data', true),
        ...secretEntries(object, 'stringData', false),
      ],
      encrypted: entryAt(object, 'sops') !== undefined,
    });
  }
}

function secretEntries(object: YamlMap, key: string, encoded: boolean) {
  return entriesOf(valueAt(object, key)).flatMap(entry =>
    entry.value.kind === 'scalar' && entry.value.value !== null
      ? [
          {
            key: entry.key,
            value: encoded ? decode(entry.value.text) : entry.value.text,
            encoded,
            line: entry.line,
          },
        ]
      : [],
  );
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

/** Files that Kustomize lays over others. */
function patchFiles({ tree }: ExtractContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { path } of tree.files) {
    if (!/(?:^|\/)kustomization\.ya?ml$|(?:^|\/)Kustomization$/.test(path)) {
      continue;
    }
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const [document] = parseYaml(tree.read(path) ?? '').documents;
    const add = (item: YamlValue) => {
      const text = item.kind === 'scalar' ? item.text : textAt(item, 'path');
      if (text && !text.includes('\n')) {
        found.add(joinPath(folder, text));
      }
    };
    for (const key of ['patches', 'patchesStrategicMerge', 'patchesJson6902']) {
      itemsOf(valueAt(document, key)).forEach(add);
    }
  }
  return found;
}
