import { joinPath } from '../compose/readService';
import { folderOf } from '../manifests/names';
import { entryAt, scalarsOf, textAt, truthAt, valueAt } from '../yaml/access';
import { YamlValue } from '../yaml/schema';
import { matchesNothing, OwnCode } from './pythonTypes';
import { TypeConfiguration, Weakness } from './schema';

/** Shared configurations of the registry that are strict. */
const STRICT_BASES =
  /^@tsconfig\/|^@vue\/tsconfig|^@sindresorhus\/tsconfig|^@total-typescript\/tsconfig|^astro\/tsconfigs\/strict|^@backstage\/cli\/config\/tsconfig|^gts\/|^@vercel\/style-guide\/typescript|^\.?\/?\.(?:nuxt|svelte-kit)\/tsconfig/;
const MAX_EXTENDS = 8;

/** Reads a `tsconfig.json` as values; `undefined` when it is not there or cannot be read. */
export type ReadConfiguration = (path: string) => YamlValue | undefined;

interface Option {
  on: boolean;
  path: string;
  line: number;
}

/** The options of a `tsconfig.json` that decide, with those of what it extends. */
class Options {
  strict?: Option;
  noImplicitAny?: Option;
  checkJs?: Option;
  /** Rests on a package that was not read. */
  unknownBase = false;

  constructor(private readonly read: ReadConfiguration) {}

  load(path: string, depth = 0): void {
    const root = this.read(path);
    if (!root || depth > MAX_EXTENDS) {
      this.unknownBase ||= depth > 0;
      return;
    }
    // The file itself lies on top of what it extends, the last base on top of the first.
    this.take(path, root);
    const bases = scalarsOf(valueAt(root, 'extends')).map(({ text }) => text);
    for (const base of bases.reverse()) {
      if (STRICT_BASES.test(base)) {
        this.strict ??= {
          on: true,
          path,
          line: entryAt(root, 'extends')!.line,
        };
      } else if (base.startsWith('.')) {
        const target = joinPath(folderOf(path), base);
        this.load(
          this.read(target) || target.endsWith('.json')
            ? target
            : `${target}.json`,
          depth + 1,
        );
      } else {
        this.unknownBase = true;
      }
    }
  }

  private take(path: string, root: YamlValue): void {
    for (const key of ['strict', 'noImplicitAny', 'checkJs'] as const) {
      const entry = entryAt(root, 'compilerOptions', key);
      const on = truthAt(root, 'compilerOptions', key);
      if (entry && on !== undefined) {
        this[key] ??= { on, path, line: entry.line };
      }
    }
  }
}

/** The configuration that a `tsconfig.json` makes. */
export function typescriptConfiguration(
  path: string,
  read: ReadConfiguration,
  strictByDefault: boolean,
  own: OwnCode,
): TypeConfiguration | undefined {
  const root = read(path);
  if (!root) {
    return undefined;
  }
  const folder = folderOf(path);
  const options = new Options(read);
  options.load(path);
  // A file that only points at others: `"files": [], "references": […]`.
  const references = referencesOf(root, folder).filter(target => read(target));
  if (!options.strict && references.length > 0) {
    options.load(references[0]);
  }
  const weaknesses: Weakness[] = [];
  const { strict, noImplicitAny } = options;
  if (strict?.on !== false && noImplicitAny?.on === false) {
    weaknesses.push({
      kind: 'codes',
      text: 'noImplicitAny is false: whatever has no type is not checked',
      path: noImplicitAny.path,
      line: noImplicitAny.line,
    });
  }
  const include = entryAt(root, 'include');
  const paths = scalarsOf(include?.value).map(({ text }) => text);
  if (include && matchesNothing(paths, folder, own)) {
    weaknesses.push({
      kind: 'matches-nothing',
      text: `include names nothing that exists: ${paths
        .slice(0, 3)
        .join(', ')}`,
      path,
      line: include.line,
    });
  }
  return {
    tool: 'tsc',
    family: 'javascript',
    folder,
    path,
    line: strict?.path === path ? strict.line : 1,
    strict:
      strict ??
      (options.unknownBase
        ? undefined
        : {
            on: strictByDefault,
            path,
            line: entryAt(root, 'compilerOptions')?.line ?? 1,
          }),
    checksJavaScript: options.checkJs?.on === true,
    weaknesses,
  };
}

function referencesOf(root: YamlValue, folder: string): string[] {
  const references = valueAt(root, 'references');
  return references?.kind === 'sequence'
    ? references.items.flatMap(item => {
        const target = textAt(item, 'path');
        const path = target && joinPath(folder, target);
        return path
          ? [path.endsWith('.json') ? path : `${path}/tsconfig.json`]
          : [];
      })
    : [];
}
