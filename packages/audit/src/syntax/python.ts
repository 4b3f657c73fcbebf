import type { SyntaxNode } from './nodes';
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
  RawImport,
  record,
  textOf,
  unescapeText,
} from './grammar';

export const python: Grammar = {
  importKinds: [
    'import_statement',
    'import_from_statement',
    'future_import_statement',
  ],
  imports,
  callKinds: ['call'],
  plainCallKinds: new Set(['call']),
  call: node => {
    const callee = node.field('function');
    return callee
      ? {
          callee: calleeText(callee, callee.field('attribute')),
          args: argumentsOf(node, 'argument_list'),
          construct: false,
        }
      : undefined;
  },
  argument: node => {
    const name = node.is('keyword_argument') ? node.field('name') : null;
    const value = name ? node.field('value') : null;
    return name && value ? { name: name.text(), value } : { value: node };
  },
  entries,
  decorated: node => {
    const parent = node.parent();
    return parent?.is('decorator')
      ? parent.parent()?.field('definition')?.field('name')?.text()
      : undefined;
  },
  assignmentKinds: ['assignment', 'named_expression'],
  plainTargets: true,
  assignments,
  rebindingKinds: [
    'augmented_assignment',
    'for_statement',
    'as_pattern',
    'global_statement',
    'delete_statement',
  ],
  rebound: node => {
    switch (node.kind()) {
      case 'as_pattern':
        return namesIn(node.field('alias'));
      case 'global_statement':
      case 'delete_statement':
        return parts(node).flatMap(namesIn);
      default:
        return namesIn(node.field('left'));
    }
  },
  transparentKinds: new Set(['await', 'parenthesized_expression']),
  functionKinds: ['function_definition', 'lambda'],
  function: node => ({
    get name() {
      return node.field('name')?.text();
    },
    get parameters() {
      return parameters(node.field('parameters'));
    },
    get returns() {
      return textOf(node.field('return_type'));
    },
    get decorators() {
      return decorators(node);
    },
    get async() {
      return node.child(0)?.kind() === 'async';
    },
    get body() {
      return node.field('body') ?? undefined;
    },
  }),
  classKinds: ['class_definition'],
  class: node => ({
    get name() {
      return node.field('name')?.text();
    },
    get bases() {
      const list = node.field('superclasses');
      return (list ? parts(list) : [])
        .filter(child => !child.is('keyword_argument'))
        .map(child => flat(child.text()));
    },
    get decorators() {
      return decorators(node);
    },
    get body() {
      return node.field('body') ?? undefined;
    },
  }),
  comparisonKinds: ['comparison_operator'],
  comparisons: node => {
    // `a == b != c` is one node with operands and signs in turn.
    const children = node.children();
    return children.flatMap((child, index) =>
      child.kind() === '==' || child.kind() === '!='
        ? [
            {
              operator: child.kind(),
              left: textOf(children[index - 1]) ?? '',
              right: textOf(children[index + 1]) ?? '',
            },
          ]
        : [],
    );
  },
  evaluate,
  qualify: ({ module, imported }) => {
    if (imported === '*') {
      return module;
    }
    return module.endsWith('.') ? module + imported : `${module}.${imported}`;
  },
  modulePaths,
};

function imports(node: SyntaxNode): RawImport[] {
  if (node.is('import_statement')) {
    return parts(node).map(child => {
      const aliased = child.is('aliased_import');
      const module = (aliased ? child.field('name') : child)?.text() ?? '';
      return {
        node: child,
        module,
        imported: '*',
        local: (aliased ? child.field('alias')?.text() : undefined) ?? module,
        typeOnly: false,
      };
    });
  }
  const module = node.is('future_import_statement')
    ? '__future__'
    : node.field('module_name')?.text() ?? '';
  const typeOnly = inTypeChecking(node);
  if (parts(node).some(child => child.is('wildcard_import'))) {
    return [{ node, module, imported: '*', local: '*', typeOnly }];
  }
  return node.fieldChildren('name').map(child => {
    const aliased = child.is('aliased_import');
    const imported = (aliased ? child.field('name') : child)?.text() ?? '';
    return {
      node: child,
      module,
      imported,
      local: (aliased ? child.field('alias')?.text() : undefined) ?? imported,
      typeOnly,
    };
  });
}

/** Inside `if TYPE_CHECKING:`. */
function inTypeChecking(node: SyntaxNode): boolean {
  const statement = node.parent()?.parent();
  return (
    statement?.is('if_statement') === true &&
    /^(?:typing\.|t\.)?TYPE_CHECKING$/.test(
      statement.field('condition')?.text() ?? '',
    )
  );
}

function entries(node: SyntaxNode): RawArgument[] | undefined {
  const dictionary = node.is('dictionary_splat') ? parts(node)[0] : node;
  if (!dictionary?.is('dictionary')) {
    return undefined;
  }
  return parts(dictionary).map(child => {
    const key = child.is('pair') ? child.field('key') : null;
    const value = child.is('pair') ? child.field('value') : null;
    return key && value
      ? { name: stringOf(key) ?? flat(key.text()), value }
      : { value: child };
  });
}

function assignments(node: SyntaxNode): RawAssignment[] {
  if (node.is('named_expression')) {
    const name = node.field('name');
    return name
      ? [
          {
            target: name.text(),
            value: node.field('value') ?? undefined,
            node,
          },
        ]
      : [];
  }
  const left = node.field('left');
  let right = node.field('right') ?? undefined;
  // `a = b = 1`: each name has the last value.
  while (right?.is('assignment')) {
    right = right.field('right') ?? undefined;
  }
  if (!left) {
    return [];
  }
  if (left.is('pattern_list') || left.is('tuple_pattern')) {
    const names = parts(left);
    const values =
      right && (right.is('expression_list') || right.is('tuple'))
        ? parts(right)
        : [];
    return names.map((name, index) => ({
      target: flat(name.text()),
      value: values.length === names.length ? values[index] : undefined,
      node,
    }));
  }
  return [
    {
      target: flat(left.text()),
      annotation: textOf(node.field('type')),
      value: right,
      node,
    },
  ];
}

function namesIn(node: SyntaxNode | null): string[] {
  if (!node) {
    return [];
  }
  return node.is('identifier') || node.is('attribute')
    ? [node.text()]
    : parts(node).flatMap(namesIn);
}

function decorators(node: SyntaxNode): string[] {
  const parent = node.parent();
  return parent?.is('decorated_definition')
    ? parent
        .children()
        .filter(child => child.is('decorator'))
        .map(child => flat(child.text().slice(1)))
    : [];
}

function parameters(node: SyntaxNode | null): ParameterFact[] {
  return (node ? parts(node) : []).flatMap(child => {
    switch (child.kind()) {
      case 'identifier':
        return [{ name: child.text() }];
      case 'typed_parameter':
        return [
          {
            name: parts(child)[0].text(),
            annotation: textOf(child.field('type')),
          },
        ];
      case 'default_parameter':
      case 'typed_default_parameter':
        return [
          {
            name: child.field('name')?.text() ?? '',
            annotation: textOf(child.field('type')),
            default: textOf(child.field('value')),
          },
        ];
      case 'list_splat_pattern':
      case 'dictionary_splat_pattern':
        return [{ name: child.text() }];
      default:
        return [];
    }
  });
}

function stringOf(node: SyntaxNode): string | undefined {
  const value = node.is('string')
    ? evaluate(node, { value: () => undefined, name: () => undefined })
    : undefined;
  return typeof value === 'string' ? value : undefined;
}

const COLLECTIONS = new Set(['list', 'tuple', 'set', 'frozenset']);

function evaluate(
  node: SyntaxNode,
  evaluator: Evaluator,
): ConstantValue | undefined {
  switch (node.kind()) {
    case 'string':
      return stringValue(node, evaluator);
    case 'concatenated_string':
      return joined(parts(node), evaluator);
    case 'integer':
    case 'float':
      return parseNumber(node.text());
    case 'true':
      return true;
    case 'false':
      return false;
    case 'none':
      return null;
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
      return allOf(parts(node), evaluator);
    case 'dictionary':
    case 'dictionary_splat': {
      const items = entries(node);
      return items
        ? record(
            items.flatMap(({ name, value }) => {
              const constant =
                name === undefined ? undefined : evaluator.value(value);
              return constant === undefined ? [] : [[name!, constant] as const];
            }),
          )
        : dictionaryOf(parts(node)[0], evaluator);
    }
    case 'parenthesized_expression':
      return parts(node).length === 1
        ? evaluator.value(parts(node)[0])
        : undefined;
    case 'unary_operator': {
      const value = evaluator.value(node.field('argument') ?? node);
      return typeof value === 'number' && node.child(0)?.kind() === '-'
        ? -value
        : undefined;
    }
    case 'not_operator': {
      const value = evaluator.value(node.field('argument') ?? node);
      return typeof value === 'boolean' ? !value : undefined;
    }
    case 'binary_operator': {
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
    case 'attribute':
      return evaluator.name(flat(node.text()), node);
    case 'call':
      return callValue(node, evaluator);
    default:
      return undefined;
  }
}

function dictionaryOf(
  node: SyntaxNode | undefined,
  evaluator: Evaluator,
): ConstantValue | undefined {
  const value = node ? evaluator.value(node) : undefined;
  return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
}

/** The few calls that only reshape a constant. */
function callValue(
  node: SyntaxNode,
  evaluator: Evaluator,
): ConstantValue | undefined {
  const callee = node.field('function');
  const args = node.field('arguments');
  if (!callee || !args?.is('argument_list')) {
    return undefined;
  }
  const values = parts(args);
  if (callee.is('identifier') && COLLECTIONS.has(callee.text())) {
    const value = values.length === 1 ? evaluator.value(values[0]) : undefined;
    return Array.isArray(value) ? value : undefined;
  }
  const method = callee.field('attribute')?.text();
  const object = callee.field('object');
  if (method === 'split' && object?.is('string')) {
    const text = evaluator.value(object);
    const by = values.length === 1 ? evaluator.value(values[0]) : undefined;
    return typeof text === 'string' && typeof by === 'string' && by !== ''
      ? text.split(by)
      : undefined;
  }
  return undefined;
}

function stringValue(
  node: SyntaxNode,
  evaluator: Evaluator,
): ConstantValue | undefined {
  const children = node.children();
  const raw = /^[a-z]*r/i.test(children[0]?.text() ?? '');
  let text = '';
  for (const child of children) {
    if (child.is('string_content')) {
      text += raw ? child.text() : unescapeText(child.text());
    } else if (child.is('interpolation')) {
      const inner = parts(child);
      const value = inner.length === 1 ? evaluator.value(inner[0]) : undefined;
      if (typeof value !== 'string' && typeof value !== 'number') {
        return undefined;
      }
      text += value;
    }
  }
  return text;
}

function joined(
  nodes: SyntaxNode[],
  evaluator: Evaluator,
): ConstantValue | undefined {
  let text = '';
  for (const node of nodes) {
    const value = evaluator.value(node);
    if (typeof value !== 'string') {
      return undefined;
    }
    text += value;
  }
  return text;
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

/** Files of a module: relative ones exactly, absolute ones below the roots that a project usually has. */
function modulePaths(from: string, module: string, imported: string): string[] {
  const dots = module.match(/^\.*/)![0].length;
  const names = module.slice(dots).split('.').filter(Boolean);
  const folders = from.split('/').slice(0, -1);
  const bases: string[][] = [];
  if (dots > 0) {
    if (dots - 1 > folders.length) {
      return [];
    }
    bases.push(folders.slice(0, folders.length - (dots - 1)));
  } else {
    // Any folder above may be on the path: the nearest first.
    for (let length = folders.length; length >= 0; length--) {
      bases.push(folders.slice(0, length));
      bases.push([...folders.slice(0, length), 'src']);
    }
  }
  return bases.flatMap(base => {
    const path = [...base, ...names].join('/');
    return [
      ...(imported === '*' || imported === ''
        ? []
        : [`${path}/${imported}.py`.replace(/^\//, '')]),
      ...(path ? [`${path}.py`, `${path}/__init__.py`] : ['__init__.py']),
    ];
  });
}
