import type { SyntaxNode } from './nodes';
import { FileClass, Language } from '../facts/inventory/schema';

/**
 * A value that could be computed from the text: literals, and names followed through assignments in the module and
 * constants one import away.
 *
 * @public
 */
export type ConstantValue =
  | string
  | number
  | boolean
  | null
  | ConstantValue[]
  | { [key: string]: ConstantValue };

/**
 * Argument of a call. Object literals of JavaScript are one argument whose `value` is a record as far as it resolves.
 *
 * @public
 */
export interface ArgumentFact {
  /** Keyword, for languages that have them. */
  name?: string;
  /** As written. */
  text: string;
  line: number;
  /** `undefined` when it could not be computed. */
  value: ConstantValue | undefined;
  /** Entries of an object literal or keyword dictionary with their places, also where their values do not resolve. */
  entries?: ArgumentFact[];
}

/**
 * A call with its name resolved through the imports of its file.
 *
 * @public
 */
export interface CallFact {
  path: string;
  language: Language;
  line: number;
  endLine: number;
  /** As written: `l.load`. */
  callee: string;
  /**
   * Through the imports: `yaml.load` for `from yaml import load as l; l(x)`; `child_process.exec` for
   * `import { exec } from 'node:child_process'`; the module's own name for a default import that is called (`cors`).
   * Equal to `callee` when nothing is imported under that name.
   */
  name: string;
  args: ArgumentFact[];
  /**
   * Whether it makes an object: `new X()`, a Java constructor, a Go literal `T{…}`, whose fields are named arguments.
   */
  construct: boolean;
  /** Name of the variable or attribute that takes the result: `app` in `app = FastAPI()`. */
  assignedTo?: string;
  /** Name of the function or class that this call decorates. */
  decorates?: string;
  /** Enclosing classes and functions, outermost first. */
  enclosing: string[];
  /** Directly inside an async function. */
  inAsync: boolean;
}

/** @public */
export interface ImportFact {
  path: string;
  line: number;
  /** Module as written, without `node:`. */
  module: string;
  /** Imported name, `*` for the module itself, `default` for a default import. */
  imported: string;
  /** Name it has in this file. */
  local: string;
  typeOnly: boolean;
}

/** @public */
export interface AssignmentFact {
  path: string;
  line: number;
  endLine: number;
  /** As written on the left: `SECRET_KEY`, `self.key`. */
  target: string;
  /** Type annotation as written. */
  annotation?: string;
  /** Right side as written; empty for a declaration without one. */
  text: string;
  /** Tag of a Go struct field, as written. */
  tag?: string;
  value: ConstantValue | undefined;
  enclosing: string[];
}

/** @public */
export interface ParameterFact {
  name: string;
  annotation?: string;
  /** Default as written. */
  default?: string;
}

/** @public */
export interface FunctionFact {
  path: string;
  line: number;
  endLine: number;
  name: string;
  parameters: ParameterFact[];
  /** Return type as written. */
  returns?: string;
  /** Decorators/annotations as written, without the sign. */
  decorators: string[];
  async: boolean;
  enclosing: string[];
}

/** @public */
export interface ClassFact {
  path: string;
  line: number;
  endLine: number;
  name: string;
  /** Base classes and interfaces as written. */
  bases: string[];
  decorators: string[];
  /** Assignments directly in the body: fields with annotation and default. */
  fields: AssignmentFact[];
  enclosing: string[];
}

/** @public */
export interface ComparisonFact {
  path: string;
  line: number;
  /** `==`, `!=`, `===`, `!==`, `.equals`. */
  operator: string;
  left: string;
  right: string;
  enclosing: string[];
}

/**
 * Everything about one parsed file. Lists are computed on first use.
 *
 * @public
 */
export interface FileSyntax {
  readonly path: string;
  readonly language: Language;
  /** Root of the syntax tree, for queries of a check's own. Lines of its nodes start at 0, ours at 1. */
  readonly root: SyntaxNode;
  /** The whole file. */
  readonly text: string;
  readonly imports: readonly ImportFact[];
  readonly calls: readonly CallFact[];
  readonly assignments: readonly AssignmentFact[];
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  readonly comparisons: readonly ComparisonFact[];
  /** Full name of a name or callee as written, through the imports of the file; itself when nothing is imported. */
  resolve(text: string): string;
  /** Constant value of an expression of this file; `undefined` when it could not be computed. */
  valueOf(node: SyntaxNode): ConstantValue | undefined;
  /** Calls of whatever ends with this name, as written: `save` finds `save()` and `repo.save()`. */
  callNodes(name: string): SyntaxNode[];
  /** The call that a node of this file is, with its name resolved. */
  callOf(node: SyntaxNode): CallFact | undefined;
  /** The node of a call of this file; costs nothing for one of `calls`. */
  nodeOf(call: CallFact): SyntaxNode | undefined;
  /** Classes and functions around a node, outermost first. */
  enclosingOf(node: SyntaxNode): string[];
}

/**
 * Which files to look at.
 *
 * @public
 */
export interface FileQuery {
  languages?: readonly Language[];
  /** Default: `['source']`, production code only. */
  classes?: readonly FileClass[];
  /**
   * Literals of which one must occur in the text before the file is parsed at all. Parsing is what costs: give the
   * sharpest words that no hit can do without.
   */
  containing?: readonly string[];
}

/**
 * Parsed files of the tree. Each file is read and parsed at most once, whoever asks.
 *
 * @public
 */
export interface SyntaxIndex {
  files(query: FileQuery): Promise<FileSyntax[]>;
  /** Paths of files that a query matches and that cannot be parsed: what was not judged. */
  unreadable(query: FileQuery): Promise<string[]>;
  /** One file by path, whatever its class; `undefined` when it is missing, not code or cannot be parsed. */
  file(path: string): Promise<FileSyntax | undefined>;
  /**
   * Calls whose resolved name equals one of `names`, or ends with it where it starts with `.` (`.set_cookie`). The
   * last segment of each name is the prefilter.
   */
  calls(
    query: Omit<FileQuery, 'containing'> & { names: readonly string[] },
  ): Promise<CallFact[]>;
}
