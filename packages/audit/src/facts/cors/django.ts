import { lineOf, nodesOfKind } from '../applications/code';
import { ApplicationFact } from '../applications/schema';
import { Workbench } from '../applications/Workbench';
import { literal, blank } from './facts';
import { originsOf } from './origins';
import { CorsFact } from './schema';

export async function ofDjango(
  bench: Workbench,
  app: ApplicationFact,
): Promise<CorsFact | undefined> {
  const attached = app.middleware.find(
    item => item.name === 'corsheaders.middleware.CorsMiddleware',
  );
  if (!attached) {
    return undefined;
  }
  const setting = (...names: string[]) =>
    app.settings.find(item => names.includes(item.name));
  const all = setting('CORS_ALLOW_ALL_ORIGINS', 'CORS_ORIGIN_ALLOW_ALL');
  const list = setting('CORS_ALLOWED_ORIGINS', 'CORS_ORIGIN_WHITELIST');
  const patterns = setting(
    'CORS_ALLOWED_ORIGIN_REGEXES',
    'CORS_ORIGIN_REGEX_WHITELIST',
  );
  const credentials = setting('CORS_ALLOW_CREDENTIALS');
  const at = all?.value === true ? all : list ?? patterns ?? attached;
  const fact = blank(
    app,
    { path: at.path, line: at.line, endLine: at.line },
    'django-cors-headers',
  );
  if (all?.value === true) {
    fact.origins.push({ ...literal('*', all.path, all.line), name: all.name });
  } else if (all && all.value !== false) {
    // `CORS_ALLOW_ALL_ORIGINS = DEBUG` and values of the environment
    const debug = app.settings.find(item => item.name === all.text);
    fact.dynamic = true;
    if (
      debug?.value === true ||
      /default\s*=\s*True|,\s*True\s*\)/.test(all.text) ||
      // `os.environ.get("CORS_ALL", "True") == "True"`
      (/,\s*["'](?:true|1|yes|on)["']\s*\)/i.test(all.text) &&
        !/!=|\bnot\b/.test(all.text))
    ) {
      fact.origins.push({
        ...literal('*', all.path, all.line),
        source: 'environment-default',
        name: all.name,
      });
      fact.path = all.path;
      fact.line = all.line;
      fact.endLine = all.line;
    }
  }
  for (const [item, isPattern] of [
    [list, false],
    [patterns, true],
  ] as const) {
    const file = item && (await bench.resolver.file(item.path));
    const right =
      file &&
      nodesOfKind(file.root, 'assignment')
        .find(
          node =>
            lineOf(node) === item!.line &&
            node.field('left')?.text() === item!.name,
        )
        ?.field('right');
    if (file && right) {
      const set = await originsOf(bench, file, [], right);
      set.origins.forEach(origin => {
        origin.pattern = origin.pattern || isPattern;
        origin.name = origin.name ?? item!.name;
      });
      fact.origins.push(...set.origins);
      fact.dynamic = fact.dynamic || set.dynamic;
    }
  }
  const allowed = credentials ? credentials.value : false;
  fact.credentials = typeof allowed === 'boolean' ? allowed : undefined;
  return fact;
}
