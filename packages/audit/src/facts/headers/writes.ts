import type { SgNode } from '@ast-grep/napi';
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
  value?: SgNode;
  node: SgNode;
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
  const inside = (node: SgNode) =>
    lineOf(node) >= span.line && endLineOf(node) <= span.endLine;
  const tables = constantTables(file, span);
  const result: HeaderWrite[] = [];
  for (const kind of STRINGS) {
    for (const node of nodesOfKind(file.root, kind)) {
      const name = stringText(node)?.toLocaleLowerCase('en-US');
      if (!name || !HEADERS.has(name)) {
        continue;
      }
      if (
        !inside(node) &&
        !tables.some(
          table =>
            lineOf(node) >= lineOf(table) &&
            endLineOf(node) <= endLineOf(table),
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
  }
  // `response.headers.strictTransportSecurity` and the like do not exist in the frameworks we read.
  return result.sort((a, b) => a.line - b.line);
}

/** Whether a header's name stands where it is written, not where it is read. */
function writeAt(node: SgNode): { value?: SgNode } | undefined {
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
      ['assignment', 'assignment_expression'].includes(String(outer.kind()))
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

/** Constants at the top of a file, as tables of headers, that a span mentions. */
function constantTables(
  file: FileSyntax,
  span: Pick<SpanFact, 'line' | 'endLine'>,
): SgNode[] {
  const used = new Set(
    nodesOfKind(file.root, 'identifier')
      .filter(
        node => lineOf(node) >= span.line && endLineOf(node) <= span.endLine,
      )
      .map(node => node.text()),
  );
  return [
    ...nodesOfKind(file.root, 'assignment').filter(node =>
      used.has(node.field('left')?.text() ?? ''),
    ),
    ...nodesOfKind(file.root, 'variable_declarator').filter(node =>
      used.has(node.field('name')?.text() ?? ''),
    ),
  ].filter(node => node.ancestors().length <= 4);
}
