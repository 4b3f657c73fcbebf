import type { NodeRule, SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  endLineOf,
  lineOf,
  namedChildren,
  stringText,
  entryNode,
} from '../applications/code';
import { wordsOf } from '../settings/secretNames';
import { calleeOf, callsLike, findAll, Leaf, leavesOf } from './expressions';
import { isCredentialName, isProtectedName } from './names';
import { UrlCredentialFact } from './schema';

type Found = Omit<UrlCredentialFact, 'path'>;

const INTERESTING =
  '://|[?&][A-Za-z_-]*(?:[tT]oken|[kK]ey|[sS]ecret|[pP]ass(?:word|wd)|[aA]uth|jwt)=|@';

/** Mark of the n-th inserted value in a text. */
const mark = (index: number) => `«${index}»`;

const USER_INFO =
  /(https?|wss?|ftps?|sftp|git\+https?|ssh)(?:\+[a-z]+)?:\/\/([^/\s?#"'@]{1,200})@/gi;
const QUERY = /[?&]([\w-]{1,60})=«(\d+)»/g;
/** Whole queries that are built elsewhere: `?${urlencode({ token })}`. */
const WHOLE_QUERY = /\?«(\d+)»/g;
const NETLOC = /^«\d+»:«(\d+)»@|^«(\d+)»@«/;

/**
 * Whether a text may build such an address at all: reading its tree costs far more. A query parameter with a secret
 * name, user information with something inserted, or parameters of a client.
 */
export function mayBuildAddress(text: string): boolean {
  return (
    /[?&][A-Za-z_-]{0,40}(?:token|key|secret|password|passwd|auth|jwt)=/i.test(
      text,
    ) ||
    /:\/\/["'`\s+]{0,8}(?:[{%]|\$\{|\w)[^\n]{0,160}@/.test(text) ||
    /["'`]:\/\/["'`]|:\/\/["'`]\s{0,4}\+/.test(text) ||
    /\bnetloc\b|searchParams\.(?:set|append)|\bparams\s*[:=]\s*\{/.test(text) ||
    /:\/\/[^\n]{0,160}\n[^\n]{0,20}@/.test(text) ||
    /\?["'`]?\s{0,4}[+{$][^\n]{0,20}(?:urlencode|stringify)/.test(text)
  );
}

/** Every address that a file builds with a credential in it. */
export function urlCredentials(file: FileSyntax): Found[] {
  return [
    ...texts(file).flatMap(node => judge(file, node)),
    ...queryObjects(file),
  ];
}

const SCRIPT_TEXTS = [
  { kind: 'template_string', regex: INTERESTING },
  { kind: 'binary_expression', regex: INTERESTING },
];

/** Expressions that build a text with something inserted. */
const TEXTS: Partial<Record<FileSyntax['language'], NodeRule[]>> = {
  python: [
    { kind: 'concatenated_string', regex: INTERESTING },
    {
      kind: 'string',
      has: { kind: 'interpolation' },
      regex: INTERESTING,
    },
    { kind: 'binary_operator', regex: INTERESTING },
    {
      kind: 'call',
      has: { field: 'function', regex: '["\']\\.format$' },
      regex: INTERESTING,
    },
  ],
  go: [
    { kind: 'binary_expression', regex: INTERESTING },
    {
      kind: 'call_expression',
      has: {
        field: 'function',
        regex: '^fmt\\.(?:Sprintf|Fprintf|Errorf)$',
      },
      regex: INTERESTING,
    },
  ],
  java: [
    { kind: 'binary_expression', regex: INTERESTING },
    {
      kind: 'method_invocation',
      has: { field: 'name', regex: '^format(?:ted)?$' },
      regex: INTERESTING,
    },
  ],
};

/** The outermost of them; the inner ones are pieces. */
function texts(file: FileSyntax): SyntaxNode[] {
  return findAll(file.root, {
    any: TEXTS[file.language] ?? SCRIPT_TEXTS,
  }).filter(node => {
    const kind = String(node.parent()?.kind());
    const { start, end } = node.range();
    return (
      !['binary_expression', 'binary_operator', 'concatenated_string'].includes(
        kind,
      ) && end.index - start.index < 4000
    );
  });
}

/** A text with marks where values are inserted, and the values. */
interface Built {
  text: string;
  values: SyntaxNode[];
}

function build(node: SyntaxNode, built: Built, depth = 0): void {
  if (depth > 60) {
    return;
  }
  const insert = (value: SyntaxNode) => {
    built.text += mark(built.values.length);
    built.values.push(value);
  };
  const kind = node.kind();
  switch (kind) {
    case 'parenthesized_expression':
    case 'concatenated_string':
      namedChildren(node).forEach(child => build(child, built, depth + 1));
      return;
    case 'binary_expression':
    case 'binary_operator': {
      const operator = node.field('operator')?.text();
      const left = node.field('left');
      const right = node.field('right');
      if (operator === '+' && left && right) {
        build(left, built, depth + 1);
        build(right, built, depth + 1);
      } else if (operator === '%' && left && right) {
        formatted(
          stringText(left),
          right.is('tuple') ? namedChildren(right) : [right],
          built,
        );
      } else {
        insert(node);
      }
      return;
    }
    case 'call':
    case 'call_expression':
    case 'method_invocation': {
      const { last, object } = calleeOf(node);
      const args = argumentNodes(node);
      if (last === 'format' && object && stringText(object) !== undefined) {
        formatted(stringText(object), args, built);
      } else if (
        /^(?:Sprintf|Fprintf|Errorf|format|formatted)$/.test(last) &&
        args.length > 0
      ) {
        const at = args.findIndex(item => stringText(item) !== undefined);
        formatted(
          at < 0 ? undefined : stringText(args[at]),
          args.slice(at + 1),
          built,
        );
      } else {
        insert(node);
      }
      return;
    }
    case 'string':
    case 'template_string': {
      const inserted = namedChildren(node).filter(child =>
        ['interpolation', 'template_substitution'].includes(child.kind()),
      );
      const source = node.text();
      const start = node.range().start.index;
      let at =
        /^[fFrRbBuU]{0,2}(?:"""|'''|"|'|`)/.exec(source)?.[0].length ?? 0;
      const stop =
        source.length - (/(?:"""|'''|"|'|`)$/.exec(source)?.[0].length ?? 0);
      for (const child of inserted) {
        const { start: from, end } = child.range();
        built.text += source.slice(at, from.index - start);
        const value = child.field('expression') ?? namedChildren(child)[0];
        if (value) {
          insert(value);
        }
        at = end.index - start;
      }
      built.text += source.slice(at, Math.max(at, stop));
      return;
    }
    case 'interpreted_string_literal':
    case 'raw_string_literal':
    case 'string_literal':
      built.text += stringText(node) ?? '';
      return;
    default:
      insert(node);
  }
}

/** `%s`, `{}` and `{name}` of a format in turn. */
function formatted(
  format: string | undefined,
  args: readonly SyntaxNode[],
  built: Built,
): void {
  let next = 0;
  const parts = (format ?? '').split(/(%[sdvq]|\{[\w.]{0,40}\})/);
  for (const part of parts) {
    if (!/^(?:%[sdvq]|\{[\w.]{0,40}\})$/.test(part)) {
      built.text += part;
      continue;
    }
    const name = part.slice(1, -1);
    const named = args.find(
      item =>
        item.is('keyword_argument') && item.field('name')?.text() === name,
    );
    const value =
      part.startsWith('{') && name && named
        ? named.field('value') ?? undefined
        : args[next];
    next += 1;
    if (value) {
      built.text += mark(built.values.length);
      built.values.push(value);
    }
  }
}

function judge(file: FileSyntax, node: SyntaxNode): Found[] {
  const built: Built = { text: '', values: [] };
  build(node, built);
  if (built.values.length === 0) {
    return [];
  }
  const { text } = built;
  // The address that an authenticator application scans is a secret itself.
  if (/^otpauth:/i.test(text)) {
    return [];
  }
  for (const [, scheme, info] of text.matchAll(USER_INFO)) {
    const inside = [...info.matchAll(/«(\d+)»/g)].flatMap(([, index]) =>
      credentials(built.values[Number(index)]),
    );
    if (inside.length > 0) {
      return [
        found(file, node, 'user info', inside[0].text, /^ws/i.test(scheme)),
      ];
    }
  }
  const netloc = NETLOC.exec(text);
  if (netloc && isNetloc(node)) {
    const inside = credentials(built.values[Number(netloc[1] ?? netloc[2])]);
    if (inside.length > 0) {
      return [found(file, node, 'user info', inside[0].text, false)];
    }
  }
  for (const [, parameter, index] of text.matchAll(QUERY)) {
    const value = built.values[Number(index)];
    const [leaf] = credentials(value, parameter);
    if (leaf) {
      return [
        found(
          file,
          node,
          `query parameter \`${parameter}\``,
          leaf.text,
          isHandshake(node, text),
          isOneTime(file, node, text, leaf),
        ),
      ];
    }
  }
  for (const [, index] of text.matchAll(WHOLE_QUERY)) {
    const leaf = leavesOf(built.values[Number(index)]).find(
      item => item.key && isParameter(item.key) && isSecretLeaf(item),
    );
    if (leaf) {
      return [
        found(
          file,
          node,
          `query parameter \`${leaf.key}\``,
          leaf.text,
          isHandshake(node, text),
          isOneTime(file, node, text, leaf),
        ),
      ];
    }
  }
  return [];
}

function isParameter(name: string): boolean {
  return isCredentialName(name) || /^(?:key|auth|jwt|access|sig)$/i.test(name);
}

/** Verbs of functions that give a token. */
const MAKES =
  /^(?:get|create|generate|make|issue|sign|new|mint|encode|build|fetch)$/;

function isSecretLeaf(leaf: Leaf): boolean {
  if (isProtectedName(leaf.last)) {
    return false;
  }
  return leaf.call
    ? MAKES.test(wordsOf(leaf.last)[0] ?? '') && isCredentialName(leaf.last)
    : isCredentialName(leaf.last);
}

/** Values of an expression that are credentials by their name, or by the parameter they are sent as. */
function credentials(node: SyntaxNode | undefined, parameter?: string): Leaf[] {
  const leaves = node ? leavesOf(node) : [];
  return leaves.filter(
    leaf =>
      isSecretLeaf(leaf) ||
      (parameter !== undefined &&
        isCredentialName(parameter) &&
        !leaf.call &&
        !isProtectedName(leaf.last) &&
        // `token=${page}` of a list.
        !/page|next|cursor|sync|continuation|csrf|id$|name$|count|index|type/i.test(
          leaf.last,
        )),
  );
}

function isNetloc(node: SyntaxNode): boolean {
  const parent = node.parent();
  const name = (parent?.field('name') ?? parent?.field('left'))?.text() ?? '';
  return /netloc|authority|host|remote|url/i.test(name);
}

/** Browsers cannot send headers when they open a socket or a stream of events. */
function isHandshake(node: SyntaxNode, text: string): boolean {
  const call = node
    .ancestors()
    .slice(0, 4)
    .find(item => item.is('new_expression'));
  return (
    /^wss?:/i.test(text) ||
    /\/(?:ws|sse|stream|socket)\b/i.test(text) ||
    /^new (?:WebSocket|EventSource|ReconnectingWebSocket)/.test(
      call?.text().slice(0, 40) ?? '',
    )
  );
}

const ONE_TIME =
  /reset|verif|confirm|activat|invit|unsubscrib|magic|forgot|one.?time|download|share|presign|signed_?url|recover|password.?less|optout|opt.?in|register/i;

/** Links that are sent to one person, work once and end. */
function isOneTime(
  file: FileSyntax,
  node: SyntaxNode,
  text: string,
  leaf: Leaf,
): boolean {
  return (
    ONE_TIME.test(text) ||
    ONE_TIME.test(leaf.text) ||
    file
      .enclosingOf(node)
      .some(name => ONE_TIME.test(name) || /e?mail/i.test(name))
  );
}

function found(
  file: FileSyntax,
  node: SyntaxNode,
  where: string,
  what: string,
  handshake: boolean,
  oneTime = false,
): Found {
  const linkKind = oneTime ? 'one-time link' : 'credential';
  return {
    line: lineOf(node),
    endLine: endLineOf(node),
    where,
    what: what.slice(0, 80),
    kind: handshake ? 'handshake' : linkKind,
    enclosing: file.enclosingOf(node),
  };
}

/** Clients whose calls take a dictionary of query parameters. */
const HTTP_CALL =
  '(?:requests|httpx|session|client|http|axios|api|got|ky)\\w*\\.(?:get|post|put|patch|delete|head|request|stream)$|^(?:axios|got|ky)$';

/** `params={"api_key": key}` of an HTTP client, and `url.searchParams.set("token", token)`. */
function queryObjects(file: FileSyntax): Found[] {
  const result: Found[] = [];
  const objectOf = (node: SyntaxNode) =>
    node.is('dictionary') || node.is('object') ? node : undefined;
  for (const node of callsLike(file, HTTP_CALL)) {
    for (const argument of argumentNodes(node)) {
      const isKeyword =
        argument.is('keyword_argument') &&
        argument.field('name')?.text() === 'params';
      const entry = argument.is('object')
        ? entryNode(argument, 'params')
        : undefined;
      const value = isKeyword ? argument.field('value') : entry;
      const object = value ? objectOf(value) : undefined;
      const leaf = object
        ? leavesOf(object).find(
            item => item.key && isParameter(item.key) && isSecretLeaf(item),
          )
        : undefined;
      if (leaf) {
        result.push({
          ...found(
            file,
            leaf.node,
            `query parameter \`${leaf.key}\``,
            leaf.text,
            false,
          ),
        });
      }
    }
  }
  for (const node of callsLike(file, '\\.searchParams\\.(?:set|append)$')) {
    const [key, value] = argumentNodes(node);
    const name = key ? file.valueOf(key) : undefined;
    const [leaf] =
      typeof name === 'string' && value && isParameter(name)
        ? credentials(value, name)
        : [];
    if (leaf) {
      const around = file.enclosingOf(node).join('.');
      result.push(
        found(
          file,
          node,
          `query parameter \`${String(name)}\``,
          leaf.text,
          /socket|\bws\b|sse|stream/i.test(around),
          isOneTime(file, node, '', leaf),
        ),
      );
    }
  }
  return result;
}

/** Shell variables and expressions of pipelines whose name says that they are secret. */
const SHELL_USER_INFO = /(?:https?|ftps?|git\+https?):\/\/[^/\s"'@]{0,200}@/gi;
const SHELL_QUERY =
  /[?&]([\w-]{0,60}(?:token|key|secret|password|auth))=(\$[\w{][\w.{} -]{0,80}\}?)/gi;
const SHELL_VARIABLE =
  /\$(?:\{\{\s*(?:secrets|env|vars|inputs|github|steps)[\w.-]{0,80}?\.([\w-]{1,60})\s*\}\}|\{?([A-Za-z_]\w{0,60}))/g;

/** Credentials in the addresses of a shell text. */
export function shellUrlCredentials(text: string, firstLine = 1): Found[] {
  return text.split('\n').flatMap((raw, index): Found[] => {
    // `${{ secrets.X }}` of a pipeline without its spaces is one word like `${X}`.
    const line = raw
      .slice(0, 2000)
      .replace(/\$\{\{\s{0,4}([\w.-]{1,120})\s{0,4}\}\}/g, '${{$1}}');
    if (/^\s*#/.test(line) || !line.includes('$')) {
      return [];
    }
    const place = {
      line: firstLine + index,
      endLine: firstLine + index,
      kind: 'credential' as const,
      enclosing: [],
    };
    for (const [info] of line.matchAll(SHELL_USER_INFO)) {
      const name = secretVariable(info);
      if (name) {
        return [{ ...place, where: 'user info', what: name }];
      }
    }
    for (const match of line.matchAll(SHELL_QUERY)) {
      const [, parameter, value] = match;
      const name = isInAddress(line, match.index ?? 0)
        ? secretVariable(value)
        : undefined;
      if (name) {
        return [
          { ...place, where: `query parameter \`${parameter}\``, what: name },
        ];
      }
    }
    return [];
  });
}

/** `curl -d "user=$USER&password=$PASSWORD"` is a form in the body: the word has no address before its parameters. */
function isInAddress(line: string, at: number): boolean {
  if (line[at] === '?') {
    return true;
  }
  const word =
    line
      .slice(0, at)
      .split(/[\s"']/)
      .at(-1) ?? '';
  return (
    word.includes('?') ||
    word.includes('://') ||
    (word.startsWith('$') && !word.includes('='))
  );
}

function secretVariable(text: string): string | undefined {
  for (const [, inPipeline, inShell] of text.matchAll(SHELL_VARIABLE)) {
    const name = inPipeline ?? inShell;
    if (isCredentialName(name) || /(?:^|_)(?:PAT|PASS)$/i.test(name)) {
      return name;
    }
  }
  return undefined;
}
