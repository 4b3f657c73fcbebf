import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import { lineOf, namedChildren, stringText } from '../applications/code';
import { calleeOf, findAll, functionAround, nameOf } from './expressions';

/** Calls around a value that change its shape only. */
const SHAPES = new Set(
  (
    'str String hex hexlify decode encode toString urlsafe_b64encode b64encode rstrip strip replace lower upper ' +
    'toUpperCase toLowerCase format join Buffer from concat get_secret_value'
  ).split(' '),
);

/** Where a value goes from a node: up the tree until something takes it. */
export type Taken =
  | { kind: 'return'; function: SyntaxNode }
  | { kind: 'name'; name: string; within: SyntaxNode }
  | { kind: 'field'; object: string; field: string; node: SyntaxNode }
  | { kind: 'entry'; field: string; call: SyntaxNode; node: SyntaxNode }
  | { kind: 'argument'; call: SyntaxNode; index: number; node: SyntaxNode }
  | undefined;

/** What takes the value of a node. */
export function takerOf(start: SyntaxNode): Taken {
  let child = start;
  for (const parent of start.ancestors().slice(0, 14)) {
    const kind = parent.kind();
    switch (kind) {
      case 'return_statement':
        return { kind: 'return', function: functionAround(parent) };
      case 'arrow_function':
      case 'lambda':
        return parent.field('body')?.id() === child.id()
          ? { kind: 'return', function: parent }
          : undefined;
      case 'assignment':
      case 'assignment_expression':
      case 'variable_declarator':
      case 'short_var_declaration':
      case 'named_expression': {
        let left = parent.field('left') ?? parent.field('name');
        if (left?.is('expression_list')) {
          left = namedChildren(left)[0] ?? null;
        }
        if (!left || left.id() === child.id()) {
          return undefined;
        }
        if (left.is('identifier')) {
          return {
            kind: 'name',
            name: left.text(),
            within: functionAround(parent),
          };
        }
        const name = nameOf(left);
        const dot = name?.lastIndexOf('.') ?? -1;
        return name && dot > 0
          ? {
              kind: 'field',
              object: name.slice(0, dot),
              field: name.slice(dot + 1),
              node: parent,
            }
          : undefined;
      }
      case 'keyword_argument': {
        const call = parent.parent()?.parent();
        const name = parent.field('name')?.text();
        return call && name && !isShape(call)
          ? { kind: 'entry', field: name, call, node: parent }
          : undefined;
      }
      case 'pair':
      case 'keyed_element': {
        const key = parent.field('key') ?? namedChildren(parent)[0];
        const call = parent
          .ancestors()
          .slice(0, 10)
          .find(item =>
            ['call', 'call_expression', 'new_expression'].includes(item.kind()),
          );
        return key && call
          ? {
              kind: 'entry',
              field: stringText(key) ?? key.text(),
              call,
              node: parent,
            }
          : undefined;
      }
      case 'object': {
        // `{ token }`
        if (!child.is('shorthand_property_identifier')) {
          return undefined;
        }
        const call = parent
          .ancestors()
          .slice(0, 10)
          .find(item =>
            ['call_expression', 'new_expression'].includes(item.kind()),
          );
        return call
          ? { kind: 'entry', field: child.text(), call, node: child }
          : undefined;
      }
      case 'argument_list':
      case 'arguments': {
        const call = parent.parent();
        if (!call) {
          return undefined;
        }
        if (isShape(call)) {
          break;
        }
        return {
          kind: 'argument',
          call,
          index: indexAmong(parent, child),
          node: child,
        };
      }
      case 'attribute':
      case 'member_expression':
      case 'selector_expression': {
        // `x.hex()`, `x.decode()` change the shape; `x.anything` is another thing.
        const last = (
          parent.field('attribute') ??
          parent.field('property') ??
          parent.field('field')
        )?.text();
        if (!last || !SHAPES.has(last)) {
          return undefined;
        }
        break;
      }
      case 'call':
      case 'call_expression':
      case 'new_expression':
      case 'string':
      case 'interpolation':
      case 'template_string':
      case 'template_substitution':
      case 'binary_operator':
      case 'binary_expression':
      case 'parenthesized_expression':
      case 'await':
      case 'await_expression':
      case 'conditional_expression':
      case 'ternary_expression':
      case 'boolean_operator':
      case 'as_expression':
      case 'expression_list':
        break;
      case 'tuple':
      case 'list':
      case 'array': {
        // Parameters of a query; several results of a function are not followed.
        if (parent.parent()?.is('return_statement')) {
          return undefined;
        }
        break;
      }
      default:
        return undefined;
    }
    child = parent;
  }
  return undefined;
}

function isShape(call: SyntaxNode): boolean {
  return SHAPES.has(calleeOf(call).last);
}

/** Uses of a name in a function, after what bound it. */
export function usesOf(
  within: SyntaxNode,
  name: string,
  after?: SyntaxNode,
): SyntaxNode[] {
  const from = after?.range().end.index ?? 0;
  const regex = `^${name.replace(/\$/g, '\\$')}$`;
  return ['identifier', 'shorthand_property_identifier']
    .flatMap(kind => findAll(within, { kind, regex }))
    .filter(
      node =>
        node.range().start.index >= from &&
        // The keyword of `token=token` is a name of its own.
        node.parent()?.field('name')?.id() !== node.id(),
    )
    .slice(0, 30);
}

/** Name of a function, also of one that is bound to a name. */
export function functionName(node: SyntaxNode): string | undefined {
  return (
    node.field('name')?.text() ??
    node.parent()?.field('name')?.text() ??
    node.parent()?.field('key')?.text()
  );
}

/** The function of a name that begins on a line. */
export function functionAtLine(
  file: FileSyntax,
  line: number,
  name: string,
): SyntaxNode | undefined {
  return findAll(file.root, {
    any: [
      { kind: 'function_definition' },
      { kind: 'function_declaration' },
      { kind: 'method_definition' },
      { kind: 'variable_declarator' },
    ].filter(({ kind }) =>
      file.language === 'python'
        ? kind === 'function_definition'
        : kind !== 'function_definition',
    ),
  }).find(
    node =>
      node.field('name')?.text() === name && Math.abs(lineOf(node) - line) <= 1,
  );
}

function indexAmong(parent: SyntaxNode, child: SyntaxNode): number {
  return namedChildren(parent).findIndex(item => item.id() === child.id());
}
