import { wordsOf } from '../settings/secretNames';
import { TelemetryContext } from './ProcessScope';
import { CLEAR_PACKAGES, PRODUCTS, LOGGERS, UNCLEAR_WORDS } from './products';
import { TelemetryKind, UnclearTelemetry } from './schema';

const KINDS = Object.keys(UNCLEAR_WORDS) as TelemetryKind[];

/** Imports of packages that may hold an organisation's own set-up. */
export async function unclearPackages({
  context,
  scopes,
}: TelemetryContext): Promise<UnclearTelemetry[]> {
  const known = new Set(
    [...PRODUCTS, ...LOGGERS].flatMap(({ packages }) => packages),
  );
  const found = new Map<string, UnclearTelemetry>();
  for (const scope of scopes) {
    for (const path of [...scope.closure].sort()) {
      const file = await context.syntax.file(path);
      for (const { module, line, typeOnly } of file?.imports ?? []) {
        if (typeOnly || isKnown(module, known) || scope.isOwn(path, module)) {
          continue;
        }
        const words = wordsOf(
          module.split('/').join('_').split('-').join('_').split('.').join('_'),
        );
        for (const kind of KINDS) {
          if (UNCLEAR_WORDS[kind].some(word => words.includes(word))) {
            const key = `${kind}\n${module}`;
            const item = found.get(key) ?? {
              kind,
              module,
              path,
              line,
              processes: [],
            };
            if (!item.processes.includes(scope.process.id)) {
              item.processes.push(scope.process.id);
            }
            found.set(key, item);
          }
        }
      }
    }
  }
  return [...found.values()];
}

function isKnown(module: string, packages: ReadonlySet<string>): boolean {
  const [first, second] = module.split('/');
  const name = first.startsWith('@') ? `${first}/${second ?? ''}` : first;
  const [top] = module.split('.');
  return (
    CLEAR_PACKAGES.has(module) ||
    CLEAR_PACKAGES.has(top) ||
    packages.has(name) ||
    packages.has(top.split('_').join('-')) ||
    module.startsWith('@opentelemetry/') ||
    module.startsWith('.') ||
    [...packages].some(item => module.startsWith(`${item}/`))
  );
}
