import type { SyntaxNode } from './nodes';
import { posix } from 'path';
import { ConstantValue, ParameterFact } from './schema';
import {
  argumentsOf,
  arithmetic,
  calleeText,
  Evaluator,
  flat,
  Grammar,
  parseNumber,
  parts,
  RawArgument,
  RawAssignment,
  RawFunction,
  RawImport,
  record,
  textOf,
  unescapeText,
} from './grammar';

/** TypeScript with and without JSX. */
export const typescript: Grammar = {
  importKinds: ['import_statement', 'variable_declarator'],
  rareImportKinds: new Set(['variable_declarator']),
  mayImport: text => /\b(?:require|import)\s*[(<]/.test(text),
  imports,
  callKinds: ['call_expression', 'new_expression'],
  plainCallKinds: new Set(['call_expression']),
  call: node => {
    const construct = node.is('new_expression');
    const callee = node.field(construct ? 'constructor' : 'function');
    return callee
      ? {
          callee: calleeText(callee, callee.field('property')),
          args: argumentsOf(node, 'arguments'),
          construct,
        }
      : undefined;
  },
  argument: node => ({ value: node }),
  entries,
  decorated,
  assignmentKinds: [
    'variable_declarator',
    'assignment_expression',
    'public_field_definition',
  ],
  plainTargets: true,
  assignments,
  rebindingKinds: [
    'augmented_assignment_expression',
    'update_expression',
    'for_in_statement',
  ],
  rebound: node => {
    const target = node.field('left') ?? node.field('argument');
    return target ? namesIn(target) : [];
  },
  transparentKinds: new Set([
    'await_expression',
    'parenthesized_expression',
    'as_expression',
    'satisfies_expression',
    'non_null_expression',
    'type_assertion',
  ]),
  functionKinds: [
    'function_declaration',
    'generator_function_declaration',
    'function_expression',
    'generator_function',
    'arrow_function',
    'method_definition',
  ],
  function: readFunction,
  classKinds: ['class_declaration', 'abstract_class_declaration', 'class'],
  class: node => ({
    get name() {
      return node.field('name')?.text() ?? boundName(node);
    },
    get bases() {
      return node
        .namedChildren()
        .filter(child => child.is('class_heritage'))
        .flatMap(heritage => heritage.namedChildren())
        .flatMap(clause =>
          clause.is('extends_clause') || clause.is('implements_clause')
            ? clause
                .namedChildren()
                .filter(child => !child.is('type_arguments'))
            : [clause],
        )
        .map(base => flat(base.text()));
    },
    get decorators() {
      return decoratorsOf(node);
    },
    get body() {
      return node.field('body') ?? undefined;
    },
  }),
  comparisonKinds: ['binary_expression'],
  comparisons: node => {
    const operator = node.field('operator')?.text() ?? '';
    return ['==', '!=', '===', '!=='].includes(operator)
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
    imported === '*' || imported === 'default'
      ? module
      : `${module}.${imported}`,
  modulePaths,
};

/** JavaScript names two kinds otherwise. */
export const javascript: Grammar = {
  ...typescript,
  assignmentKinds: [
    'variable_declarator',
    'assignment_expression',
    'field_definition',
  ],
  classKinds: ['class_declaration', 'class'],
};

const withoutScheme = (module: string) => module.replace(/^node:/, '');

function imports(node: SyntaxNode): RawImport[] {
  return node.is('import_statement')
    ? importStatement(node)
    : required(node, node.field('name'), node.field('value'));
}

function importStatement(node: SyntaxNode): RawImport[] {
  const wholeIsType = node.children().some(child => child.kind() === 'type');
  const equals = parts(node).find(child => child.is('import_require_clause'));
  const source = node.field('source') ?? equals?.field('source');
  const module = withoutScheme((source && literalText(source)) ?? '');
  if (equals) {
    const local = parts(equals)[0]?.text() ?? '';
    return [{ node, module, imported: '*', local, typeOnly: wholeIsType }];
  }
  const clause = parts(node).find(child => child.is('import_clause'));
  return (clause ? parts(clause) : []).flatMap((child): RawImport[] => {
    if (child.is('identifier')) {
      return [
        {
          node: child,
          module,
          imported: 'default',
          local: child.text(),
          typeOnly: wholeIsType,
        },
      ];
    }
    if (child.is('namespace_import')) {
      const local = parts(child)[0]?.text() ?? '';
      return [
        { node: child, module, imported: '*', local, typeOnly: wholeIsType },
      ];
    }
    return parts(child)
      .filter(specifier => specifier.is('import_specifier'))
      .map(specifier => {
        const imported = specifier.field('name')?.text() ?? '';
        return {
          node: specifier,
          module,
          imported,
          local: specifier.field('alias')?.text() ?? imported,
          typeOnly:
            wholeIsType ||
            specifier.children().some(part => part.kind() === 'type'),
        };
      });
  });
}

/** `const x = require('m')`, `.y` of it, and patterns of either; `await import('m')` as well. */
function required(
  node: SyntaxNode,
  name: SyntaxNode | null,
  value: SyntaxNode | null,
): RawImport[] {
  let source = value;
  let member: string | undefined;
  if (source?.is('await_expression')) {
    source = parts(source)[0] ?? null;
  }
  if (source?.is('member_expression')) {
    member = source.field('property')?.text();
    source = source.field('object');
  }
  if (!name || !source?.is('call_expression')) {
    return [];
  }
  const callee = source.field('function')?.text();
  const args = source.field('arguments');
  const argument = args?.is('arguments') ? parts(args)[0] : undefined;
  const module = argument && literalText(argument);
  if ((callee !== 'require' && callee !== 'import') || module === undefined) {
    return [];
  }
  const common = { node, module: withoutScheme(module), typeOnly: false };
  if (name.is('identifier')) {
    return [{ ...common, imported: member ?? '*', local: name.text() }];
  }
  if (!name.is('object_pattern')) {
    return [];
  }
  return parts(name).flatMap(child => {
    const key = child.is('pair_pattern') ? child.field('key') : child;
    const local = child.is('pair_pattern') ? child.field('value') : child;
    if (
      !key ||
      !local ||
      !(
        local.is('identifier') ||
        local.is('shorthand_property_identifier_pattern')
      )
    ) {
      return [];
    }
    const imported = member ? `${member}.${key.text()}` : key.text();
    return [{ ...common, imported, local: local.text() }];
  });
}

function literalText(node: SyntaxNode): string | undefined {
  const value =
    node.is('string') || node.is('template_string')
      ? evaluate(node, { value: () => undefined, name: () => undefined })
      : undefined;
  return typeof value === 'string' ? value : undefined;
}

function keyText(node: SyntaxNode): string {
  return literalText(node) ?? flat(node.text());
}

function entries(node: SyntaxNode): RawArgument[] | undefined {
  const object = unwrap(node);
  if (!object.is('object')) {
    return undefined;
  }
  return parts(object).map(child => {
    if (child.is('pair')) {
      const key = child.field('key');
      const value = child.field('value');
      if (key && value) {
        return { name: keyText(key), value };
      }
    }
    if (child.is('shorthand_property_identifier')) {
      return { name: child.text(), value: child };
    }
    if (child.is('method_definition')) {
      return { name: child.field('name')?.text(), value: child };
    }
    return { value: child };
  });
}

/** What is inside casts and parentheses. */
function unwrap(node: SyntaxNode): SyntaxNode {
  let inner = node;
  for (let depth = 0; depth < 8; depth++) {
    if (!typescript.transparentKinds.has(inner.kind())) {
      break;
    }
    const next = inner.is('type_assertion')
      ? parts(inner).at(-1)
      : parts(inner)[0];
    if (!next) {
      break;
    }
    inner = next;
  }
  return inner;
}

function decorated(node: SyntaxNode): string | undefined {
  const decorator = node.parent();
  if (!decorator?.is('decorator')) {
    return undefined;
  }
  const owner = decorator.parent();
  if (owner?.is('class_body')) {
    // Decorators of a member stand before it, as its siblings.
    const member = decorator
      .nextAll()
      .find(next => !next.is('decorator') && !next.is('comment'));
    return member?.field('name')?.text();
  }
  return (
    owner?.field('declaration')?.field('name')?.text() ??
    (owner?.is('class_declaration') ||
    owner?.is('abstract_class_declaration') ||
    owner?.is('public_field_definition')
      ? owner.field('name')?.text()
      : undefined)
  );
}

function decoratorsOf(node: SyntaxNode): string[] {
  const own = node.children().filter(child => child.is('decorator'));
  const parent = node.parent();
  const before: SyntaxNode[] = [];
  if (parent?.is('export_statement')) {
    before.push(...parent.children().filter(child => child.is('decorator')));
  } else if (parent?.is('class_body')) {
    for (
      let sibling = node.prev();
      sibling && (sibling.is('decorator') || sibling.is('comment'));
      sibling = sibling.prev()
    ) {
      if (sibling.is('decorator')) {
        before.unshift(sibling);
      }
    }
  }
  return [...before, ...own].map(item => flat(item.text().slice(1)));
}

function assignments(node: SyntaxNode): RawAssignment[] {
  const left =
    node.field('name') ?? node.field('left') ?? node.field('property');
  if (!left) {
    return [];
  }
  const value = node.field('value') ?? node.field('right') ?? undefined;
  return [
    {
      target: flat(left.text()),
      annotation: annotationOf(node),
      value,
      node,
    },
  ];
}

function annotationOf(node: SyntaxNode): string | undefined {
  return textOf(node.field('type'))?.replace(/^:\s*/, '');
}

function namesIn(node: SyntaxNode): string[] {
  if (node.is('identifier') || node.is('member_expression')) {
    return [node.text()];
  }
  return node.is('object_pattern') || node.is('array_pattern')
    ? parts(node).flatMap(namesIn)
    : [];
}

/** Name of the variable, property or field that a function or class expression is bound to. */
function boundName(node: SyntaxNode): string | undefined {
  const parent = node.parent();
  switch (parent?.kind()) {
    case 'variable_declarator':
    case 'public_field_definition':
    case 'field_definition':
      return (parent.field('name') ?? parent.field('property'))?.text();
    case 'pair':
      return keyText(parent.field('key')!);
    case 'assignment_expression': {
      const left = parent.field('left');
      return left ? flat(left.text()).slice(0, 100) : undefined;
    }
    default:
      return undefined;
  }
}

function readFunction(node: SyntaxNode): RawFunction {
  return {
    get name() {
      return node.field('name')?.text() ?? boundName(node);
    },
    get parameters() {
      const single = node.field('parameter');
      return single
        ? [{ name: single.text() }]
        : parameters(node.field('parameters'));
    },
    get returns() {
      return textOf(node.field('return_type'))?.replace(/^:\s*/, '');
    },
    get decorators() {
      return node.is('method_definition') ? decoratorsOf(node) : [];
    },
    get async() {
      return node.children().some(child => child.kind() === 'async');
    },
    get body() {
      return node.field('body') ?? undefined;
    },
  };
}

function parameters(node: SyntaxNode | null): ParameterFact[] {
  return (node ? parts(node) : []).map(child => {
    const pattern = child.field('pattern') ?? child.field('left') ?? child;
    return {
      name: flat(pattern.text()),
      annotation: annotationOf(child),
      default: textOf(child.field('value') ?? child.field('right')),
    };
  });
}

function evaluate(
  node: SyntaxNode,
  evaluator: Evaluator,
): ConstantValue | undefined {
  const kind = node.kind();
  if (typescript.transparentKinds.has(kind)) {
    return kind === 'await_expression'
      ? undefined
      : evaluator.value(unwrap(node));
  }
  switch (kind) {
    case 'string':
    case 'template_string':
      return stringValue(node, evaluator);
    case 'number':
      return parseNumber(node.text());
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    case 'array': {
      const values: ConstantValue[] = [];
      for (const child of parts(node)) {
        const value = evaluator.value(child);
        if (value === undefined) {
          return undefined;
        }
        values.push(value);
      }
      return values;
    }
    case 'object':
      return record(
        (entries(node) ?? []).flatMap(({ name, value }) => {
          const constant =
            name === undefined ? undefined : evaluator.value(value);
          return constant === undefined ? [] : [[name!, constant] as const];
        }),
      );
    case 'unary_expression': {
      const value = evaluator.value(node.field('argument') ?? node);
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
    case 'identifier':
    case 'shorthand_property_identifier':
    case 'member_expression':
      return evaluator.name(flat(node.text()), node);
    case 'call_expression': {
      const callee = node.field('function');
      const object = callee?.field('object');
      const args = node.field('arguments');
      if (
        callee?.field('property')?.text() !== 'split' ||
        !object?.is('string') ||
        !args?.is('arguments')
      ) {
        return undefined;
      }
      const text = evaluator.value(object);
      const values = parts(args);
      const by = values.length === 1 ? evaluator.value(values[0]) : undefined;
      return typeof text === 'string' && typeof by === 'string' && by !== ''
        ? text.split(by)
        : undefined;
    }
    default:
      return undefined;
  }
}

function stringValue(
  node: SyntaxNode,
  evaluator: Evaluator,
): ConstantValue | undefined {
  let text = '';
  for (const child of node.namedChildren()) {
    switch (child.kind()) {
      case 'string_fragment':
        text += child.text();
        break;
      case 'escape_sequence':
        text += unescapeText(child.text());
        break;
      case 'template_substitution': {
        const inner = parts(child);
        const value =
          inner.length === 1 ? evaluator.value(inner[0]) : undefined;
        if (typeof value !== 'string' && typeof value !== 'number') {
          return undefined;
        }
        text += value;
        break;
      }
      default:
        return undefined;
    }
  }
  return text;
}

const EXTENSIONS = [
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mts',
  '.cts',
  '.mjs',
  '.cjs',
];

/** Only relative modules, and the alias `@/` or `~/` that web projects point at their root or `src`. */
function modulePaths(from: string, module: string): string[] {
  const alias = /^[@~]\//.test(module);
  if (!module.startsWith('.') && !alias) {
    return [];
  }
  const folder = posix.dirname(from);
  const bases: string[] = [];
  if (alias) {
    const rest = module.slice(2);
    const folders = folder.split('/');
    for (let length = folders.length; length >= 0; length--) {
      const root = folders.slice(0, length);
      bases.push([...root, 'src', rest].join('/'), [...root, rest].join('/'));
    }
  } else {
    bases.push(posix.normalize(posix.join(folder, module)));
  }
  return bases.flatMap(base => {
    // With native modules, TypeScript imports `./x.js` and means `./x.ts`.
    const bare = base.replace(/\.[mc]?js$/, '');
    return [
      base,
      ...EXTENSIONS.map(extension => `${bare}${extension}`),
      ...EXTENSIONS.slice(0, 4).map(extension => `${base}/index${extension}`),
    ];
  });
}
