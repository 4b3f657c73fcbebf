import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import {
  lineOf,
  endLineOf,
  namedChildren,
  nodesOfKind,
  stringText,
  unwrap,
} from '../applications/code';
import { SpanFact } from '../applications/schema';

/** Headers that checks ask for. */
export const HEADERS = new Set([
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'content-security-policy',
  'content-security-policy-report-only',
  'cache-control',
  'etag',
  'vary',
  'expires',
  'access-control-allow-origin',
  'access-control-allow-credentials',
]);

/** A place in own code that writes a header. */
export interface HeaderWrite {
  name: string;
  value?: SyntaxNode;
  node: SyntaxNode;
  line: number;
}

const STRINGS = [
  'string',
  'string_literal',
  'interpreted_string_literal',
  'template_string',
];

/** Header names that a span of code writes, those of constant tables that it uses included. */
export function headerWrites(
  file: FileSyntax,
  span: Pick<SpanFact, 'line' | 'endLine'>,
): HeaderWrite[] {
  const texts = headerTexts(file.root);
  if (texts.length === 0) {
    return [];
  }
  const inside = (node: SyntaxNode) =>
    lineOf(node) >= span.line && endLineOf(node) <= span.endLine;
  const tables = constantTables(file, span);
  const result: HeaderWrite[] = [];
  for (const { name, node } of texts) {
    if (
      !inside(node) &&
      !tables.some(
        table =>
          lineOf(node) >= lineOf(table) && endLineOf(node) <= endLineOf(table),
      )
    ) {
      continue;
    }
    const write = writeAt(node);
    if (write) {
      result.push({
        name,
        node,
        line: lineOf(node),
        ...(write.value ? { value: write.value } : {}),
      });
    }
  }
  // `response.headers.strictTransportSecurity` and the like do not exist in the frameworks we read.
  return result.sort((a, b) => a.line - b.line);
}

/** Whether a header's name stands where it is written, not where it is read. */
function writeAt(node: SyntaxNode): { value?: SyntaxNode } | undefined {
  const parent = node.parent();
  const kind = String(parent?.kind());
  if (!parent) {
    return undefined;
  }
  if (kind === 'pair') {
    return { value: parent.field('value') ?? undefined };
  }
  if (kind === 'subscript' || kind === 'subscript_expression') {
    const outer = parent.parent();
    const left = outer?.field('left');
    return outer &&
      left?.id() === parent.id() &&
      ['assignment', 'assignment_expression'].includes(outer.kind())
      ? { value: outer.field('right') ?? undefined }
      : undefined;
  }
  if (kind === 'argument_list' || kind === 'arguments') {
    const call = parent.parent();
    const callee =
      (call?.field('function') ?? call?.field('name'))?.text() ?? '';
    const method = callee.split('.').pop() ?? '';
    const args = namedChildren(parent);
    const index = args.findIndex(item => item.id() === node.id());
    const next = args[index + 1];
    if (call && callee === 'str' && args.length === 1) {
      // `headers.set(str("X-Frame-Options"), …)`
      return writeAt(call);
    }
    // Readers take one argument: `headers.get('etag')`.
    if (
      next &&
      index === 0 &&
      !/^(?:get|getHeader|get_header|has|remove\w*|pop|del|Get|Del|getFirst)$/.test(
        method,
      )
    ) {
      return { value: unwrap(next) };
    }
    return undefined;
  }
  if (kind === 'tuple' || kind === 'array' || kind === 'list') {
    const items = namedChildren(parent);
    return items.length === 2 && items[0].id() === node.id()
      ? { value: items[1] }
      : undefined;
  }
  return undefined;
}

const knownTexts = new WeakMap<
  SyntaxNode,
  { name: string; node: SyntaxNode }[]
>();

/** Literals of a file that are names of headers. Kept with the root, because every handler of the file asks. */
function headerTexts(root: SyntaxNode): { name: string; node: SyntaxNode }[] {
  let found = knownTexts.get(root);
  if (!found) {
    found = STRINGS.flatMap(kind =>
      nodesOfKind(root, kind).flatMap(node => {
        const name = stringText(node)?.toLocaleLowerCase('en-US');
        return name && HEADERS.has(name) ? [{ name, node }] : [];
      }),
    );
    knownTexts.set(root, found);
  }
  return found;
}

interface Names {
  used: { name: string; line: number; endLine: number }[];
  /** What is assigned to which name. */
  assigned: { name: string; node: SyntaxNode }[];
}

const knownNames = new WeakMap<SyntaxNode, Names>();

function namesOf(root: SyntaxNode): Names {
  let names = knownNames.get(root);
  if (!names) {
    const assigned = (kind: string, field: string) =>
      nodesOfKind(root, kind).map(node => ({
        name: node.field(field)?.text() ?? '',
        node,
      }));
    names = {
      used: nodesOfKind(root, 'identifier').map(node => ({
        name: node.text(),
        line: lineOf(node),
        endLine: endLineOf(node),
      })),
      assigned: [
        ...assigned('assignment', 'left'),
        ...assigned('variable_declarator', 'name'),
      ],
    };
    knownNames.set(root, names);
  }
  return names;
}

/** Constants at the top of a file, as tables of headers, that a span mentions. */
function constantTables(
  file: FileSyntax,
  span: Pick<SpanFact, 'line' | 'endLine'>,
): SyntaxNode[] {
  const { used, assigned } = namesOf(file.root);
  const mentioned = new Set(
    used
      .filter(item => item.line >= span.line && item.endLine <= span.endLine)
      .map(({ name }) => name),
  );
  return assigned
    .filter(({ name }) => mentioned.has(name))
    .map(({ node }) => node)
    .filter(node => node.ancestors().length <= 4);
}
