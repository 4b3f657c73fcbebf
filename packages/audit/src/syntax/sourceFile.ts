import type { SgNode } from '@ast-grep/napi';
import { Language } from '../facts/inventory/schema';
import { Constants } from './constants';
import { Grammar, RawArgument, RawAssignment } from './grammar';
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
import { findByKinds, functionOf, namesOf, Scope, Scopes } from './scopes';

/** What a file needs of the index. */
export interface SourceFileHost {
  /** Parses the text of the file again after its tree was let go. */
  parse(file: SourceFile): SgNode;
  /** First of these paths that is code of the tree, for constants one import away. */
  load(paths: readonly string[]): SourceFile | undefined;
}

/** What holds the tree through its nodes, and is let go with it. */
interface State {
  root: SgNode;
  scopes?: Scopes;
  calls?: CallFact[];
  assignments?: AssignmentFact[];
  classes?: ClassFact[];
  constants?: Constants;
}

/** Plain data, kept for the whole audit. */
interface Kept {
  imports?: ImportFact[];
  locals?: Map<string, ImportFact>;
  functions?: FunctionFact[];
  comparisons?: ComparisonFact[];
  /** Resolved names of all calls, so that a file without the wanted ones is not parsed again. */
  callNames?: ReadonlySet<string>;
}

/** Longest text of an argument or a right side that is kept. */
const MAX_TEXT = 2000;

/**
 * One file of the index. Handles stay small and live as long as the audit; trees come and go behind them.
 */
export class SourceFile implements FileSyntax {
  readonly path: string;
  readonly language: Language;
  readonly grammar: Grammar;
  private readonly host: SourceFileHost;
  private state: State | undefined;
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

  /** Lets the tree go; it is parsed again when somebody asks. */
  release(): void {
    this.state = undefined;
  }

  private get current(): State {
    this.state ??= { root: this.host.parse(this) };
    return this.state;
  }

  get root(): SgNode {
    return this.current.root;
  }

  get scopes(): Scopes {
    const state = this.current;
    state.scopes ??= new Scopes(state.root, this.grammar);
    return state.scopes;
  }

  get imports(): readonly ImportFact[] {
    const { kept } = this;
    kept.imports ??= findByKinds(this.root, this.grammar.importKinds).flatMap(
      node =>
        this.grammar.imports(node).map(({ node: place, ...item }) => ({
          path: this.path,
          line: lineOf(place),
          ...item,
        })),
    );
    return kept.imports;
  }

  get calls(): readonly CallFact[] {
    const state = this.current;
    state.calls ??= findByKinds(state.root, this.grammar.callKinds).flatMap(
      node => this.readCall(node) ?? [],
    );
    this.kept.callNames ??= new Set(state.calls.map(({ name }) => name));
    return state.calls;
  }

  /** Whether a call with such a name may be in the file; known without its tree once the calls were read. */
  mayCall(wanted: (name: string) => boolean): boolean {
    const { callNames } = this.kept;
    return callNames === undefined || [...callNames].some(wanted);
  }

  get assignments(): readonly AssignmentFact[] {
    const state = this.current;
    state.assignments ??= findByKinds(
      state.root,
      this.grammar.assignmentKinds,
    ).flatMap(node =>
      this.grammar.assignments(node).map(raw => this.readAssignment(raw)),
    );
    return state.assignments;
  }

  get functions(): readonly FunctionFact[] {
    const { kept } = this;
    kept.functions ??= findByKinds(
      this.root,
      this.grammar.functionKinds,
    ).flatMap(node => {
      const raw = this.grammar.function(node);
      const { start, end } = node.range();
      return raw.name === undefined
        ? []
        : [
            {
              path: this.path,
              line: start.line + 1,
              endLine: end.line + 1,
              name: raw.name,
              parameters: raw.parameters,
              ...(raw.returns === undefined ? {} : { returns: raw.returns }),
              decorators: raw.decorators,
              async: raw.async,
              enclosing: namesOf(this.scopes.at(start.index)),
            },
          ];
    });
    return kept.functions;
  }

  get classes(): readonly ClassFact[] {
    const state = this.current;
    state.classes ??= findByKinds(state.root, this.grammar.classKinds).flatMap(
      node => {
        const raw = this.grammar.class(node);
        const { start, end } = node.range();
        if (raw.name === undefined) {
          return [];
        }
        return [
          {
            path: this.path,
            line: start.line + 1,
            endLine: end.line + 1,
            name: raw.name,
            bases: raw.bases,
            decorators: raw.decorators,
            fields: this.fieldsOf(node).map(field =>
              this.readAssignment(field),
            ),
            enclosing: namesOf(this.scopes.at(start.index)),
          },
        ];
      },
    );
    return state.classes;
  }

  get comparisons(): readonly ComparisonFact[] {
    const { kept } = this;
    kept.comparisons ??= findByKinds(
      this.root,
      this.grammar.comparisonKinds,
    ).flatMap(node =>
      this.grammar.comparisons(node).map(item => ({
        path: this.path,
        line: lineOf(node),
        ...item,
        left: item.left.slice(0, MAX_TEXT),
        right: item.right.slice(0, MAX_TEXT),
        enclosing: namesOf(this.scopes.at(node.range().start.index)),
      })),
    );
    return kept.comparisons;
  }

  get constants(): Constants {
    const state = this.current;
    state.constants ??= new Constants(this, paths => this.host.load(paths));
    return state.constants;
  }

  /** Assignments directly in the body of a class. */
  fieldsOf(node: SgNode): RawAssignment[] {
    const { body, fields = [] } = this.grammar.class(node);
    if (!body) {
      return fields;
    }
    const { start } = body.range();
    const own = this.scopes.at(start.index);
    return [
      ...fields,
      ...findByKinds(body, this.grammar.assignmentKinds)
        .filter(
          item =>
            this.scopes.at(item.range().start.index) === own &&
            own?.kind === 'class',
        )
        .flatMap(item => this.grammar.assignments(item)),
    ];
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

  private readAssignment(raw: RawAssignment): AssignmentFact {
    // eslint-disable-next-line consistent-this -- getters of the fact have their own `this`
    const file = this;
    const { start, end } = raw.node.range();
    return {
      path: this.path,
      line: start.line + 1,
      endLine: end.line + 1,
      target: raw.target,
      ...(raw.annotation === undefined ? {} : { annotation: raw.annotation }),
      ...(raw.tag === undefined ? {} : { tag: raw.tag }),
      get text() {
        return remember(this, 'text', cut(raw.value?.text() ?? ''));
      },
      get value() {
        return remember(
          this,
          'value',
          raw.value && file.constants.valueOf(raw.value),
        );
      },
      get enclosing() {
        return remember(
          this,
          'enclosing',
          namesOf(file.scopes.at(start.index)),
        );
      },
    };
  }

  private readCall(node: SgNode): CallFact | undefined {
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
        return remember(
          this,
          'args',
          raw.args.map(item =>
            file.readArgument(file.grammar.argument(item), 0),
          ),
        );
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

  /** Public for checks that find arguments by queries of their own. */
  readArgument({ name, value }: RawArgument, depth: number): ArgumentFact {
    // eslint-disable-next-line consistent-this -- getters of the fact have their own `this`
    const file = this;
    const entries = depth < 6 ? this.grammar.entries(value) : undefined;
    return {
      ...(name === undefined ? {} : { name }),
      text: cut(value.text()),
      line: lineOf(value),
      get value() {
        return remember(this, 'value', file.constants.valueOf(value));
      },
      ...(entries
        ? { entries: entries.map(item => this.readArgument(item, depth + 1)) }
        : {}),
    };
  }

  private assignedTo(node: SgNode): string | undefined {
    const ids = new Set([node.id()]);
    let current = node;
    for (let depth = 0; depth < 6; depth++) {
      const parent = current.parent();
      if (!parent) {
        return undefined;
      }
      if (this.grammar.assignmentKinds.includes(String(parent.kind()))) {
        return this.grammar
          .assignments(parent)
          .find(item => item.value && ids.has(item.value.id()))?.target;
      }
      if (!this.grammar.transparentKinds.has(String(parent.kind()))) {
        return undefined;
      }
      ids.add(parent.id());
      current = parent;
    }
    return undefined;
  }

  valueOf(node: SgNode): ConstantValue | undefined {
    return this.constants.valueOf(node);
  }

  callOf(node: SgNode): CallFact | undefined {
    return this.grammar.callKinds.includes(String(node.kind()))
      ? this.readCall(node)
      : undefined;
  }

  enclosingOf(node: SgNode): string[] {
    return namesOf(this.scopeOf(node));
  }

  /** Innermost scope around a node. */
  scopeOf(node: SgNode): Scope | undefined {
    return this.scopes.at(node.range().start.index);
  }
}

function lineOf(node: SgNode): number {
  return node.range().start.line + 1;
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
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
