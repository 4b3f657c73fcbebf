import type { NodeRule, SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import { argumentNodes, namedChildren, stringText } from '../applications/code';

/**
 * A part of an expression whose value arrives in the result: of `"Bearer " + user.token.strip()` it is `user.token`.
 */
export interface Leaf {
  node: SyntaxNode;
  /** `user.token`; look-ups by a literal key are written the same way: `request.headers.authorization`. */
  text: string;
  /** Last name of it. */
  last: string;
  /** What a call gives whose inside is not followed. */
  call: boolean;
  /** Key under which it stands in an object or keyword argument. */
  key?: string;
}

/** Nesting up to which expressions are followed; hostile files nest without end. */
const MAX_DEPTH = 24;

/** Calls that give what they are given, in another shape. */
const TRANSPARENT = new Set(
  (
    'str String repr format encode decode strip trim toString tostring get_secret_value getSecretValue reveal ' +
    'stringify dumps quote quote_plus encodeURIComponent encodeURI urlencode escape b64encode b64decode ' +
    'urlsafe_b64encode urlsafe_b64decode btoa atob from concat join hex lower upper toLowerCase toUpperCase toLower ' +
    'model_dump dict to_dict toJSON JSONResponse bytes Buffer Sprintf Sprint getBytes valueOf unwrap expose urljoin ' +
    'Promise resolve freeze assign URL deepcopy copy inspect pformat values entries toObject asdict'
  ).split(' '),
);

/** Calls that look a value up by a key. */
const LOOKUPS = new Set(
  (
    'get getItem getOrThrow getenv header headers getHeader Get Getenv GetHeader getHeaders get_or_none getlist pop ' +
    'getProperty getParameter FormValue PostFormValue cookie cookies getCookie param query require body'
  ).split(' '),
);

/** Calls that take a part of a value, too little to use it. */
const CUTS = new Set(['slice', 'substring', 'substr', 'truncate']);

const COMPARISONS = new Set([
  '==',
  '!=',
  '===',
  '!==',
  '<',
  '>',
  '<=',
  '>=',
  'in',
  'instanceof',
]);

/** The parts of an expression whose values arrive in its result. */
export function leavesOf(node: SyntaxNode): Leaf[] {
  const result: Leaf[] = [];
  collect(node, undefined, 0, result);
  return result;
}

function collect(
  node: SyntaxNode,
  key: string | undefined,
  depth: number,
  result: Leaf[],
): void {
  if (depth > MAX_DEPTH) {
    return;
  }
  const into = (child: SyntaxNode | null | undefined, own = key) => {
    if (child) {
      collect(child, own, depth + 1, result);
    }
  };
  const all = (children: readonly SyntaxNode[]) =>
    children.forEach(child => into(child));
  switch (node.kind()) {
    case 'identifier':
    case 'attribute':
    case 'member_expression':
    case 'selector_expression':
    case 'field_access':
    case 'shorthand_property_identifier': {
      const text = nameOf(node);
      if (text !== undefined) {
        add(node, text, key, result);
      }
      return;
    }
    case 'subscript':
    case 'subscript_expression':
    case 'index_expression': {
      const text = nameOf(node);
      // `token[:8]` shows the beginning only.
      if (text !== undefined && !isSlice(node)) {
        add(node, text, key, result);
      }
      return;
    }
    case 'call':
    case 'call_expression':
    case 'new_expression':
    case 'method_invocation':
      collectCall(node, key, depth, result);
      return;
    case 'string':
    case 'template_string':
    case 'concatenated_string':
      namedChildren(node).forEach(child => {
        if (['interpolation', 'template_substitution'].includes(child.kind())) {
          into(child.field('expression') ?? namedChildren(child)[0]);
        } else if (child.kind() === 'string') {
          into(child);
        }
      });
      return;
    case 'binary_operator':
    case 'boolean_operator':
    case 'binary_expression': {
      const operator = node.field('operator')?.text() ?? '';
      if (COMPARISONS.has(operator)) {
        return;
      }
      if (operator !== '&&' && operator !== 'and') {
        into(node.field('left'));
      }
      into(node.field('right'));
      return;
    }
    case 'ternary_expression':
      into(node.field('consequence'));
      into(node.field('alternative'));
      return;
    case 'conditional_expression': {
      const [then, , otherwise] = namedChildren(node);
      into(then);
      into(otherwise);
      return;
    }
    case 'pair':
    case 'keyed_element': {
      const parts = namedChildren(node);
      const name = node.field('key') ?? parts[0];
      into(
        node.field('value') ?? parts[1],
        name && (stringText(name) ?? name.text()),
      );
      return;
    }
    case 'keyword_argument':
      into(node.field('value'), node.field('name')?.text());
      return;
    case 'arrow_function':
    case 'function_expression':
    case 'lambda':
    case 'comparison_operator':
    case 'not_operator':
    case 'func_literal':
    case 'lambda_expression':
      return;
    case 'unary_expression':
      if (
        !['!', 'typeof', '-'].includes(node.field('operator')?.text() ?? '')
      ) {
        into(node.field('operand') ?? node.field('argument'));
      }
      return;
    case 'as_expression':
    case 'satisfies_expression':
    case 'non_null_expression':
      into(namedChildren(node)[0]);
      return;
    case 'dictionary':
    case 'object':
    case 'list':
    case 'tuple':
    case 'array':
    case 'spread_element':
    case 'dictionary_splat':
    case 'list_splat':
    case 'await':
    case 'await_expression':
    case 'parenthesized_expression':
    case 'expression_list':
    case 'composite_literal':
    case 'literal_value':
    case 'literal_element':
      all(namedChildren(node));
      return;
    default:
  }
}

function collectCall(
  node: SyntaxNode,
  key: string | undefined,
  depth: number,
  result: Leaf[],
): void {
  const callee = calleeOf(node);
  const last = callee.last;
  if (CUTS.has(last)) {
    return;
  }
  const args = argumentNodes(node);
  if (LOOKUPS.has(last) && args.length > 0) {
    const text = stringText(args[0]);
    const base = callee.object ? nameOf(callee.object) : last;
    if (text !== undefined && base !== undefined) {
      add(node, `${base}.${text}`, key, result);
    }
    return;
  }
  if (TRANSPARENT.has(last)) {
    if (callee.object) {
      collect(callee.object, key, depth + 1, result);
    }
    args.forEach(item => collect(item, key, depth + 1, result));
    return;
  }
  result.push({ node, text: callee.text, last, call: true, key });
}

function add(
  node: SyntaxNode,
  text: string,
  key: string | undefined,
  result: Leaf[],
): void {
  const last = text.slice(text.lastIndexOf('.') + 1);
  result.push({ node, text, last, call: false, ...(key ? { key } : {}) });
}

/** What a call calls. */
export function calleeOf(node: SyntaxNode): {
  text: string;
  last: string;
  object?: SyntaxNode;
} {
  if (node.kind() === 'method_invocation') {
    const object = node.field('object') ?? undefined;
    const last = node.field('name')?.text() ?? '';
    return {
      text: object ? `${nameOf(object) ?? '…'}.${last}` : last,
      last,
      object,
    };
  }
  const callee = node.field('function') ?? node.field('constructor');
  if (!callee) {
    return { text: '', last: '' };
  }
  const object = callee.field('object') ?? callee.field('operand') ?? undefined;
  const last =
    (
      callee.field('attribute') ??
      callee.field('property') ??
      callee.field('field') ??
      callee
    ).text() ?? '';
  return {
    text: object ? `${nameOf(object) ?? '…'}.${last}` : last.slice(0, 80),
    last,
    object,
  };
}

/** Name of a chain of names, look-ups by literal keys and calls without arguments: `await req.json()` is `req.json`. */
export function nameOf(node: SyntaxNode, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) {
    return undefined;
  }
  const kind = node.kind();
  switch (kind) {
    case 'identifier':
    case 'property_identifier':
    case 'shorthand_property_identifier':
    case 'this':
    case 'super':
      return node.text();
    case 'attribute':
    case 'member_expression':
    case 'selector_expression':
    case 'field_access': {
      const object = node.field('object') ?? node.field('operand');
      const property =
        node.field('attribute') ??
        node.field('property') ??
        node.field('field');
      const base = object && nameOf(object, depth + 1);
      return property ? `${base ?? '…'}.${property.text()}` : undefined;
    }
    case 'subscript':
    case 'subscript_expression':
    case 'index_expression': {
      const object =
        node.field('value') ?? node.field('object') ?? node.field('operand');
      const index = node.field('subscript') ?? node.field('index');
      const base = object && nameOf(object, depth + 1);
      const text = index ? stringText(index) : undefined;
      return text === undefined ? base ?? undefined : `${base ?? '…'}.${text}`;
    }
    case 'call':
    case 'call_expression':
    case 'method_invocation':
      return calleeOf(node).text || undefined;
    case 'meta_property':
      return 'import.meta';
    case 'await':
    case 'await_expression':
    case 'parenthesized_expression':
    case 'non_null_expression':
    case 'as_expression': {
      const [inner] = namedChildren(node);
      return inner && nameOf(inner, depth + 1);
    }
    default:
      return undefined;
  }
}

function isSlice(node: SyntaxNode): boolean {
  return namedChildren(node).some(child => child.kind() === 'slice');
}

const FUNCTIONS = new Set([
  'function_definition',
  'function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
  'generator_function_declaration',
  'method_declaration',
  'constructor_declaration',
  'func_literal',
]);

/** Innermost function around a node that has a body of its own; the root of the file outside of functions. */
export function functionAround(node: SyntaxNode): SyntaxNode {
  let current = node;
  for (const ancestor of node.ancestors()) {
    current = ancestor;
    if (FUNCTIONS.has(ancestor.kind())) {
      return ancestor;
    }
  }
  return current;
}

/** Right sides that a name of one word gets within a node, in the order of the text. */
export function boundTo(within: SyntaxNode, name: string): SyntaxNode[] {
  if (!/^[\w$]{1,80}$/.test(name)) {
    return [];
  }
  const exactly = `^\\s*${name.replace(/\$/g, '\\$')}\\s*$`;
  const found: SyntaxNode[] = [];
  for (const [kind, field] of [
    ['assignment', 'left'],
    ['named_expression', 'name'],
    ['variable_declarator', 'name'],
    ['assignment_expression', 'left'],
    ['short_var_declaration', 'left'],
  ]) {
    for (const item of findAll(within, {
      kind,
      has: { field, regex: exactly },
    })) {
      const value = item.field('right') ?? item.field('value');
      if (value) {
        found.push(
          value.kind() === 'expression_list'
            ? namedChildren(value)[0] ?? value
            : value,
        );
      }
    }
  }
  return found;
}

/** Finds nodes by a rule; nothing where the grammar has no such kind. */
export function findAll(root: SyntaxNode, rule: NodeRule): SyntaxNode[] {
  try {
    return root.findAll({ rule });
  } catch {
    return [];
  }
}

const CALL_KINDS: Partial<Record<FileSyntax['language'], string[]>> = {
  python: ['call'],
  go: ['call_expression'],
};
const SCRIPT_CALLS = ['call_expression', 'new_expression'];

/** Calls whose callee as written matches a regular expression of the parser. */
export function callsLike(file: FileSyntax, callee: string): SyntaxNode[] {
  if (file.language === 'java') {
    return findAll(file.root, {
      kind: 'method_invocation',
      regex: callee,
    });
  }
  const kinds = CALL_KINDS[file.language] ?? SCRIPT_CALLS;
  return kinds.flatMap(kind =>
    findAll(file.root, {
      kind,
      has: {
        field: kind === 'new_expression' ? 'constructor' : 'function',
        regex: callee,
      },
    }),
  );
}
