import type { SyntaxNode } from '../../../syntax/nodes';
import { FileSyntax } from '../../../syntax/schema';
import { PYTHON_BUILTINS } from './pythonBuiltins';

/** A name that is used while its module is imported, and that nothing binds. */
export interface UnboundName {
  name: string;
  line: number;
}

/** With one of these a module may get names that nobody can see. */
const HIDDEN_BINDINGS = [
  'globals(',
  'locals(',
  'vars(',
  'exec(',
  'execfile(',
  '__builtins__',
  'builtins.',
  '__builtin__',
  'NameError',
  'setattr(sys.modules',
  'Import(', // SCons
  '%load_ext',
];

/** Programs that load files as Python and bind names in them first. */
const HOSTED =
  /(?:^|\/)(?:conf|wscript|SConstruct|SConscript|setup_scons|sitecustomize|usercustomize|jupyter_\w+_config|ipython_config|\w*\.spec)\.py$|(?:^|\/)(?:site_scons|snakemake|workflow\/scripts|qgis|blender|notebooks?)\//;

/** Around an identifier each of these makes it something else than a name that is looked up while the module runs. */
const NO_LOAD_INSIDE = new Set([
  'function_definition',
  'lambda',
  'type',
  'case_clause',
  'import_statement',
  'import_from_statement',
  'future_import_statement',
  'global_statement',
  'nonlocal_statement',
  'delete_statement',
  'type_alias_statement',
  'type_parameter',
  'print_statement',
  'exec_statement',
]);
/** Fields whose identifier is bound, or belongs to something else. */
const NO_LOAD_FIELDS: Record<string, string> = {
  attribute: 'attribute',
  keyword_argument: 'name',
  class_definition: 'name',
  assignment: 'left',
  named_expression: 'name',
};

/** Whether an identifier is evaluated when the module is. */
function isLoad(node: SyntaxNode): boolean {
  const parent = node.parent();
  const field = parent && NO_LOAD_FIELDS[parent.kind()];
  if (
    parent?.is('as_pattern_target') ||
    (field && parent.field(field)?.id() === node.id())
  ) {
    return false;
  }
  return !node
    .ancestors()
    .some(ancestor => NO_LOAD_INSIDE.has(ancestor.kind()));
}

/**
 * Names that Python looks up when it imports a module and cannot find. Says nothing of files whose names may come from
 * elsewhere, and takes whatever looks like a binding anywhere in the file for one.
 */
export function unboundNames(file: FileSyntax, text: string): UnboundName[] {
  if (
    HOSTED.test(file.path) ||
    file.path.endsWith('.pyi') ||
    HIDDEN_BINDINGS.some(mark => text.includes(mark)) ||
    file.imports.some(
      ({ imported, local }) => imported === '*' && local === '*',
    ) ||
    hasStarImport(text) ||
    file.root.find({ rule: { kind: 'ERROR' } })
  ) {
    return [];
  }
  const bound = new Set<string>([
    ...file.imports.map(({ local }) => local.split('.')[0]),
    ...file.functions.map(({ name }) => name),
    ...file.classes.map(({ name }) => name),
    ...file.assignments.map(({ target }) => target),
  ]);
  const loads = new Map<string, SyntaxNode[]>();
  for (const node of moduleLevel(file.root).flatMap(item =>
    // The rule is compiled for each statement; a longer one would cost more than the filter below.
    item.findAll({ rule: { kind: 'identifier' } }),
  )) {
    const name = node.text();
    if (
      !bound.has(name) &&
      !PYTHON_BUILTINS.has(name) &&
      !isDunder(name) &&
      isLoad(node)
    ) {
      const known = loads.get(name);
      if (known) {
        known.push(node);
      } else {
        loads.set(name, [node]);
      }
    }
  }
  const result: UnboundName[] = [];
  for (const [name, nodes] of loads) {
    const starts = new Set(nodes.map(node => node.range().start.index));
    if (!nodes.some(isTarget) && !mayBeBound(name, text, starts)) {
      result.push({ name, line: nodes[0].range().start.line + 1 });
    }
  }
  return result;
}

/** What runs when a module is imported: most of a file is bodies of functions, which need not even be searched. */
function moduleLevel(block: SyntaxNode): SyntaxNode[] {
  return block.children().flatMap(statement => {
    switch (statement.kind()) {
      case 'function_definition':
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
      case 'comment':
        return [];
      case 'decorated_definition':
        return [
          ...statement.children().filter(child => child.is('decorator')),
          ...moduleLevel(statement),
        ];
      case 'class_definition': {
        const bases = statement.field('superclasses');
        const body = statement.field('body');
        return [...(bases ? [bases] : []), ...(body ? moduleLevel(body) : [])];
      }
      case 'decorator':
        return [];
      default:
        return [statement];
    }
  });
}

/** Patterns in which several names are bound at once. */
const PATTERNS = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'tuple',
  'list',
  'expression_list',
]);
const BINDERS = new Set([
  'for_in_clause',
  'for_statement',
  'assignment',
  'as_pattern',
  'with_item',
]);

/** Whether a name is bound where it stands: by a loop, a comprehension, a pattern of an assignment. */
function isTarget(node: SyntaxNode): boolean {
  let parent = node.parent();
  while (parent && PATTERNS.has(parent.kind())) {
    parent = parent.parent();
  }
  if (!parent || !BINDERS.has(parent.kind())) {
    return false;
  }
  const target = parent.field('left') ?? parent.field('alias');
  const { start, end } = node.range();
  const range = target?.range();
  return (
    range !== undefined &&
    range.start.index <= start.index &&
    end.index <= range.end.index
  );
}

function hasStarImport(text: string): boolean {
  return /\bimport\s{0,9}\(?\s{0,9}\*/.test(text);
}

function isDunder(name: string): boolean {
  return name.startsWith('__') && name.endsWith('__');
}

const WORD = /[\p{L}\p{N}_]/u;

/** Whether a name stands anywhere but where it is plainly read: called, indexed, or asked for an attribute. */
function mayBeBound(
  name: string,
  text: string,
  reads: ReadonlySet<number>,
): boolean {
  for (
    let at = text.indexOf(name);
    at >= 0;
    at = text.indexOf(name, at + name.length)
  ) {
    const before = text[at - 1] ?? '';
    const after = text[at + name.length] ?? '';
    if (WORD.test(before) || WORD.test(after) || reads.has(at)) {
      continue;
    }
    if (before === '.' || before === '"' || before === "'") {
      // The attribute of something else, or a text.
      continue;
    }
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
    const declares =
      /(?:^|[\s,(*])(?:def|class|import|from|as|for|global|nonlocal|lambda|async|with|del|type)\s[^#]{0,200}$/.test(
        line,
      ) || /^\s{0,200}(?:def|class)\s/.test(line);
    if (declares || !'.(['.includes(after) || after === '') {
      return !isComment(line);
    }
  }
  return false;
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith('#');
}
