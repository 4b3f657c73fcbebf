import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { ArgumentFact, FileSyntax } from '../../syntax/schema';
import { stringText } from '../applications/code';
import { Resolver } from '../applications/Resolver';
import { inventory } from '../inventory/extract';
import { FileClass } from '../inventory/schema';
import { dependsOn, manifests } from '../manifests/extract';
import { componentScripts } from './components';
import {
  angularEnvironment,
  BUNDLER_FILES,
  inlinedBy,
  prefixesOf,
  readsOf,
  settingsOf,
} from './publicVariables';
import { Frontends, PublicVariable, StorageWrite } from './schema';
import { FoundWrite, STORAGE_WORDS, storageWrites } from './storage';

const SCRIPTS = ['typescript', 'tsx', 'javascript'] as const;
const CLASSES: FileClass[] = ['source', 'config', 'script', 'story', 'test'];
const COMPONENT = /\.(?:vue|svelte)$/;
const SETTING_FILES =
  /(?:^|\/)(?:\.env[\w.-]*|[\w-]+\.env|Dockerfile[\w.-]*|[\w.-]*\.Dockerfile|[\w.-]*compose[\w.-]*\.ya?ml|\.gitlab-ci\.yml|netlify\.toml|vercel\.json)$|(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/;
const ANGULAR_ENVIRONMENT =
  /(?:^|\/)environments\/environment(?:\.[\w-]+)?\.ts$/;
const MAX_SETTING_FILE = 200_000;

const byPlace = (
  a: { path: string; line: number },
  b: { path: string; line: number },
) => (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line;

/**
 * What code for the browser keeps there, and which variables get into what the browser downloads.
 *
 * @public
 */
export const frontends = defineExtractor<Frontends>({
  id: 'frontends',
  extract: async context => ({
    storageWrites: (await allStorageWrites(context)).sort(byPlace),
    publicVariables: (await publicVariables(context)).sort(byPlace),
  }),
});

async function allStorageWrites(
  context: ExtractContext,
): Promise<StorageWrite[]> {
  const result: StorageWrite[] = [];
  let resolver: Resolver | undefined;
  const add = async (path: string, found: FoundWrite) => {
    const { helper, ...write } = found;
    result.push({ path, ...write });
    if (helper) {
      resolver ??= new Resolver(context);
      result.push(
        ...(await throughHelper(context, resolver, { path, ...write }, helper)),
      );
    }
  };
  for (const file of await context.syntax.files({
    languages: SCRIPTS,
    containing: STORAGE_WORDS,
  })) {
    for (const found of storageWrites(file)) {
      await add(file.path, found);
    }
  }
  const { files } = await context.facts(inventory);
  for (const { path, class: kind } of files) {
    const text =
      kind === 'source' && COMPONENT.test(path)
        ? context.tree.read(path)
        : undefined;
    if (text && STORAGE_WORDS.some(word => text.includes(word))) {
      for (const { root, linesBefore, text: script } of componentScripts(
        text,
      )) {
        for (const found of storageWrites({
          root,
          imports: importsIn(script),
          valueOf: stringText,
          enclosingOf: () => [],
        })) {
          result.push({
            path,
            ...found,
            line: found.line + linesBefore,
            endLine: found.endLine + linesBefore,
          });
        }
      }
    }
  }
  return result;
}

/** Enough of the imports of a component for the libraries that matter here. */
function importsIn(script: string): { module: string; local: string }[] {
  return [
    ...script.matchAll(
      /^[ \t]*import\s{1,100}(?:\{\s{0,100})?([\w$]{1,100})[^'"\n]{0,200}['"]([^'"\n]{1,100})['"]/gm,
    ),
  ].map(([, local, module]) => ({ module, local }));
}

/** What callers of a helper such as `save(key, value)` write through it. */
async function throughHelper(
  { syntax }: ExtractContext,
  resolver: Resolver,
  write: StorageWrite,
  helper: NonNullable<FoundWrite['helper']>,
): Promise<StorageWrite[]> {
  const { name, keyAt, valueAt } = helper;
  const result: StorageWrite[] = [];
  for (const call of await syntax.calls({
    languages: SCRIPTS,
    names: [name, `.${name}`],
  })) {
    const head = call.callee.split('.')[0];
    const owner =
      call.path === write.path
        ? write.path
        : (await resolver.symbol(call.path, head))?.path;
    if (
      owner !== write.path ||
      (call.path === write.path && call.line === write.line)
    ) {
      continue;
    }
    const key = keyAt >= 0 ? call.args[keyAt] : undefined;
    const value = valueAt >= 0 ? call.args[valueAt] : undefined;
    result.push({
      path: call.path,
      line: call.line,
      endLine: call.endLine,
      store: write.store,
      key: key ? keyOf(key) : write.key,
      values:
        value && value.value === undefined && /^[\w$.]+$/.test(value.text)
          ? [value.text]
          : [],
      through: { path: write.path, line: write.line },
      enclosing: call.enclosing,
    });
  }
  return result;
}

function keyOf({ value, text }: ArgumentFact): string {
  return typeof value === 'string' ? value : text.slice(0, 80);
}

async function publicVariables(
  context: ExtractContext,
): Promise<PublicVariable[]> {
  const declared = await context.facts(manifests);
  const prefixes = prefixesOf(
    dependsOn(declared, 'npm', ['astro', '@sveltejs/kit']).length > 0,
  );
  const { files } = await context.facts(inventory);
  const classes = new Map(files.map(item => [item.path, item.class]));
  const result: PublicVariable[] = [];
  const add = (path: string, found: Omit<PublicVariable, 'path' | 'class'>[]) =>
    result.push(
      ...found.map(item => ({
        ...item,
        path,
        class: classes.get(path) ?? 'source',
      })),
    );
  for (const file of await context.syntax.files({
    languages: SCRIPTS,
    classes: CLASSES,
    containing: [...prefixes, '$env/'],
  })) {
    add(file.path, readsOf(file, prefixes));
  }
  for (const file of await configurations(context)) {
    add(
      file.path,
      ANGULAR_ENVIRONMENT.test(file.path)
        ? angularEnvironment(file)
        : inlinedBy(file),
    );
  }
  for (const { path } of files) {
    const isSetting = SETTING_FILES.test(path);
    const text =
      isSetting || COMPONENT.test(path) ? context.tree.read(path) : undefined;
    if (
      text === undefined ||
      text.length > MAX_SETTING_FILE ||
      !prefixes.some(prefix => text.includes(prefix))
    ) {
      continue;
    }
    if (isSetting) {
      add(path, settingsOf(text, prefixes));
      continue;
    }
    for (const { root, linesBefore } of componentScripts(text)) {
      add(
        path,
        readsOf({ root, imports: [] } as unknown as FileSyntax, prefixes).map(
          item => ({ ...item, line: item.line + linesBefore }),
        ),
      );
    }
  }
  return result;
}

async function configurations({
  syntax,
}: ExtractContext): Promise<FileSyntax[]> {
  const found = await syntax.files({
    languages: SCRIPTS,
    classes: CLASSES,
    containing: [
      'env:',
      'publicRuntimeConfig',
      'runtimeConfig',
      'define:',
      'DefinePlugin',
      'EnvironmentPlugin',
      'envPrefix',
      'export const environment',
    ],
  });
  return found.filter(
    ({ path }) => BUNDLER_FILES.test(path) || ANGULAR_ENVIRONMENT.test(path),
  );
}
