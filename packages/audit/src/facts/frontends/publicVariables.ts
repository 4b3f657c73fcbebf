import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import {
  entryNode,
  lineOf,
  namedChildren,
  stringText,
} from '../applications/code';
import { findAll, leavesOf } from '../tokens/expressions';
import { PublicVariable } from './schema';

/** Name of what `process.env` as a whole is. */
export const WHOLE_ENVIRONMENT = 'process.env';

/** Prefixes that bundlers copy into what the browser downloads. */
const PREFIXES = [
  'NEXT_PUBLIC_',
  'VITE_',
  'REACT_APP_',
  'NUXT_PUBLIC_',
  'EXPO_PUBLIC_',
  'VUE_APP_',
  'GATSBY_',
  'STORYBOOK_',
];

/** Of Astro and SvelteKit; elsewhere `PUBLIC_KEY` is just a name. */
const BARE_PREFIX = 'PUBLIC_';

export function prefixesOf(withBare: boolean): string[] {
  return withBare ? [...PREFIXES, BARE_PREFIX] : PREFIXES;
}

export function prefixOf(
  name: string,
  prefixes: readonly string[],
): string | undefined {
  return prefixes.find(
    prefix => name.startsWith(prefix) && name.length > prefix.length,
  );
}

/** Files of configuration in which bundlers are told what to copy. */
export const BUNDLER_FILES =
  /(?:^|\/)(?:next|vite|nuxt|webpack[\w.-]*|rspack|astro|svelte|vue|craco|rsbuild|esbuild)(?:\.config)?(?:\.[\w-]+)?\.[mc]?[jt]s$/;

type Found = Omit<PublicVariable, 'path' | 'class'>;

/** Reads of public variables in code: `import.meta.env.VITE_X`, `process.env.NEXT_PUBLIC_X`, `env['VITE_X']`. */
export function readsOf(
  file: FileSyntax,
  prefixes: readonly string[],
): Found[] {
  const result: Found[] = [];
  const add = (name: string | undefined, node: SyntaxNode) => {
    const prefix = name && prefixOf(name, prefixes);
    if (name && prefix) {
      result.push({
        name,
        line: lineOf(node),
        how: 'read',
        because: `the prefix ${prefix}`,
      });
    }
  };
  for (const node of findAll(file.root, {
    kind: 'member_expression',
    regex: `(?:env|ENV)\\??\\.(?:${prefixes.join('|')})[A-Z0-9_]+$`,
  })) {
    add(node.field('property')?.text(), node);
  }
  for (const node of findAll(file.root, {
    kind: 'subscript_expression',
    regex: `(?:env|ENV)\\??\\.?\\[["'\`](?:${prefixes.join('|')})`,
  })) {
    const index = node.field('index');
    add(index ? stringText(index) : undefined, node);
  }
  for (const item of file.imports) {
    if (/^\$env\/(?:static|dynamic)\/public$/.test(item.module)) {
      const prefix = prefixOf(item.imported, [BARE_PREFIX]);
      if (prefix) {
        result.push({
          name: item.imported,
          line: item.line,
          how: 'read',
          because: `the prefix ${prefix}`,
        });
      }
    }
  }
  return result;
}

const SETTING =
  /^\s*(?:-\s*)?(?:export\s+|ARG\s+|ENV\s+|--build-arg\s+)?["']?([A-Z][A-Z0-9_]{3,80})["']?\s*(?:[:=]|$)/;

/** Lines of environment files, images and pipelines that give a public variable its value. */
export function settingsOf(text: string, prefixes: readonly string[]): Found[] {
  return text.split('\n').flatMap((line, index): Found[] => {
    const name = SETTING.exec(line.slice(0, 200))?.[1];
    const prefix = name && prefixOf(name, prefixes);
    return name && prefix
      ? [{ name, line: index + 1, how: 'set', because: `the prefix ${prefix}` }]
      : [];
  });
}

/** Options that copy values into the bundle whatever they are called. */
export function inlinedBy(file: FileSyntax): Found[] {
  return [
    ...nextEnv(file),
    ...nuxtPublic(file),
    ...defines(file),
    ...emptyPrefix(file),
  ];
}

/** `env: { … }` and `publicRuntimeConfig` of Next.js. */
function nextEnv(file: FileSyntax): Found[] {
  if (!/(?:^|\/)next\.config\./.test(file.path)) {
    return [];
  }
  return findAll(file.root, {
    kind: 'pair',
    has: { field: 'key', regex: '^(?:env|publicRuntimeConfig)$' },
  }).flatMap(node =>
    entriesOf(node.field('value')).map(({ name, line }) => ({
      name,
      line,
      how: 'inlined' as const,
      because: `\`${node
        .field('key')
        ?.text()}\` of next.config, which Next.js copies into the bundle`,
    })),
  );
}

/** `runtimeConfig.public` of Nuxt. */
function nuxtPublic(file: FileSyntax): Found[] {
  if (!/(?:^|\/)nuxt\.config\./.test(file.path)) {
    return [];
  }
  return findAll(file.root, {
    kind: 'pair',
    has: { field: 'key', regex: '^runtimeConfig$' },
  }).flatMap(node => {
    const value = node.field('value');
    const open = value?.is('object') ? entryNode(value, 'public') : undefined;
    return entriesOf(open).map(({ name, line }) => ({
      name,
      line,
      how: 'inlined' as const,
      because: '`runtimeConfig.public` of Nuxt',
    }));
  });
}

/** Vite's `define`, webpack's `DefinePlugin` and `EnvironmentPlugin`. */
function defines(file: FileSyntax): Found[] {
  const objects = [
    ...findAll(file.root, {
      kind: 'pair',
      has: { field: 'key', regex: '^define$' },
    }).map(node => node.field('value')),
    ...findAll(file.root, {
      kind: 'new_expression',
      has: { field: 'constructor', regex: '(?:Define|Environment)Plugin$' },
    }).map(node => namedChildren(node.field('arguments') ?? node)[0]),
  ];
  return objects.flatMap(object => [
    ...entriesOf(object).map(({ name, line, value }) => ({
      // `'process.env': process.env` copies the whole environment.
      name: value && isEnvironment(value) ? WHOLE_ENVIRONMENT : name,
      line,
      how: 'inlined' as const,
      because: 'an option of the bundler that writes the value into the bundle',
    })),
    ...(object && isEnvironment(object)
      ? [
          {
            name: WHOLE_ENVIRONMENT,
            line: lineOf(object),
            how: 'inlined' as const,
            because:
              'an option of the bundler that writes the value into the bundle',
          },
        ]
      : []),
  ]);
}

function isEnvironment(node: SyntaxNode): boolean {
  const leaves = leavesOf(node);
  return (
    leaves.length === 1 &&
    (leaves[0].text === 'process.env' ||
      // `const env = loadEnv(mode, cwd(), '')` without a prefix reads everything.
      leaves[0].text === 'import.meta.env.all')
  );
}

/** `envPrefix: ''` opens every variable to the browser. */
function emptyPrefix(file: FileSyntax): Found[] {
  return findAll(file.root, {
    kind: 'pair',
    has: { field: 'key', regex: '^envPrefix$' },
  }).flatMap((node): Found[] => {
    const value = node.field('value');
    const known = value ? file.valueOf(value) : undefined;
    return known === '' || (Array.isArray(known) && known.includes(''))
      ? [
          {
            name: WHOLE_ENVIRONMENT,
            line: lineOf(node),
            how: 'inlined',
            because: 'an empty `envPrefix`, which makes every variable public',
          },
        ]
      : [];
  });
}

/** Values of `environment.*.ts`, which Angular compiles into the application. */
export function angularEnvironment(file: FileSyntax): Found[] {
  return findAll(file.root, { kind: 'pair' }).flatMap((node): Found[] => {
    const key = node.field('key');
    const value = node.field('value');
    const known = value && stringText(value);
    return key && known
      ? [
          {
            name: stringText(key) ?? key.text(),
            line: lineOf(node),
            how: 'inlined',
            because:
              'an environment file of Angular, which is part of the application',
          },
        ]
      : [];
  });
}

function entriesOf(
  object: SyntaxNode | null | undefined,
): { name: string; line: number; value?: SyntaxNode }[] {
  return object?.is('object')
    ? namedChildren(object).flatMap(child => {
        const key = child.field('key');
        const name = key ? stringText(key) ?? key.text() : child.text();
        return /^[\w.$]{1,100}$/.test(name)
          ? [
              {
                name: name.slice(name.lastIndexOf('.') + 1),
                line: lineOf(child),
                value: child.field('value') ?? undefined,
                ...(name === WHOLE_ENVIRONMENT ? { name } : {}),
              },
            ]
          : [];
      })
    : [];
}
