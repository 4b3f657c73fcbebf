import type { SyntaxNode } from './nodes';
import { Language } from '../facts/inventory/schema';
import { RawAssignment, RawFunction } from './grammar';
import {
  ArgumentFact,
  AssignmentFact,
  CallFact,
  ClassFact,
  ConstantValue,
  FunctionFact,
  ParameterFact,
} from './schema';
import { functionOf, namesOf, Scope } from './scopes';
import type { SourceFile } from './sourceFile';

/*
 * Facts whose costly parts are computed when somebody looks. They hold no nodes but the number of their node among
 * those of its group, so they live on when the tree is let go: it is parsed again for the few that are looked at later.
 *
 * The getters are own properties, so that facts can be copied with `{...fact}` like plain data; they are shared by all
 * instances, because closures of their own would cost more memory than everything else in a fact.
 */

/** Longest text of an argument or a right side that is kept. */
const MAX_TEXT = 2000;

export function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** Getters that compute once and become plain properties. */
function lazily<F extends object>(getters: {
  [K in keyof F]?: (fact: F) => F[K];
}): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.entries(getters).map(([key, compute]) => [
      key,
      {
        enumerable: true,
        configurable: true,
        get(this: F) {
          const value = (compute as (fact: F) => unknown)(this);
          Object.defineProperty(this, key, {
            value,
            enumerable: true,
            configurable: true,
            writable: true,
          });
          return value;
        },
      },
    ]),
  );
}

/** Where an argument stands: the call, by number, and the position in it and in the literals inside. */
export interface ArgumentPlace {
  call: number;
  path: readonly number[];
}

export class LazyArgument implements ArgumentFact {
  declare readonly name?: string;
  readonly text: string;
  readonly line: number;
  declare readonly value: ConstantValue | undefined;
  declare readonly entries?: ArgumentFact[];
  readonly #file: SourceFile;
  /** A node only for arguments that a check found by a query of its own. */
  readonly #place: ArgumentPlace | SyntaxNode;

  constructor(
    file: SourceFile,
    place: ArgumentPlace | SyntaxNode,
    fact: Pick<ArgumentFact, 'name' | 'text' | 'line' | 'entries'>,
  ) {
    if (fact.name !== undefined) {
      this.name = fact.name;
    }
    this.text = fact.text;
    this.line = fact.line;
    if (fact.entries) {
      this.entries = fact.entries;
    }
    this.#file = file;
    this.#place = place;
    Object.defineProperties(this, LazyArgument.getters);
  }

  private static readonly getters = lazily<LazyArgument>({
    value: fact => {
      const node =
        'call' in fact.#place
          ? fact.#file.argumentAt(fact.#place)
          : fact.#place;
      return node && fact.#file.valueOf(node);
    },
  });
}

/** What a call is read from: its node, by number, or one that a check found by a query of its own. */
export interface CallPlace {
  line: number;
  endLine: number;
  callee: string;
  name: string;
  construct: boolean;
  /** Offset of its first character. */
  start: number;
}

export class LazyCall implements CallFact {
  readonly path: string;
  readonly language: Language;
  readonly line: number;
  readonly endLine: number;
  readonly callee: string;
  readonly name: string;
  readonly construct: boolean;
  declare readonly args: ArgumentFact[];
  declare readonly assignedTo: string | undefined;
  declare readonly decorates: string | undefined;
  declare readonly enclosing: string[];
  declare readonly inAsync: boolean;
  readonly #file: SourceFile;
  readonly #index: number;
  readonly #start: number;

  constructor(file: SourceFile, index: number, place: CallPlace) {
    this.path = file.path;
    this.language = file.language;
    this.line = place.line;
    this.endLine = place.endLine;
    this.callee = place.callee;
    this.name = place.name;
    this.construct = place.construct;
    this.#file = file;
    this.#index = index;
    this.#start = place.start;
    Object.defineProperties(this, LazyCall.getters);
  }

  private static readonly getters = lazily<LazyCall>({
    args: call => call.#file.argumentsOf(call.#node(), call.#index),
    assignedTo: call => call.#file.assignedTo(call.#node()),
    decorates: call => call.#file.grammar.decorated(call.#node()),
    enclosing: call => namesOf(call.#scope()),
    inAsync: call => functionOf(call.#scope())?.async ?? false,
  });

  static indexOf(call: LazyCall): number {
    return call.#index;
  }

  #node() {
    return this.#file.nodes('calls')[this.#index];
  }

  #scope(): Scope | undefined {
    return this.#file.scopes.at(this.#start);
  }
}

/** Number of a call among those of its file. */
export function indexOfCall(call: LazyCall): number {
  return LazyCall.indexOf(call);
}

/** Where an assignment stands: in the list of its file, or among the fields that a class names itself. */
export interface AssignmentPlace {
  group: 'assignments' | 'classes';
  /** Number of the node in its group. */
  index: number;
  /** Number of the name within the node. */
  part: number;
  line: number;
  endLine: number;
  start: number;
  target: string;
  annotation?: string;
  tag?: string;
}

export class LazyAssignment implements AssignmentFact {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly target: string;
  declare readonly annotation?: string;
  declare readonly tag?: string;
  declare readonly text: string;
  declare readonly value: ConstantValue | undefined;
  declare readonly enclosing: string[];
  readonly #file: SourceFile;
  readonly #place: AssignmentPlace;

  constructor(file: SourceFile, place: AssignmentPlace) {
    this.path = file.path;
    this.line = place.line;
    this.endLine = place.endLine;
    this.target = place.target;
    this.#file = file;
    this.#place = place;
    if (place.annotation !== undefined) {
      this.annotation = place.annotation;
    }
    if (place.tag !== undefined) {
      this.tag = place.tag;
    }
    Object.defineProperties(this, LazyAssignment.getters);
  }

  private static readonly getters = lazily<LazyAssignment>({
    text: fact => cut(fact.#raw()?.value?.text() ?? ''),
    value: fact => {
      const value = fact.#raw()?.value;
      return value && fact.#file.valueOf(value);
    },
    enclosing: fact => namesOf(fact.#file.scopes.at(fact.#place.start)),
  });

  #raw(): RawAssignment | undefined {
    return this.#file.rawAssignment(this.#place);
  }
}

export class LazyFunction implements FunctionFact {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly name: string;
  declare readonly parameters: ParameterFact[];
  declare readonly returns?: string;
  declare readonly decorators: string[];
  declare readonly async: boolean;
  declare readonly enclosing: string[];
  readonly #file: SourceFile;
  readonly #index: number;
  readonly #start: number;

  constructor(
    file: SourceFile,
    index: number,
    place: { line: number; endLine: number; start: number; name: string },
  ) {
    this.path = file.path;
    this.line = place.line;
    this.endLine = place.endLine;
    this.name = place.name;
    this.#file = file;
    this.#index = index;
    this.#start = place.start;
    Object.defineProperties(this, LazyFunction.getters);
  }

  private static readonly getters = lazily<LazyFunction>({
    parameters: fact => fact.#raw().parameters,
    returns: fact => fact.#raw().returns,
    decorators: fact => fact.#raw().decorators,
    async: fact => fact.#raw().async,
    enclosing: fact => namesOf(fact.#file.scopes.at(fact.#start)),
  });

  #raw(): RawFunction {
    return this.#file.rawFunction(this.#index);
  }
}

export class LazyClass implements ClassFact {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly name: string;
  readonly bases: string[];
  readonly decorators: string[];
  declare readonly fields: AssignmentFact[];
  declare readonly enclosing: string[];
  readonly #file: SourceFile;
  readonly #index: number;
  readonly #start: number;

  constructor(
    file: SourceFile,
    index: number,
    place: Pick<
      ClassFact,
      'line' | 'endLine' | 'name' | 'bases' | 'decorators'
    > & { start: number },
  ) {
    this.path = file.path;
    this.line = place.line;
    this.endLine = place.endLine;
    this.name = place.name;
    this.bases = place.bases;
    this.decorators = place.decorators;
    this.#file = file;
    this.#index = index;
    this.#start = place.start;
    Object.defineProperties(this, LazyClass.getters);
  }

  private static readonly getters = lazily<LazyClass>({
    fields: fact => fact.#file.fieldsOf(fact.#index),
    enclosing: fact => namesOf(fact.#file.scopes.at(fact.#start)),
  });
}
