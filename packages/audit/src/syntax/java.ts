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
  RawImport,
  textOf,
  unescapeText,
} from './grammar';

const ANNOTATIONS = ['annotation', 'marker_annotation'];

const withoutGenerics = (text: string) => flat(text).replace(/<[^]*$/, '');

export const java: Grammar = {
  importKinds: ['import_declaration'],
  imports,
  callKinds: [
    'method_invocation',
    'object_creation_expression',
    ...ANNOTATIONS,
  ],
  call: node => {
    const args = node.field('arguments');
    const list = args ? parts(args) : [];
    if (node.is('object_creation_expression')) {
      const type = node.field('type');
      return type
        ? { callee: withoutGenerics(type.text()), args: list, construct: true }
        : undefined;
    }
    const name = node.field('name');
    const object = node.field('object');
    if (!name) {
      return undefined;
    }
    return {
      callee: object
        ? `${calleeText(object, null)}.${name.text()}`
        : flat(name.text()),
      args: list,
      construct: false,
    };
  },
  argument: node => {
    const key = node.is('element_value_pair') ? node.field('key') : null;
    const value = key ? node.field('value') : null;
    return key && value ? { name: key.text(), value } : { value: node };
  },
  entries: (): RawArgument[] | undefined => undefined,
  decorated: node => {
    if (!ANNOTATIONS.includes(node.kind())) {
      return undefined;
    }
    const owner = node.parent()?.parent();
    return (
      owner?.field('name') ?? owner?.field('declarator')?.field('name')
    )?.text();
  },
  assignmentKinds: ['variable_declarator', 'assignment_expression'],
  assignments,
  rebindingKinds: [
    'update_expression',
    'enhanced_for_statement',
    'catch_formal_parameter',
  ],
  rebound: node => {
    const name =
      node.field('name') ?? parts(node).find(item => item.is('identifier'));
    return name ? [name.text()] : [];
  },
  transparentKinds: new Set(['parenthesized_expression', 'cast_expression']),
  functionKinds: [
    'method_declaration',
    'constructor_declaration',
    'compact_constructor_declaration',
    'lambda_expression',
  ],
  function: node => ({
    name: node.field('name')?.text(),
    parameters: parameters(node.field('parameters')),
    returns: textOf(node.field('type')),
    decorators: annotations(node),
    async: false,
    body: node.field('body') ?? undefined,
  }),
  classKinds: [
    'class_declaration',
    'record_declaration',
    'enum_declaration',
    'interface_declaration',
  ],
  class: node => ({
    name: node.field('name')?.text(),
    bases: [
      ...node
        .namedChildren()
        .filter(child =>
          ['superclass', 'super_interfaces', 'extends_interfaces'].includes(
            child.kind(),
          ),
        )
        .flatMap(child => parts(child))
        .flatMap(child => (child.is('type_list') ? parts(child) : [child])),
    ].map(base => flat(base.text())),
    decorators: annotations(node),
    body: node.field('body') ?? undefined,
    fields: node.is('record_declaration')
      ? parts(node.field('parameters') ?? node)
          .filter(child => child.is('formal_parameter'))
          .map(child => ({
            target: child.field('name')?.text() ?? '',
            annotation: textOf(child.field('type')),
            value: undefined,
            node: child,
          }))
      : undefined,
  }),
  comparisonKinds: ['binary_expression', 'method_invocation'],
  comparisons: node => {
    if (node.is('method_invocation')) {
      const method = node.field('name')?.text();
      const args = node.field('arguments');
      const object = node.field('object');
      const list = args ? parts(args) : [];
      if (
        method !== 'equals' ||
        !object ||
        list.length < 1 ||
        list.length > 2
      ) {
        return [];
      }
      // `Objects.equals(a, b)` and `a.equals(b)`.
      return [
        {
          operator: '.equals',
          left: flat((list.length === 2 ? list[0] : object).text()),
          right: flat(list[list.length - 1].text()),
        },
      ];
    }
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
  modulePaths: (from, module, imported) => {
    // Sources lie below a root by their package; the root of the importing file is that of its own package.
    const root = /^(.*?(?:^|\/)src\/main\/java\/)/.exec(from)?.[1];
    const folder = module.split('.').join('/');
    return root === undefined
      ? []
      : [`${root}${folder}/${imported}.java`, `${root}${folder}.java`];
  },
};

function imports(node: SyntaxNode): RawImport[] {
  const children = parts(node);
  const name = children.find(
    child => child.is('scoped_identifier') || child.is('identifier'),
  );
  const text = name?.text() ?? '';
  if (children.some(child => child.is('asterisk'))) {
    return [{ node, module: text, imported: '*', local: '*', typeOnly: false }];
  }
  const dot = text.lastIndexOf('.');
  const imported = text.slice(dot + 1);
  return [
    {
      node,
      module: text.slice(0, Math.max(dot, 0)),
      imported,
      local: imported,
      typeOnly: false,
    },
  ];
}

function annotations(node: SyntaxNode): string[] {
  return node
    .namedChildren()
    .filter(child => child.is('modifiers'))
    .flatMap(child => child.namedChildren())
    .filter(child => ANNOTATIONS.includes(child.kind()))
    .map(child => flat(child.text().slice(1)));
}

function assignments(node: SyntaxNode): RawAssignment[] {
  if (node.is('variable_declarator')) {
    const name = node.field('name');
    const declaration = node.parent();
    return name
      ? [
          {
            target: name.text(),
            annotation: textOf(declaration?.field('type')),
            value: node.field('value') ?? undefined,
            node,
          },
        ]
      : [];
  }
  const left = node.field('left');
  return left && node.field('operator')?.text() === '='
    ? [
        {
          target: flat(left.text()),
          value: node.field('right') ?? undefined,
          node,
        },
      ]
    : [];
}

function parameters(node: SyntaxNode | null): ParameterFact[] {
  if (!node) {
    return [];
  }
  if (node.is('identifier')) {
    return [{ name: node.text() }];
  }
  return parts(node).flatMap(child => {
    if (child.is('identifier')) {
      return [{ name: child.text() }];
    }
    const name =
      child.field('name')?.text() ??
      parts(child)
        .find(item => item.is('variable_declarator'))
        ?.field('name')
        ?.text();
    return name ? [{ name, annotation: textOf(child.field('type')) }] : [];
  });
}

function evaluate(
  node: SyntaxNode,
  evaluator: Evaluator,
): ConstantValue | undefined {
  switch (node.kind()) {
    case 'string_literal':
      return stringValue(node);
    case 'character_literal':
      return unescapeText(node.text().slice(1, -1));
    case 'decimal_integer_literal':
    case 'hex_integer_literal':
    case 'octal_integer_literal':
    case 'binary_integer_literal':
    case 'decimal_floating_point_literal':
      return parseNumber(node.text());
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null_literal':
      return null;
    case 'parenthesized_expression':
      return parts(node)[0] ? evaluator.value(parts(node)[0]) : undefined;
    case 'unary_expression': {
      const operand = node.field('operand');
      const value = operand ? evaluator.value(operand) : undefined;
      const operator = node.field('operator')?.text();
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
    case 'array_initializer':
    case 'element_value_array_initializer':
      return allOf(parts(node), evaluator);
    case 'array_creation_expression': {
      const value = node.field('value');
      return value ? evaluator.value(value) : undefined;
    }
    case 'method_invocation': {
      const callee = `${node.field('object')?.text()}.${node
        .field('name')
        ?.text()}`;
      const args = node.field('arguments');
      return args && ['List.of', 'Set.of', 'Arrays.asList'].includes(callee)
        ? allOf(parts(args), evaluator)
        : undefined;
    }
    case 'identifier':
    case 'field_access':
      return evaluator.name(flat(node.text()), node);
    default:
      return undefined;
  }
}

function stringValue(node: SyntaxNode): string {
  return node
    .namedChildren()
    .map(child =>
      child.is('escape_sequence') ? unescapeText(child.text()) : child.text(),
    )
    .join('');
}

function allOf(
  nodes: SyntaxNode[],
  evaluator: Evaluator,
): ConstantValue[] | undefined {
  const values: ConstantValue[] = [];
  for (const node of nodes) {
    const value = evaluator.value(node);
    if (value === undefined) {
      return undefined;
    }
    values.push(value);
  }
  return values;
}
