import type { SyntaxNode } from '../../syntax/nodes';
import { ExtractContext } from '../../engine/types';
import { CallFact, FileSyntax } from '../../syntax/schema';
import {
  argumentNode,
  argumentNodes,
  lineOf,
  namedChildren,
  nodeOfCall,
  stringText,
} from '../applications/code';
import { Resolver } from '../applications/Resolver';
import { Settings } from '../settings/schema';
import { secondsOf } from './durations';
import { findAll, functionAround } from './expressions';
import { readOptions } from './options';
import { SignedTokenFact } from './schema';

/** Calls that sign a token. */
export const SIGNERS = [
  'jwt.encode',
  'jose.jwt.encode',
  'authlib.jose.jwt.encode',
  'flask_jwt_extended.create_access_token',
  'jsonwebtoken.sign',
  'jose.SignJWT',
  '.sign',
  '.signAsync',
  '.jwtSign',
  'github.com/golang-jwt/jwt.NewWithClaims',
  'github.com/golang-jwt/jwt/v4.NewWithClaims',
  'github.com/golang-jwt/jwt/v5.NewWithClaims',
  'Jwts.builder',
  'io.jsonwebtoken.Jwts.builder',
];

type Life = Pick<SignedTokenFact, 'expiry' | 'seconds' | 'decidedAt'>;

/** Tokens that code signs, with their lives. */
export async function signedTokens(
  context: ExtractContext,
  resolver: Resolver,
  settings: Settings,
): Promise<SignedTokenFact[]> {
  const result: SignedTokenFact[] = [];
  const nest = await nestDefault(context, resolver, settings);
  for (const { file, call } of await signingCalls(context)) {
    const node = isSigner(file, call) ? nodeOfCall(file, call) : undefined;
    if (!node) {
      continue;
    }
    const life = await lifeOf(
      { context, resolver, settings, nest },
      file,
      call,
      node,
    );
    if (life) {
      result.push({
        path: call.path,
        line: call.line,
        endLine: call.endLine,
        api: call.callee.slice(0, 60),
        enclosing: call.enclosing,
        ...life,
      });
    }
  }
  return result;
}

/** `sign` alone is part of `assign` and `design`: only files with a library for tokens are read. */
async function signingCalls({
  syntax,
}: ExtractContext): Promise<{ file: FileSyntax; call: CallFact }[]> {
  const exact = new Set(SIGNERS);
  const endings = SIGNERS.filter(name => name.startsWith('.'));
  const files = await syntax.files({
    containing: ['jwt', 'Jwt', 'JWT', 'jose', 'jsonwebtoken'],
  });
  return files.flatMap(file =>
    file.calls
      .filter(
        ({ name }) =>
          exact.has(name) || endings.some(ending => name.endsWith(ending)),
      )
      .map(call => ({ file, call })),
  );
}

/** `.sign` is a word of many libraries; these are the ones that sign tokens. */
function isSigner(file: FileSyntax, call: CallFact): boolean {
  if (!/\.(?:sign|signAsync|jwtSign)$/.test(call.name)) {
    return true;
  }
  if (call.name === 'jsonwebtoken.sign') {
    return true;
  }
  const text = call.callee;
  return (
    /jwtSign$/.test(text) ||
    (/jwt/i.test(text) &&
      file.imports.some(({ module }) =>
        /^(?:@nestjs\/jwt|@fastify\/jwt|fastify|hono\/jwt)$/.test(module),
      )) ||
    call.name === 'hono/jwt.sign'
  );
}

interface Facts {
  context: ExtractContext;
  resolver: Resolver;
  settings: Settings;
  nest: Life | undefined;
}

async function lifeOf(
  facts: Facts,
  file: FileSyntax,
  call: CallFact,
  node: SyntaxNode,
): Promise<Life | undefined> {
  switch (file.language) {
    case 'python':
      return call.name === 'flask_jwt_extended.create_access_token'
        ? flaskLife(facts, file, node)
        : pythonLife(facts, file, call, node);
    case 'go':
    case 'java':
      return /["']exp["']|ExpiresAt|[eE]xpiration\(|withExpiresAt/.test(
        functionAround(node).text(),
      )
        ? { expiry: 'set' }
        : { expiry: 'never' };
    default:
      return scriptLife(facts, file, call, node);
  }
}

/** flask-jwt-extended ends tokens after 15 minutes unless told otherwise. */
function flaskLife(
  { settings }: Facts,
  file: FileSyntax,
  node: SyntaxNode,
): Life {
  const given = argumentNode(node, 'expires_delta');
  if (!given) {
    return { expiry: 'set' };
  }
  return file.valueOf(given) === false
    ? { expiry: 'never' }
    : { expiry: 'set', ...durationIn(file, given, settings) };
}

const EXP = /["']exp["']|\bexp\s*[=:]/;

async function pythonLife(
  facts: Facts,
  file: FileSyntax,
  call: CallFact,
  node: SyntaxNode,
): Promise<Life | undefined> {
  const around = functionAround(node);
  const text = around.text();
  const positions = call.name.startsWith('authlib') ? 1 : 0;
  const payload =
    argumentNode(node, 'payload', positions) ??
    argumentNode(node, 'claims', positions);
  if (EXP.test(text)) {
    return {
      expiry: 'set',
      ...(await pythonDuration(facts, file, around, call)),
    };
  }
  if (!payload) {
    return { expiry: 'open' };
  }
  if (payload.is('dictionary')) {
    return namedChildren(payload).some(child => child.is('dictionary_splat'))
      ? callersLife(facts, file, around)
      : { expiry: 'never' };
  }
  const name = payload.text().split(/[.([]/)[0];
  const given = call.enclosing.at(-1);
  const own = file.functions.find(
    item =>
      item.name === given &&
      item.line <= call.line &&
      call.line <= item.endLine,
  );
  const fromCaller =
    own?.parameters.some(parameter => parameter.name === name) ||
    // `to_encode = data.copy()`
    own?.parameters.some(parameter =>
      new RegExp(
        `\\b${name}\\s*=\\s*(?:dict\\()?\\**${parameter.name}\\b`,
      ).test(text),
    );
  return fromCaller ? callersLife(facts, file, around) : { expiry: 'open' };
}

/** What the callers of a function that signs put into the payload. */
async function callersLife(
  { context }: Facts,
  file: FileSyntax,
  around: SyntaxNode,
): Promise<Life> {
  const name =
    around.field('name')?.text() ?? around.parent()?.field('name')?.text();
  if (!name) {
    return { expiry: 'open' };
  }
  let called = false;
  for (const call of await context.syntax.calls({
    languages: sameLanguages(file),
    names: [name, `.${name}`],
  })) {
    const other = await context.syntax.file(call.path);
    const node = other && nodeOfCall(other, call);
    if (!node) {
      continue;
    }
    called = true;
    if (
      EXP.test(functionAround(node).text()) ||
      /expiresIn|expires/.test(node.text())
    ) {
      return { expiry: 'set' };
    }
  }
  return called ? { expiry: 'never' } : { expiry: 'open' };
}

function sameLanguages({ language }: FileSyntax): FileSyntax['language'][] {
  return ['python', 'go', 'java'].includes(language)
    ? [language]
    : ['typescript', 'tsx', 'javascript'];
}

/** The longest `timedelta` that ends in the token: in the function that signs, or handed over by its callers. */
async function pythonDuration(
  { context, settings }: Facts,
  file: FileSyntax,
  around: SyntaxNode,
  signing: CallFact,
): Promise<Pick<Life, 'seconds' | 'decidedAt'>> {
  const name = signing.enclosing.at(-1);
  const found: Pick<Life, 'seconds' | 'decidedAt'>[] = [];
  // `expires_delta` of the callers decides where there is one; the default of the function is for nobody then.
  const own = file.functions.find(
    item =>
      item.name === name &&
      item.line <= signing.line &&
      signing.line <= item.endLine,
  );
  const parameter =
    own?.parameters.findIndex(item =>
      /expire|delta|lifetime|ttl/i.test(item.name),
    ) ?? -1;
  if (own && parameter >= 0 && name) {
    for (const call of await context.syntax.calls({
      names: [name, `.${name}`],
    })) {
      if (
        /refresh|remember|reset|verif|invit|email|api/i.test(
          call.enclosing.join(' '),
        )
      ) {
        continue;
      }
      const other = await context.syntax.file(call.path);
      const at =
        call.args.find(item => item.name === own.parameters[parameter].name) ??
        call.args[parameter];
      const node = other && at ? nodeOfCall(other, call) : undefined;
      if (other && node) {
        found.push(durationIn(other, functionAround(node), settings));
      }
    }
  }
  if (found.length === 0) {
    found.push(durationIn(file, around, settings));
  }
  return (
    found
      .filter(item => item.seconds !== undefined)
      .sort((a, b) => b.seconds! - a.seconds!)[0] ?? {}
  );
}

/** Life in the `timedelta` calls below a node, numbers followed into settings. */
function durationIn(
  file: FileSyntax,
  within: SyntaxNode,
  settings: Settings,
): Pick<Life, 'seconds' | 'decidedAt'> {
  let best: Pick<Life, 'seconds' | 'decidedAt'> = {};
  for (const node of findAll(within, {
    kind: 'call',
    has: { field: 'function', regex: '(?:^|\\.)timedelta$' },
  })) {
    for (const child of argumentNodes(node)) {
      const unit = child.field('name')?.text() ?? 'days';
      const value = child.field('value') ?? child;
      const number = numberIn(file, value, settings);
      const seconds = number && secondsOf(`${number.value} ${unit}`);
      if (number && seconds !== undefined && (best.seconds ?? 0) < seconds) {
        best = {
          seconds,
          ...(number.at ? { decidedAt: number.at } : {}),
        };
      }
    }
  }
  return best;
}

interface Decided {
  value: number;
  at?: { path: string; line: number };
}

/** A literal number, or the default of the setting that a name stands for. */
function numberIn(
  file: FileSyntax,
  node: SyntaxNode,
  { settings }: Settings,
): Decided | undefined {
  const own = file.valueOf(node);
  if (typeof own === 'number') {
    return { value: own };
  }
  const setting = settingOf(node.text(), settings);
  const value = setting?.default?.value;
  const written =
    typeof value === 'string' && /^\d{1,9}$/.test(value)
      ? Number(value)
      : undefined;
  const number = typeof value === 'number' ? value : written;
  return setting && number !== undefined
    ? { value: number, at: { path: setting.path, line: setting.line } }
    : undefined;
}

function settingOf(text: string, settings: Settings['settings']) {
  const words = (text.match(/[A-Za-z_]\w{3,}/g) ?? []).map(word =>
    word.toLowerCase(),
  );
  return settings.find(
    item =>
      item.default !== undefined &&
      item.class === 'source' &&
      words.some(word =>
        [item.name, item.assignedTo].some(name => name?.toLowerCase() === word),
      ),
  );
}

async function scriptLife(
  facts: Facts,
  file: FileSyntax,
  call: CallFact,
  node: SyntaxNode,
): Promise<Life | undefined> {
  if (call.name === 'jose.SignJWT') {
    const statement = chainOf(node);
    const [, argument] =
      /\.setExpirationTime\(\s*([^)]*)\)/.exec(statement) ?? [];
    return argument === undefined
      ? { expiry: /\bexp\b/.test(statement) ? 'set' : 'never' }
      : lifeOfText(argument);
  }
  const args = argumentNodes(node);
  const around = functionAround(node);
  const service = !/^jsonwebtoken\./.test(call.name);
  const given = service ? args[1] : args[2];
  const options =
    given && !/^(?:arrow_function|function_expression)$/.test(given.kind())
      ? await readOptions(facts.resolver, file, given)
      : undefined;
  const expiresIn = options?.entries.get('expiresIn');
  if (expiresIn) {
    const value = expiresIn.file.valueOf(expiresIn.node);
    const setting = settingOf(expiresIn.node.text(), facts.settings.settings);
    const seconds = secondsOf(value ?? setting?.default?.value);
    return {
      expiry: 'set',
      ...(seconds !== undefined ? { seconds } : {}),
      ...(setting && value === undefined
        ? { decidedAt: { path: setting.path, line: setting.line } }
        : {}),
    };
  }
  if (/\bexp\b\s*[:=,}]|expiresIn/.test(around.text())) {
    return { expiry: 'set' };
  }
  if (options?.open) {
    return { expiry: 'open' };
  }
  if (service && facts.nest) {
    return facts.nest;
  }
  const [payload] = args;
  if (!payload || payload.is('object')) {
    return service && !payload ? undefined : { expiry: 'never' };
  }
  // A text that is signed has no claims, and the library refuses to give it an end: `jwt.sign(this.id, secret)`.
  if (
    !given &&
    (/(?:^|\.)(?:id|_id|path|fileName|filename|url|href)$/.test(
      payload.text(),
    ) ||
      payload.is('string') ||
      payload.is('template_string'))
  ) {
    return undefined;
  }
  const parameters = around.field('parameters')?.text() ?? '';
  return parameters.includes(payload.text())
    ? callersLife(facts, file, around)
    : { expiry: 'never' };
}

/** Text of the chain of calls that begins with a node. */
function chainOf(node: SyntaxNode): string {
  let current = node;
  for (const ancestor of node.ancestors().slice(0, 24)) {
    if (
      ![
        'member_expression',
        'call_expression',
        'await_expression',
        'parenthesized_expression',
      ].includes(ancestor.kind())
    ) {
      break;
    }
    current = ancestor;
  }
  return current.text();
}

function lifeOfText(text: string): Life {
  const literal = /^["'`]([^"'`]*)["'`]$/.exec(text.trim())?.[1];
  const seconds = secondsOf(literal);
  return { expiry: 'set', ...(seconds !== undefined ? { seconds } : {}) };
}

/** `signOptions.expiresIn` of Nest's module, for calls without options of their own. */
async function nestDefault(
  { syntax }: ExtractContext,
  _: Resolver,
  settings: Settings,
): Promise<Life | undefined> {
  for (const file of await syntax.files({
    languages: ['typescript', 'javascript'],
    containing: ['JwtModule', 'fastifyJwt', '@fastify/jwt'],
  })) {
    for (const node of findAll(file.root, {
      kind: 'pair',
      has: { field: 'key', regex: '^expiresIn$' },
    })) {
      const value = node.field('value');
      const known = value
        ? file.valueOf(value) ?? stringText(value)
        : undefined;
      const setting = value
        ? settingOf(value.text(), settings.settings)
        : undefined;
      const seconds = secondsOf(known ?? setting?.default?.value);
      return {
        expiry: 'set',
        ...(seconds !== undefined ? { seconds } : {}),
        decidedAt: { path: file.path, line: lineOf(node) },
      };
    }
  }
  return undefined;
}
