import type { SyntaxNode } from './nodes';
import { ConstantValue, ParameterFact } from './schema';
import {
  arithmetic,
  calleeText,
  Evaluator,
  flat,
  Grammar,
  parseNumber,
  parts,
  RawArgument,
  RawAssignment,
  RawClass,
  RawFunction,
  RawImport,
  record,
  textOf,
  unescapeText,
} from './grammar';

export const go: Grammar = {
  importKinds: ['import_spec'],
  imports,
  // `tls.Config{…}` is how Go constructs with named arguments.
  callKinds: ['call_expression', 'composite_literal'],
  plainCallKinds: new Set(['call_expression']),
  call: node => {
    if (node.is('composite_literal')) {
      const type = node.field('type');
      const body = node.field('body');
      return type && (type.is('type_identifier') || type.is('qualified_type'))
        ? {
            callee: flat(type.text()),
            args: body ? parts(body) : [],
            construct: true,
          }
        : undefined;
    }
    const callee = node.field('function');
    const args = node.field('arguments');
    return callee
      ? {
          callee: calleeText(callee, callee.field('field')),
          args: args ? parts(args) : [],
          construct: false,
        }
      : undefined;
  },
  argument,
  entries: node => {
    const literal = inner(node);
    const body = literal.is('composite_literal') ? literal.field('body') : null;
    return body ? parts(body).map(argument) : undefined;
  },
  decorated: () => undefined,
  assignmentKinds: [
    'short_var_declaration',
    'assignment_statement',
    'var_spec',
    'const_spec',
  ],
  assignments,
  rebindingKinds: ['inc_statement', 'dec_statement', 'range_clause'],
  rebound: node => {
    const left = node.is('range_clause') ? node.field('left') : parts(node)[0];
    return left
      ? (left.is('expression_list') ? parts(left) : [left]).map(name =>
          flat(name.text()),
        )
      : [];
  },
  transparentKinds: new Set([
    'parenthesized_expression',
    'unary_expression',
    'expression_list',
  ]),
  functionKinds: ['function_declaration', 'method_declaration', 'func_literal'],
  function: readFunction,
  classKinds: ['type_spec'],
  class: readType,
  comparisonKinds: ['binary_expression'],
  comparisons: node => {
    const operator = node.field('operator')?.text() ?? '';
    return ['==', '!='].includes(operator)
      ? [
          {
            operator,
            left: textOf(node.field('left')) ?? '',
            right: textOf(node.field('right')) ?? '',
          },
        ]
      : [];
  },
  evaluate,
  qualify: ({ module, imported }) =>
    imported === '*' ? module : `${module}.${imported}`,
  modulePaths: () => [],
};

function imports(node: SyntaxNode): RawImport[] {
  const path = node.field('path');
  const module = (path && literalText(path)) ?? '';
  const alias = node.field('name')?.text();
  return [
    {
      node,
      module,
      imported: '*',
      local: alias === '.' ? '*' : alias ?? packageName(module),
      typeOnly: false,
    },
  ];
}

/** By convention the last segment, without a version and the prefix or suffix of the language. */
function packageName(module: string): string {
  const segments = module.split('/');
  const last = segments.at(-1) ?? '';
  const name =
    /^v\d+$/.test(last) && segments.length > 1 ? segments.at(-2)! : last;
  return name
    .replace(/\.v\d+$/, '')
    .replace(/^go-/, '')
    .replace(/-go$/, '');
}

function literalText(node: SyntaxNode): string | undefined {
  const value = evaluate(node, {
    value: () => undefined,
    name: () => undefined,
  });
  return typeof value === 'string' ? value : undefined;
}

function argument(node: SyntaxNode): RawArgument {
  if (node.is('keyed_element')) {
    const [key, value] = parts(node);
    if (key && value) {
      const name = inner(key);
      return {
        name: literalText(name) ?? flat(name.text()),
        value: inner(value),
      };
    }
  }
  return { value: inner(node) };
}

/** Without the wrapper of an element and the sign of an address. */
function inner(node: SyntaxNode): SyntaxNode {
  let result = node;
  for (let depth = 0; depth < 4; depth++) {
    const wrapped =
      result.is('literal_element') ||
      (result.is('unary_expression') &&
        result.field('operator')?.text() === '&');
    const next = wrapped ? parts(result)[0] : undefined;
    if (!next) {
      break;
    }
    result = next;
  }
  return result;
}

function listOf(node: SyntaxNode | null): SyntaxNode[] {
  if (!node) {
    return [];
  }
  return node.is('expression_list') ? parts(node) : [node];
}

function assignments(node: SyntaxNode): RawAssignment[] {
  const spec = node.is('var_spec') || node.is('const_spec');
  if (
    node.is('assignment_statement') &&
    node.field('operator')?.text() !== '='
  ) {
    return [];
  }
  const names = spec
    ? node.fieldChildren('name').filter(child => child.is('identifier'))
    : listOf(node.field('left'));
  const values = listOf(node.field(spec ? 'value' : 'right'));
  return names.map((name, index) => ({
    target: flat(name.text()),
    annotation: textOf(node.field('type')),
    // `a, err := f()`: the call belongs to the first name.
    value:
      values.length === names.length || index === 0 ? values[index] : undefined,
    node,
  }));
}

function readFunction(node: SyntaxNode): RawFunction {
  const receiver = node.field('receiver');
  const type = receiver
    ? parts(receiver)[0]?.field('type')?.text().replace(/^\*/, '')
    : undefined;
  const name = node.field('name')?.text();
  return {
    name: name && type ? `${type}.${name}` : name,
    parameters: parameters(node.field('parameters')),
    returns: textOf(node.field('result')),
    decorators: [],
    async: false,
    body: node.field('body') ?? undefined,
  };
}

function parameters(node: SyntaxNode | null): ParameterFact[] {
  return (node ? parts(node) : []).flatMap(child => {
    const annotation = textOf(child.field('type'));
    const names = child
      .fieldChildren('name')
      .filter(item => item.is('identifier'));
    return names.map(name => ({ name: name.text(), annotation }));
  });
}

function readType(node: SyntaxNode): RawClass {
  const type = node.field('type');
  const list = type?.is('struct_type') ? parts(type)[0] : undefined;
  const fields = (list ? parts(list) : []).filter(child =>
    child.is('field_declaration'),
  );
  const named = (field: SyntaxNode) =>
    field.fieldChildren('name').filter(child => child.is('field_identifier'));
  return {
    name: type?.is('struct_type') ? node.field('name')?.text() : undefined,
    bases: fields
      .filter(field => named(field).length === 0)
      .map(field => flat(field.field('type')?.text() ?? '')),
    decorators: [],
    body: undefined,
    fields: fields.flatMap(field =>
      named(field).map(name => ({
        target: name.text(),
        annotation: textOf(field.field('type')),
        value: undefined,
        tag: textOf(field.field('tag')),
        node: field,
      })),
    ),
  };
}

function evaluate(
  node: SyntaxNode,
  evaluator: Evaluator,
): ConstantValue | undefined {
  switch (node.kind()) {
    case 'interpreted_string_literal':
      return unescapeText(node.text().slice(1, -1));
    case 'raw_string_literal':
      return node.text().slice(1, -1);
    case 'int_literal':
    case 'float_literal':
      return parseNumber(node.text());
    case 'true':
      return true;
    case 'false':
      return false;
    case 'nil':
      return null;
    case 'literal_element':
    case 'parenthesized_expression':
      return parts(node)[0] ? evaluator.value(parts(node)[0]) : undefined;
    case 'unary_expression': {
      const operand = node.field('operand');
      const value = operand ? evaluator.value(operand) : undefined;
      const operator = node.field('operator')?.text();
      if (operator === '&') {
        return value;
      }
      if (operator === '-' && typeof value === 'number') {
        return -value;
      }
      return operator === '!' && typeof value === 'boolean'
        ? !value
        : undefined;
    }
    case 'binary_expression': {
      const left = node.field('left');
      const right = node.field('right');
      return left && right
        ? arithmetic(
            node.field('operator')?.text() ?? '',
            evaluator.value(left),
            evaluator.value(right),
          )
        : undefined;
    }
    case 'composite_literal':
      return compositeValue(node, evaluator);
    case 'call_expression': {
      // `[]byte("x")` is a string with another type.
      const type = node.field('function');
      const args = node.field('arguments');
      return type?.text() === '[]byte' && args && parts(args).length === 1
        ? evaluator.value(parts(args)[0])
        : undefined;
    }
    case 'type_conversion_expression': {
      const operand = node.field('operand');
      return operand && node.field('type')?.text() === '[]byte'
        ? evaluator.value(operand)
        : undefined;
    }
    case 'identifier':
    case 'selector_expression':
      return evaluator.name(flat(node.text()), node);
    default:
      return undefined;
  }
}

function compositeValue(
  node: SyntaxNode,
  evaluator: Evaluator,
): ConstantValue | undefined {
  const body = node.field('body');
  const items = body ? parts(body) : [];
  if (items.some(item => item.is('keyed_element'))) {
    return record(
      items.map(argument).flatMap(({ name, value }) => {
        const constant =
          name === undefined ? undefined : evaluator.value(value);
        return constant === undefined ? [] : [[name!, constant] as const];
      }),
    );
  }
  const values: ConstantValue[] = [];
  for (const item of items) {
    const value = evaluator.value(inner(item));
    if (value === undefined) {
      return undefined;
    }
    values.push(value);
  }
  const type = String(node.field('type')?.kind());
  return type === 'slice_type' || type.includes('array_type')
    ? values
    : undefined;
}
