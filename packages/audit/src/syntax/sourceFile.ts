import type { SyntaxNode } from './nodes';
import type { SyntaxTree } from './nodes/SyntaxTree';
import { Language } from '../facts/inventory/schema';
import { Constants } from './constants';
import { Grammar, RawArgument, RawAssignment, RawFunction } from './grammar';
import {
  ArgumentPlace,
  AssignmentPlace,
  cut,
  indexOfCall,
  LazyArgument,
  LazyAssignment,
  LazyCall,
  LazyClass,
  LazyFunction,
} from './lazyFacts';
import { findByKinds, Group, Outline } from './Outline';
import {
  ArgumentFact,
  AssignmentFact,
  CallFact,
  ClassFact,
  ComparisonFact,
  ConstantValue,
  FileSyntax,
  FunctionFact,
  ImportFact,
} from './schema';
import { functionOf, namesOf, Scope, Scopes } from './scopes';

/** What a file needs of the index. */
export interface SourceFileHost {
  /** Parses the text of the file again after its tree was let go. */
  parse(file: SourceFile): SyntaxTree;
  text(path: string): string | undefined;
  /** Told when the tree of a file is used. */
  touch(path: string, characters: number): void;
  /** First of these paths that is code of the tree, for constants one import away. */
  load(paths: readonly string[]): SourceFile | undefined;
}

/** What holds the tree through its nodes, and is let go with it. */
interface State {
  tree: SyntaxTree;
  root: SyntaxNode;
  outline: Outline;
}

/** What is known of all calls of a file before one of them is looked at. */
interface CallTable {
  /** As written; `undefined` for what is no call by a name. */
  callees: (string | undefined)[];
  /** Resolved. */
  names: (string | undefined)[];
  constructs: boolean[];
  starts: number[];
  /** From 1. */
  lines: number[];
  endLines: number[];
  /** Facts that were asked for. */
  facts: (CallFact | undefined)[];
}

/** Plain data, kept for the whole audit. */
interface Kept {
  imports?: ImportFact[];
  locals?: Map<string, ImportFact>;
  calls?: CallTable;
  /** Resolved names of all calls. */
  callNames?: ReadonlySet<string>;
  allCalls?: CallFact[];
  assignmentPlaces?: AssignmentPlace[];
  assignments?: AssignmentFact[];
  functions?: FunctionFact[];
  classes?: ClassFact[];
  comparisons?: ComparisonFact[];
  scopes?: Scopes;
  constants?: Constants;
}

/** Longest side of a comparison that is kept. */
const MAX_SIDE = 2000;
/** Literals inside literals whose entries are read. */
const MAX_ENTRY_DEPTH = 6;
/** Name at the end of a callee: `c` of `a.b.c`. */
const LAST_NAME = /[\w$]+$/;
/** Longest callee that is read from the text. */
const MAX_SIMPLE_CALLEE = 200;

/** A scope that reads the name, the parameters and the colour of its declaration when they are asked for. */
class BodyScope implements Scope {
  readonly kind: Scope['kind'];
  readonly index: number;
  readonly start: number;
  readonly end: number;
  parent: Scope | undefined = undefined;
  private readonly file: SourceFile;
  private known: { name: string | undefined; async: boolean } | undefined;
  private knownParameters: ReadonlySet<string> | undefined;

  constructor(
    file: SourceFile,
    kind: Scope['kind'],
    index: number,
    start: number,
    end: number,
  ) {
    this.file = file;
    this.kind = kind;
    this.index = index;
    this.start = start;
    this.end = end;
  }

  private get declaration(): { name: string | undefined; async: boolean } {
    if (!this.known) {
      if (this.kind === 'function') {
        const { name, async } = this.file.rawFunction(this.index);
        this.known = { name, async };
      } else {
        const node = this.file.nodes('classes')[this.index];
        this.known = { name: this.file.grammar.class(node).name, async: false };
      }
    }
    return this.known;
  }

  get name(): string | undefined {
    return this.declaration.name;
  }

  get async(): boolean {
    return this.declaration.async;
  }

  get parameters(): ReadonlySet<string> {
    this.knownParameters ??= new Set(
      this.kind === 'function'
        ? this.file.rawFunction(this.index).parameters.map(({ name }) => name)
        : [],
    );
    return this.knownParameters;
  }
}

/**
 * One file of the index. Handles stay small and live as long as the audit; trees come and go behind them.
 */
export class SourceFile implements FileSyntax {
  readonly path: string;
  readonly language: Language;
  readonly grammar: Grammar;
  private readonly host: SourceFileHost;
  private state: State | undefined;
  private characters: number | undefined;
  private readonly kept: Kept = {};

  constructor(
    path: string,
    language: Language,
    grammar: Grammar,
    host: SourceFileHost,
  ) {
    this.path = path;
    this.language = language;
    this.grammar = grammar;
    this.host = host;
  }

  /** Takes a tree that somebody else parsed. */
  adopt(tree: SyntaxTree): void {
    const { root } = tree;
    this.state = { tree, root, outline: new Outline(root, this.grammar) };
  }

  /** Lets the tree go; it is parsed again when somebody asks. */
  release(): void {
    this.state = undefined;
  }

  private get current(): State {
    this.characters ??= this.text.length;
    this.host.touch(this.path, this.characters);
    if (!this.state) {
      this.adopt(this.host.parse(this));
    }
    return this.state!;
  }

  get tree(): SyntaxTree {
    return this.current.tree;
  }

  get root(): SyntaxNode {
    return this.current.root;
  }

  get text(): string {
    return this.host.text(this.path) ?? '';
  }

  nodes(group: Group): readonly SyntaxNode[] {
    return this.current.outline.nodes(group);
  }

  get scopes(): Scopes {
    this.kept.scopes ??= new Scopes([
      ...this.nodes('functions').flatMap((node, index) =>
        this.scopeOfBody('function', index, this.grammar.function(node).body),
      ),
      ...this.nodes('classes').flatMap((node, index) =>
        this.scopeOfBody('class', index, this.grammar.class(node).body),
      ),
    ]);
    return this.kept.scopes;
  }

  private scopeOfBody(
    kind: Scope['kind'],
    index: number,
    body: SyntaxNode | undefined,
  ): Scope[] {
    if (!body) {
      return [];
    }
    const { start, end } = body.range();
    return [new BodyScope(this, kind, index, start.index, end.index)];
  }

  get imports(): readonly ImportFact[] {
    const { kept } = this;
    if (!kept.imports) {
      const { rareImportKinds: rare, mayImport } = this.grammar;
      const nodes =
        rare === undefined || mayImport?.(this.text)
          ? this.nodes('imports')
          : this.nodes('imports').filter(node => !rare.has(node.kind()));
      kept.imports = nodes.flatMap(node =>
        this.grammar.imports(node).map(({ node: place, ...item }) => ({
          path: this.path,
          line: lineOf(place),
          ...item,
        })),
      );
    }
    return kept.imports;
  }

  get calls(): readonly CallFact[] {
    const { kept } = this;
    kept.allCalls ??= this.callTable.callees.flatMap(
      (_, index) => this.callAt(index) ?? [],
    );
    return kept.allCalls;
  }

  callNodes(name: string): SyntaxNode[] {
    const { callees } = this.callTable;
    const found = callees.flatMap((callee, index) =>
      callee !== undefined && LAST_NAME.exec(callee)?.[0] === name
        ? [index]
        : [],
    );
    return found.length === 0
      ? []
      : found.map(index => this.nodes('calls')[index]);
  }

  /** Calls with a wanted resolved name; the others are not even looked at. */
  callsNamed(wanted: (name: string) => boolean): CallFact[] {
    const { kept } = this;
    const { names } = this.callTable;
    kept.callNames ??= new Set(
      names.filter((name): name is string => name !== undefined),
    );
    const hits = new Set<string>();
    for (const name of kept.callNames) {
      if (wanted(name)) {
        hits.add(name);
      }
    }
    return hits.size === 0
      ? []
      : names.flatMap((name, index) =>
          name !== undefined && hits.has(name) ? this.callAt(index) ?? [] : [],
        );
  }

  private get callTable(): CallTable {
    this.kept.calls ??= this.readCalls();
    return this.kept.calls;
  }

  private callAt(index: number): CallFact | undefined {
    const table = this.callTable;
    const callee = table.callees[index];
    if (callee === undefined) {
      return undefined;
    }
    table.facts[index] ??= new LazyCall(this, index, {
      line: table.lines[index],
      endLine: table.endLines[index],
      callee,
      name: table.names[index]!,
      construct: table.constructs[index],
      start: table.starts[index],
    });
    return table.facts[index];
  }

  /**
   * Nearly every callee is a name with dots right before its parenthesis: those are read from the text, which is
   * quicker than putting the name together from its nodes.
   */
  private readCalls(): CallTable {
    const nodes = this.nodes('calls');
    const { text } = this;
    const ranges = nodes.map(node => node.range());
    const table: CallTable = {
      callees: [],
      names: [],
      constructs: [],
      starts: ranges.map(({ start }) => start.index),
      lines: ranges.map(({ start }) => start.line + 1),
      endLines: ranges.map(({ end }) => end.line + 1),
      facts: [],
    };
    const { starts } = table;
    for (const [index, node] of nodes.entries()) {
      // Of `a.b(1).c(2)` the inner call comes last and begins where the outer one does.
      const innermost = starts[index] !== starts[index + 1];
      const simple =
        innermost && this.grammar.plainCallKinds?.has(node.kind())
          ? simpleCallee(text, starts[index])
          : undefined;
      const raw =
        simple === undefined
          ? this.grammar.call(node)
          : { callee: simple, construct: false };
      table.callees.push(raw?.callee);
      table.names.push(raw && this.resolve(raw.callee));
      table.constructs.push(raw?.construct ?? false);
    }
    return table;
  }

  get assignments(): readonly AssignmentFact[] {
    const { kept } = this;
    kept.assignments ??= this.assignmentPlaces.map(
      place => new LazyAssignment(this, place),
    );
    return kept.assignments;
  }

  /** All assignments in the order of the text. */
  get assignmentPlaces(): readonly AssignmentPlace[] {
    const { kept } = this;
    if (!kept.assignmentPlaces) {
      const { text } = this;
      kept.assignmentPlaces = this.nodes('assignments').flatMap(
        (node, index): AssignmentPlace[] => {
          const { start, end } = node.range();
          const common = {
            group: 'assignments' as const,
            index,
            line: start.line + 1,
            endLine: end.line + 1,
            start: start.index,
          };
          const simple = this.grammar.plainTargets
            ? simpleTarget(text, start.index, end.index)
            : undefined;
          return simple === undefined
            ? this.grammar
                .assignments(node)
                .map((raw, part) => ({ ...common, part, ...placeOf(raw) }))
            : [{ ...common, part: 0, target: simple }];
        },
      );
    }
    return kept.assignmentPlaces;
  }

  /** What an assignment was read from. */
  rawAssignment(place: AssignmentPlace): RawAssignment | undefined {
    const node = this.nodes(place.group)[place.index];
    return place.group === 'assignments'
      ? this.grammar.assignments(node)[place.part]
      : this.grammar.class(node).fields?.[place.part];
  }

  get functions(): readonly FunctionFact[] {
    const { kept } = this;
    kept.functions ??= this.nodes('functions').flatMap((node, index) => {
      const { name } = this.grammar.function(node);
      if (name === undefined) {
        return [];
      }
      const { start, end } = node.range();
      return [
        new LazyFunction(this, index, {
          line: start.line + 1,
          endLine: end.line + 1,
          start: start.index,
          name,
        }),
      ];
    });
    return kept.functions;
  }

  rawFunction(index: number): RawFunction {
    return this.grammar.function(this.nodes('functions')[index]);
  }

  get classes(): readonly ClassFact[] {
    const { kept } = this;
    kept.classes ??= this.nodes('classes').flatMap((node, index) => {
      const { name, bases, decorators } = this.grammar.class(node);
      if (name === undefined) {
        return [];
      }
      const { start, end } = node.range();
      return [
        new LazyClass(this, index, {
          line: start.line + 1,
          endLine: end.line + 1,
          start: start.index,
          name,
          bases,
          decorators,
        }),
      ];
    });
    return kept.classes;
  }

  get comparisons(): readonly ComparisonFact[] {
    const { kept } = this;
    kept.comparisons ??= findByKinds(
      this.root,
      this.grammar.comparisonKinds,
    ).flatMap(node => {
      const found = this.grammar.comparisons(node);
      if (found.length === 0) {
        return [];
      }
      const { start } = node.range();
      return found.map(item => ({
        path: this.path,
        line: start.line + 1,
        ...item,
        left: item.left.slice(0, MAX_SIDE),
        right: item.right.slice(0, MAX_SIDE),
        enclosing: namesOf(this.scopes.at(start.index)),
      }));
    });
    return kept.comparisons;
  }

  get constants(): Constants {
    this.kept.constants ??= new Constants(this, paths => this.host.load(paths));
    return this.kept.constants;
  }

  /** Assignments directly in the body of a class, by the number of the class. */
  fieldsOf(index: number): AssignmentFact[] {
    return this.fieldPlaces(index).map(
      place => new LazyAssignment(this, place),
    );
  }

  fieldPlaces(index: number): AssignmentPlace[] {
    const node = this.nodes('classes')[index];
    const { body, fields = [] } = this.grammar.class(node);
    const own = fields.map((raw, part): AssignmentPlace => {
      const { start, end } = raw.node.range();
      return {
        group: 'classes',
        index,
        part,
        line: start.line + 1,
        endLine: end.line + 1,
        start: start.index,
        ...placeOf(raw),
      };
    });
    if (!body) {
      return own;
    }
    const { start, end } = body.range();
    const scope = this.scopes.at(start.index);
    return scope?.kind === 'class'
      ? [
          ...own,
          ...this.assignmentPlaces.filter(
            place =>
              place.start >= start.index &&
              place.start < end.index &&
              this.scopes.at(place.start) === scope,
          ),
        ]
      : own;
  }

  /** Import that gives a name its meaning in this file. */
  importOf(local: string): ImportFact | undefined {
    const { kept } = this;
    kept.locals ??= new Map(this.imports.map(item => [item.local, item]));
    return kept.locals.get(local);
  }

  /** Full name of `a.b.c` through the imports of the file; the text itself when nothing is imported under that name. */
  resolve(text: string, depth = 0): string {
    const required = /^require\(["'](?:node:)?([^"']+)["']\)/.exec(text);
    if (required) {
      return required[1] + text.slice(required[0].length);
    }
    // `new Random(1).nextInt`: a method of what is made.
    const made = /^new\s+([\w$.]+)/.exec(text);
    if (made) {
      const member = text.lastIndexOf(').');
      return (
        this.resolve(made[1], depth) +
        (member < 0 ? '' : text.slice(member + 1))
      );
    }
    const head = /^[A-Za-z_$][\w$]*/.exec(text)?.[0];
    if (head === undefined) {
      return text;
    }
    const found = this.importOf(head);
    const rest = text.slice(head.length);
    if (found && (this.language !== 'python' || found.local === head)) {
      const module = this.grammar.qualify(found);
      return module === found.module && rest.startsWith('.')
        ? this.grammar.qualify({ module, imported: rest.slice(1) })
        : module + rest;
    }
    const alias = depth < 3 && rest === '' && this.constants.promisified(head);
    return alias ? this.resolve(alias, depth + 1) : text;
  }

  /** Arguments of a call, which has a number when it is one of the outline. */
  argumentsOf(node: SyntaxNode, call?: number): ArgumentFact[] {
    return (this.grammar.call(node)?.args ?? []).map((item, index) =>
      this.readArgument(
        this.grammar.argument(item),
        call === undefined ? undefined : { call, path: [index] },
      ),
    );
  }

  /** The expression of an argument. */
  argumentAt({ call, path }: ArgumentPlace): SyntaxNode | undefined {
    const [first, ...inside] = path;
    const item = this.grammar.call(this.nodes('calls')[call])?.args[first];
    let value = item && this.grammar.argument(item).value;
    for (const index of inside) {
      value = value && this.grammar.entries(value)?.[index]?.value;
    }
    return value;
  }

  private readArgument(
    { name, value }: RawArgument,
    place: ArgumentPlace | undefined,
    depth = 0,
  ): ArgumentFact {
    const whole = value.text();
    const literal = plainValue(whole, this.language);
    const entries =
      depth < MAX_ENTRY_DEPTH && literal === undefined
        ? this.grammar.entries(value)
        : undefined;
    const fact = {
      ...(name === undefined ? {} : { name }),
      text: cut(whole),
      line: lineOf(value),
      ...(entries
        ? {
            entries: entries.map((item, index) =>
              this.readArgument(
                item,
                place && { call: place.call, path: [...place.path, index] },
                depth + 1,
              ),
            ),
          }
        : {}),
    };
    return literal === undefined
      ? new LazyArgument(this, place ?? value, fact)
      : { ...fact, value: literal };
  }

  assignedTo(node: SyntaxNode): string | undefined {
    const ids = new Set([node.id()]);
    let current = node;
    for (let depth = 0; depth < 6; depth++) {
      const parent = current.parent();
      if (!parent) {
        return undefined;
      }
      const kind = parent.kind();
      if (this.grammar.assignmentKinds.includes(kind)) {
        return this.grammar
          .assignments(parent)
          .find(item => item.value && ids.has(item.value.id()))?.target;
      }
      if (!this.grammar.transparentKinds.has(kind)) {
        return undefined;
      }
      ids.add(parent.id());
      current = parent;
    }
    return undefined;
  }

  valueOf(node: SyntaxNode): ConstantValue | undefined {
    return this.constants.valueOf(node);
  }

  callOf(node: SyntaxNode): CallFact | undefined {
    return this.grammar.callKinds.includes(node.kind())
      ? this.readCall(node)
      : undefined;
  }

  nodeOf(call: CallFact): SyntaxNode | undefined {
    const table = this.callTable;
    const index =
      call instanceof LazyCall && call.path === this.path
        ? indexOfCall(call)
        : table.callees.findIndex(
            (callee, at) =>
              callee === call.callee &&
              table.lines[at] === call.line &&
              table.endLines[at] === call.endLine,
          );
    return this.nodes('calls')[index];
  }

  private readCall(node: SyntaxNode): CallFact | undefined {
    const raw = this.grammar.call(node);
    if (!raw) {
      return undefined;
    }
    // eslint-disable-next-line consistent-this -- getters of the fact have their own `this`
    const file = this;
    const { start, end } = node.range();
    return {
      path: this.path,
      language: this.language,
      line: start.line + 1,
      endLine: end.line + 1,
      callee: raw.callee,
      name: this.resolve(raw.callee),
      construct: raw.construct,
      get args() {
        return remember(this, 'args', file.argumentsOf(node));
      },
      get assignedTo() {
        return remember(this, 'assignedTo', file.assignedTo(node));
      },
      get decorates() {
        return remember(this, 'decorates', file.grammar.decorated(node));
      },
      get enclosing() {
        return remember(
          this,
          'enclosing',
          namesOf(file.scopes.at(start.index)),
        );
      },
      get inAsync() {
        return remember(
          this,
          'inAsync',
          functionOf(file.scopes.at(start.index))?.async ?? false,
        );
      },
    };
  }

  enclosingOf(node: SyntaxNode): string[] {
    return namesOf(this.scopeOf(node));
  }

  /** Innermost scope around a node. */
  scopeOf(node: SyntaxNode): Scope | undefined {
    return this.scopes.at(node.range().start.index);
  }
}

/** Value of a plain string literal; `undefined` for everything else, which the tree has to be asked for. */
function plainValue(text: string, language: Language): string | undefined {
  const last = text.length - 1;
  const quote = text[0];
  return last > 0 &&
    (quote === '"' ||
      // A character in the others.
      (quote === "'" && language !== 'java' && language !== 'go')) &&
    text.indexOf(quote, 1) === last &&
    !text.includes('\\')
    ? text.slice(1, last)
    : undefined;
}

/** Words that may stand right before a parenthesis and are no callee. */
const NO_CALLEES = new Set(['function', 'func', 'async', 'await', 'new']);

/** `name(` or `a.b.name(` at an offset, without spaces or comments inside. */
function simpleCallee(text: string, start: number): string | undefined {
  const end = endOfName(text, start);
  const callee = text.slice(start, end);
  return text[end] === '(' &&
    end > start &&
    end - start <= MAX_SIMPLE_CALLEE &&
    !NO_CALLEES.has(callee)
    ? callee
    : undefined;
}

/** `name =` or `a.b.name =` at an offset. */
function simpleTarget(
  text: string,
  start: number,
  limit: number,
): string | undefined {
  const end = endOfName(text, start);
  let sign = end;
  while (text[sign] === ' ') {
    sign++;
  }
  return end > start &&
    sign < limit &&
    text[sign] === '=' &&
    text[sign + 1] !== '=' &&
    text[sign + 1] !== '>'
    ? text.slice(start, end)
    : undefined;
}

const DOT = 46;

/** End of a name with dots; `start` when none stands there. */
function endOfName(text: string, start: number): number {
  let at = start;
  for (;;) {
    const first = text.charCodeAt(at);
    if (!isNameCharacter(first) || isDigit(first)) {
      return start;
    }
    while (isNameCharacter(text.charCodeAt(at))) {
      at++;
    }
    if (text.charCodeAt(at) !== DOT) {
      return at;
    }
    at++;
  }
}

/** ASCII only: for other letters the tree is asked. */
function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    code === 36 ||
    isDigit(code)
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function placeOf({
  target,
  annotation,
  tag,
}: RawAssignment): Pick<AssignmentPlace, 'target' | 'annotation' | 'tag'> {
  return {
    target,
    ...(annotation === undefined ? {} : { annotation }),
    ...(tag === undefined ? {} : { tag }),
  };
}

function lineOf(node: SyntaxNode): number {
  return node.range().start.line + 1;
}

/** Replaces a getter by what it gave, so that it computes once and spreads like plain data. */
function remember<T>(owner: object, key: string, value: T): T {
  Object.defineProperty(owner, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return value;
}
