import type { SyntaxNode } from '../../syntax/nodes';
import { ConstantValue } from '../../syntax/schema';
import {
  argumentNodes,
  endLineOf,
  lineOf,
  stringText,
} from '../applications/code';
import {
  calleeOf,
  findAll,
  functionAround,
  Leaf,
  leavesOf,
  nameOf,
} from '../tokens/expressions';
import { BrowserStore, StorageWrite } from './schema';

/** Text that every file which keeps something in the browser contains. */
export const STORAGE_WORDS = [
  'localStorage',
  'sessionStorage',
  'document.cookie',
  'js-cookie',
  'react-cookie',
  'universal-cookie',
  'cookies-next',
  'localforage',
  'idb-keyval',
  'useLocalStorage',
  'useSessionStorage',
  'nookies',
];

/** Modules whose `set` writes a cookie from script, with what they are called by in code. */
const COOKIE_MODULES: Record<string, RegExp> = {
  'js-cookie': /^\w+\.set$/,
  'universal-cookie': /^\w+\.set$/,
  'react-cookie': /^setCookie$/,
  'cookies-next': /^setCookie$/,
  nookies: /^(?:setCookie|nookies\.set)$/,
};

/** A write as its file shows it, before parameters of helpers are followed. */
export interface FoundWrite extends Omit<StorageWrite, 'path'> {
  /** Helper whose callers give the key or the value. */
  helper?: { name: string; keyAt: number; valueAt: number };
}

/** What reading a file needs of it. */
export interface StorageSource {
  root: SyntaxNode;
  imports: readonly { module: string; local: string }[];
  valueOf(node: SyntaxNode): ConstantValue | undefined;
  enclosingOf(node: SyntaxNode): string[];
}

/** Everything that a file writes into the stores of the browser. */
export function storageWrites(file: StorageSource): FoundWrite[] {
  return [...calls(file), ...assignments(file), ...libraryOptions(file)];
}

function storeOf(text: string | undefined): BrowserStore | undefined {
  switch (text?.slice(text.lastIndexOf('.') + 1)) {
    case 'localStorage':
      return 'localStorage';
    case 'sessionStorage':
      return 'sessionStorage';
    case 'localforage':
    case 'localForage':
      return 'IndexedDB';
    default:
      return undefined;
  }
}

function calls(file: StorageSource): FoundWrite[] {
  const result: FoundWrite[] = [];
  const cookies = file.imports.flatMap(({ module, local }) =>
    Object.hasOwn(COOKIE_MODULES, module)
      ? [{ local, form: COOKIE_MODULES[module] }]
      : [],
  );
  const keyValue = new Set(
    file.imports
      .filter(({ module }) => module === 'idb-keyval')
      .map(({ local }) => local),
  );
  for (const node of findAll(file.root, {
    kind: 'call_expression',
    has: {
      field: 'function',
      regex: '(?:\\.setItem|\\.set|^setCookie|^set|Storage)$',
    },
  })) {
    const { text, last, object } = calleeOf(node);
    const args = argumentNodes(node);
    let store =
      last === 'setItem' ? storeOf(object && nameOf(object)) : undefined;
    if (/^use(?:Local|Session)Storage$/.test(last)) {
      store = last === 'useLocalStorage' ? 'localStorage' : 'sessionStorage';
    } else if (keyValue.has(text)) {
      store = 'IndexedDB';
    } else if (
      cookies.some(({ form }) => form.test(text)) &&
      (last === 'setCookie' || isCookieJar(file, text, cookies))
    ) {
      store = 'a cookie from script';
    }
    if (store && args.length > 0) {
      // `nookies.set(ctx, name, value)` has the context first.
      const first = /nookies/.test(text) ? 1 : 0;
      result.push(write(file, node, store, args[first], args[first + 1]));
    }
  }
  return result;
}

/** `Cookies.set` of the import, or of an object made from it. */
function isCookieJar(
  file: StorageSource,
  callee: string,
  cookies: readonly { local: string }[],
): boolean {
  const head = callee.split('.')[0];
  return (
    cookies.some(({ local }) => local === head) ||
    findAll(file.root, {
      kind: 'variable_declarator',
      has: { field: 'name', regex: `^${head}$` },
    }).some(node => {
      const made = node.field('value');
      return (
        made?.is('new_expression') && /Cookies?/.test(made.text().slice(0, 40))
      );
    })
  );
}

/** `localStorage.token = …`, `localStorage['token'] = …`, `document.cookie = …`. */
function assignments(file: StorageSource): FoundWrite[] {
  const result: FoundWrite[] = [];
  for (const node of findAll(file.root, {
    kind: 'assignment_expression',
    has: {
      field: 'left',
      regex: '(?:local|session)Storage\\b|document\\.cookie$',
    },
  })) {
    const left = node.field('left');
    const right = node.field('right');
    if (!left || !right) {
      continue;
    }
    if (left.text().endsWith('document.cookie')) {
      result.push({
        ...place(file, node),
        store: 'a cookie from script',
        key: cookieName(right),
        values: valuesOf(right),
      });
      continue;
    }
    const store = storeOf(
      left.field('object') ? nameOf(left.field('object')!) : undefined,
    );
    const key = left.field('index') ?? left.field('property');
    if (store && key) {
      const value = left.field('index') ? file.valueOf(key) : key.text();
      result.push({
        ...place(file, node),
        store,
        key: typeof value === 'string' ? value : key.text(),
        values: valuesOf(right),
      });
    }
  }
  return result;
}

/** Options of sign-in libraries that say where they keep tokens. */
function libraryOptions(file: StorageSource): FoundWrite[] {
  return findAll(file.root, {
    any: [
      {
        kind: 'pair',
        has: { field: 'key', regex: '^["\']?cacheLocation["\']?$' },
      },
      {
        kind: 'new_expression',
        has: { field: 'constructor', regex: 'WebStorageStateStore$' },
        inside: {
          kind: 'pair',
          stopBy: 'end',
          has: { field: 'key', regex: '^userStore$' },
        },
      },
    ],
  }).flatMap((node): FoundWrite[] => {
    const text = node.text().toLowerCase();
    const store = (['localStorage', 'sessionStorage'] as const).find(name =>
      text.includes(name.toLowerCase()),
    );
    return store
      ? [
          {
            ...place(file, node),
            store,
            key: 'tokens of the sign-in library',
            values: ['tokens'],
          },
        ]
      : [];
  });
}

function write(
  file: StorageSource,
  node: SyntaxNode,
  store: BrowserStore,
  key: SyntaxNode,
  value: SyntaxNode | undefined,
): FoundWrite {
  const known = file.valueOf(key);
  const leaves = value ? leavesOf(value) : [];
  const keyName =
    typeof known === 'string' ? known : nameOf(key) ?? key.text().slice(0, 80);
  return {
    ...place(file, node),
    store,
    key: keyName,
    values: leaves.map(textOf),
    helper: helperOf(node, key, leaves),
  };
}

/** The function around, when its caller gives the key or the value. */
function helperOf(
  node: SyntaxNode,
  key: SyntaxNode,
  values: readonly Leaf[],
): FoundWrite['helper'] {
  const around = functionAround(node);
  const list = around.field('parameters');
  const names = list
    ? list
        .children()
        .filter(child => child.isNamed() && !child.is('comment'))
        .map(child => (child.field('pattern') ?? child).text())
    : [];
  const keyAt = names.indexOf(key.text());
  const valueAt = names.findIndex(name =>
    values.some(({ text }) => text === name),
  );
  const name =
    around.field('name')?.text() ??
    around.parent()?.field('name')?.text() ??
    around.parent()?.field('key')?.text();
  return name && (keyAt >= 0 || valueAt >= 0) && /^[\w$]+$/.test(name)
    ? { name, keyAt, valueAt }
    : undefined;
}

function textOf({ text, key }: Leaf): string {
  return key ? `${key}: ${text}` : text;
}

function valuesOf(node: SyntaxNode): string[] {
  return leavesOf(node).map(textOf);
}

/** Name of the cookie at the front of `document.cookie = "name=…"`. */
function cookieName(node: SyntaxNode): string {
  const text = stringText(node) ?? node.text();
  return /^[`"'\s(]*([\w$.-]{1,80})=/.exec(text)?.[1] ?? 'cookie';
}

function place(file: StorageSource, node: SyntaxNode) {
  return {
    line: lineOf(node),
    endLine: endLineOf(node),
    enclosing: file.enclosingOf(node),
  };
}
