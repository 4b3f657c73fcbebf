import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import {
  argumentNode,
  argumentNodes,
  endLineOf,
  lineOf,
  namedChildren,
} from '../applications/code';
import { Resolver } from '../applications/Resolver';
import {
  calleeOf,
  callsLike,
  findAll,
  functionAround,
  leavesOf,
  nameOf,
} from './expressions';
import { Options, readOptions } from './options';
import { CookieFact, CookieFlag } from './schema';

/** Text that every file which sets a cookie contains. */
export const COOKIE_WORDS = [
  'set_cookie',
  'set_signed_cookie',
  'set_secure_cookie',
  '.cookie(',
  'setCookie(',
  'cookies',
  'express-session',
  'cookie-session',
  'SessionMiddleware',
  'http.Cookie{',
  'new Cookie(',
  'ResponseCookie',
  'serialize(',
  'cookieStore',
];

type Found = Omit<CookieFact, 'path'>;

/** Every cookie that the code of a file sets. */
export async function cookiesOf(
  resolver: Resolver,
  file: FileSyntax,
): Promise<Found[]> {
  switch (file.language) {
    case 'python':
      return pythonCookies(file);
    case 'typescript':
    case 'tsx':
    case 'javascript':
      return scriptCookies(resolver, file);
    case 'go':
      return goCookies(file);
    case 'java':
      return javaCookies(file);
    default:
      return [];
  }
}

/** Whether code says that a cookie goes over TLS, HTTP only, or to the same site. */
function flagOf(
  file: FileSyntax,
  node: SyntaxNode | undefined,
  byDefault: CookieFlag,
): CookieFlag {
  if (!node) {
    return byDefault;
  }
  const value = file.valueOf(node);
  if (typeof value === 'boolean') {
    return value ? 'on' : 'off';
  }
  if (value === 'auto') {
    return 'request';
  }
  if (typeof value === 'string') {
    // `SameSite=None` is the absence of the protection.
    return value.toLowerCase() === 'none' || value === '' ? 'off' : 'on';
  }
  if (value === null || node.text() === 'undefined') {
    return 'off';
  }
  return /\breq(?:uest)?\b[^,;]*(?:is_?secure|scheme|protocol|encrypted)|x-forwarded-proto/i.test(
    node.text(),
  )
    ? 'request'
    : 'conditional';
}

function base(file: FileSyntax, node: SyntaxNode, api: string) {
  return {
    line: lineOf(node),
    endLine: endLineOf(node),
    api,
    enclosing: file.enclosingOf(node),
  };
}

function nameIn(file: FileSyntax, node: SyntaxNode | undefined): string {
  const value = node ? file.valueOf(node) : undefined;
  return typeof value === 'string'
    ? value
    : (node && nameOf(node)) ?? node?.text().slice(0, 60) ?? '';
}

const namesIn = (node: SyntaxNode | undefined) =>
  node ? leavesOf(node).map(({ text }) => text) : [];

function pythonCookies(file: FileSyntax): Found[] {
  const starlette = file.imports.some(({ module }) =>
    /^(?:fastapi|starlette)(?:\.|$)/.test(module),
  );
  const result: Found[] = callsLike(
    file,
    '\\.set_(?:signed_|secure_)?cookie$',
  ).map(node => {
    const { last } = calleeOf(node);
    const value = argumentNode(node, 'value', 1);
    const age = argumentNode(node, 'max_age');
    const seconds = age ? file.valueOf(age) : undefined;
    return {
      ...base(file, node, last),
      name: nameIn(
        file,
        argumentNode(node, 'key', 0) ?? argumentNode(node, 'name'),
      ),
      session: false,
      values: namesIn(value),
      httpOnly: flagOf(file, argumentNode(node, 'httponly'), 'off'),
      secure: flagOf(file, argumentNode(node, 'secure'), 'off'),
      sameSite: flagOf(
        file,
        argumentNode(node, 'samesite'),
        starlette ? 'on' : 'off',
      ),
      ...(typeof seconds === 'number' ? { maxAge: seconds } : {}),
      open: argumentNodes(node).some(
        child => child.is('dictionary_splat') || child.is('list_splat'),
      ),
    };
  });
  if (
    file.imports.some(({ module }) =>
      /^starlette\.middleware\.sessions/.test(module),
    )
  ) {
    for (const node of callsLike(
      file,
      '(?:add_middleware|Middleware|SessionMiddleware)$',
    )) {
      if (!/\bSessionMiddleware\b/.test(node.text().slice(0, 200))) {
        continue;
      }
      result.push({
        ...base(file, node, 'SessionMiddleware'),
        name: 'session',
        session: true,
        values: [],
        httpOnly: 'on',
        secure: flagOf(file, argumentNode(node, 'https_only'), 'off'),
        sameSite: flagOf(file, argumentNode(node, 'same_site'), 'on'),
        open: argumentNodes(node).some(child => child.is('dictionary_splat')),
      });
    }
  }
  return result;
}

interface ScriptForm {
  /** Positions of name, value and options. */
  at: [number, number, number];
  /** Flags that the library sets by itself. */
  httpOnly?: CookieFlag;
  sameSite?: CookieFlag;
}

/** Which call of a script sets a cookie, and how. */
function scriptForm(
  file: FileSyntax,
  node: SyntaxNode,
): ScriptForm | undefined {
  const { text, last, object } = calleeOf(node);
  const owner = object ? nameOf(object) ?? object.text() : '';
  if (last === 'cookie' && object && argumentNodes(node).length >= 2) {
    return { at: [0, 1, 2] };
  }
  if (last === 'setCookie') {
    const hono = file.imports.some(
      ({ module, local }) => module === 'hono/cookie' && local === text,
    );
    const h3 = file.imports.some(({ module }) =>
      /^(?:h3|#imports|nitro)/.test(module),
    );
    if (hono || h3) {
      return { at: [1, 2, 3] };
    }
    return /^(?:reply|res|response|rep)$/.test(owner)
      ? { at: [0, 1, 2] }
      : undefined;
  }
  if (
    last === 'set' &&
    /(?:^|\.)cookies(?:\(\))?$|^cookieStore$|cookies\(\)/.test(owner)
  ) {
    const koa = /^(?:ctx|context|this\.ctx)\.cookies$/.test(owner);
    return { at: [0, 1, 2], ...(koa ? { httpOnly: 'on' } : {}) };
  }
  if (
    last === 'serialize' &&
    (owner === 'cookie' ||
      file.imports.some(
        ({ module, local }) =>
          module === 'cookie' && (local === text || local === owner),
      ))
  ) {
    return { at: [0, 1, 2] };
  }
  return undefined;
}

async function scriptCookies(
  resolver: Resolver,
  file: FileSyntax,
): Promise<Found[]> {
  const result: Found[] = [];
  const text = file.imports.map(({ module }) => module);
  if (
    text.some(module =>
      /^(?:js-cookie|universal-cookie|react-cookie)$/.test(module),
    )
  ) {
    // Cookies from script are read by the facts about frontends.
    return result;
  }
  for (const node of callsLike(
    file,
    '(?:\\.cookie|[sS]etCookie|\\.set|serialize)$',
  )) {
    const form = scriptForm(file, node);
    if (!form) {
      continue;
    }
    const args = argumentNodes(node);
    const [nameAt, valueAt, optionsAt] = form.at;
    const single = args[nameAt]?.is('object') ? args[nameAt] : undefined;
    const given = single ?? args[optionsAt];
    const options = given
      ? await readOptions(resolver, file, given)
      : { entries: new Map(), open: false };
    const value = single ? options.entries.get('value')?.node : args[valueAt];
    const name = single ? options.entries.get('name')?.node : args[nameAt];
    if (!name && !options.open) {
      continue;
    }
    result.push({
      ...base(file, node, calleeOf(node).text),
      name: nameIn(file, name),
      session: false,
      values: namesIn(value),
      ...flagsOf(options, file, {
        httpOnly: form.httpOnly ?? 'off',
        secure: 'off',
        sameSite: form.sameSite ?? 'off',
        // `res.cookie` of Express counts milliseconds, headers and everybody else seconds.
        perSecond: /\.cookie$/.test(calleeOf(node).text) ? 1000 : 1,
      }),
      open: options.open,
    });
  }
  return [...result, ...(await sessionLibraries(resolver, file))];
}

const DEFAULT_NAMES: Record<string, string> = {
  'express-session': 'connect.sid',
  'cookie-session': 'session',
};

/** `express-session` and `cookie-session`. */
async function sessionLibraries(
  resolver: Resolver,
  file: FileSyntax,
): Promise<Found[]> {
  const result: Found[] = [];
  const locals = new Map(
    file.imports
      .filter(({ module }) =>
        /^(?:express-session|cookie-session)$/.test(module),
      )
      .map(({ local, module }) => [local, module]),
  );
  if (locals.size === 0) {
    return result;
  }
  for (const node of callsLike(
    file,
    `^(?:${[...locals.keys()]
      .map(name => name.replace(/\$/g, '\\$'))
      .join('|')})$`,
  )) {
    const module = locals.get(calleeOf(node).text);
    const [given] = argumentNodes(node);
    const outer = given
      ? await readOptions(resolver, file, given)
      : { entries: new Map(), open: false };
    let options: Options = outer;
    if (module === 'express-session') {
      const cookie = outer.entries.get('cookie');
      options = cookie
        ? await readOptions(resolver, cookie.file, cookie.node)
        : { entries: new Map(), open: outer.open };
    }
    const name = outer.entries.get('name')?.node;
    result.push({
      ...base(file, node, module ?? ''),
      name: name ? nameIn(file, name) : DEFAULT_NAMES[module ?? ''] ?? '',
      session: true,
      values: [],
      ...flagsOf(options, file, {
        httpOnly: 'on',
        secure: module === 'cookie-session' ? 'request' : 'off',
        sameSite: 'off',
        perSecond: 1000,
      }),
      open: options.open,
    });
  }
  return result;
}

function flagsOf(
  { entries }: Options,
  file: FileSyntax,
  defaults: Pick<CookieFact, 'httpOnly' | 'secure' | 'sameSite'> & {
    perSecond: number;
  },
): Pick<CookieFact, 'httpOnly' | 'secure' | 'sameSite' | 'maxAge'> {
  const flag = (name: string, byDefault: CookieFlag) => {
    const found = entries.get(name) ?? entries.get(name.toLowerCase());
    return flagOf(found?.file ?? file, found?.node, byDefault);
  };
  const age = entries.get('maxAge');
  const value = age ? age.file.valueOf(age.node) : undefined;
  return {
    httpOnly: flag('httpOnly', defaults.httpOnly),
    secure: flag('secure', defaults.secure),
    sameSite: flag('sameSite', defaults.sameSite),
    ...(typeof value === 'number'
      ? { maxAge: value / defaults.perSecond }
      : {}),
  };
}

function goCookies(file: FileSyntax): Found[] {
  return findAll(file.root, {
    kind: 'composite_literal',
    has: { field: 'type', regex: '^http\\.Cookie$' },
  }).map(node => {
    const body = node.field('body');
    const fields = new Map(
      (body ? namedChildren(body) : []).flatMap(child => {
        const [key, value] = namedChildren(child);
        return key && value
          ? [
              [
                key.text(),
                value.is('literal_element')
                  ? namedChildren(value)[0] ?? value
                  : value,
              ] as const,
            ]
          : [];
      }),
    );
    // Fields that are set after the literal was made.
    const later = functionAround(node).text();
    const field = (name: string): CookieFlag => {
      const value = fields.get(name);
      if (value && name === 'SameSite') {
        return /None|Default/.test(value.text()) ? 'off' : 'on';
      }
      if (value) {
        return flagOf(file, value, 'off');
      }
      return new RegExp(`\\.${name}\\s*=\\s*(?!false)`).test(later)
        ? 'conditional'
        : 'off';
    };
    return {
      ...base(file, node, 'http.Cookie'),
      name: nameIn(file, fields.get('Name')),
      session: false,
      values: namesIn(fields.get('Value')),
      httpOnly: field('HttpOnly'),
      secure: field('Secure'),
      sameSite: field('SameSite'),
      open: false,
    };
  });
}

function javaCookies(file: FileSyntax): Found[] {
  const result: Found[] = [];
  for (const node of findAll(file.root, {
    kind: 'object_creation_expression',
    has: { field: 'type', regex: '^Cookie$' },
  })) {
    const [name, value] = argumentNodes(node);
    const around = functionAround(node).text();
    const set = (setter: string) => setterFlag(around, setter);
    result.push({
      ...base(file, node, 'new Cookie'),
      name: nameIn(file, name),
      session: false,
      values: namesIn(value),
      httpOnly: set('setHttpOnly'),
      secure: set('setSecure'),
      sameSite: around.includes('SameSite') ? 'on' : 'off',
      open: false,
    });
  }
  for (const node of findAll(file.root, {
    kind: 'method_invocation',
    all: [
      { has: { field: 'name', regex: '^from$|^fromClientResponse$' } },
      { has: { field: 'object', regex: '^ResponseCookie$' } },
    ],
  })) {
    const [name, value] = argumentNodes(node);
    const around = functionAround(node).text();
    const set = (setter: string) => setterFlag(around, `.${setter}`);
    result.push({
      ...base(file, node, 'ResponseCookie.from'),
      name: nameIn(file, name),
      session: false,
      values: namesIn(value),
      httpOnly: set('httpOnly'),
      secure: set('secure'),
      sameSite: set('sameSite'),
      open: false,
    });
  }
  return result;
}

/** What the setters in a function say; a name as argument decides elsewhere. */
function setterFlag(around: string, setter: string): CookieFlag {
  if (around.includes(`${setter}(true`)) {
    return 'on';
  }
  const isSet =
    around.includes(`${setter}(`) && !around.includes(`${setter}(false`);
  return isSet ? 'conditional' : 'off';
}
