import type { SyntaxNode } from './nodes';
import { Evaluator, RawAssignment } from './grammar';
import { ConstantValue } from './schema';
import type { AssignmentPlace } from './lazyFacts';
import type { Scope } from './scopes';
import type { SourceFile } from './sourceFile';

interface Binding {
  scope: Scope | undefined;
  /** Missing for loops, `+=` and everything else that is no plain assignment. */
  place?: AssignmentPlace;
}

/** Nesting up to which expressions are computed; hostile files nest without end. */
const MAX_DEPTH = 100;
/** Names followed one after the other. */
const MAX_NAMES = 12;
/** Wrappers that describe a default: pydantic, dataclasses, Django-like fields. */
const FIELD_CALLS = /^(?:\w+\.)?(?:Field|field|Setting)$/;
const WRAPPERS = /^(?:util\.)?promisify$/;

/**
 * Constant values of the expressions of one file. Names are followed when they are bound exactly once in their scope,
 * and into one other module.
 */
export class Constants {
  private readonly file: SourceFile;
  private readonly load: (paths: readonly string[]) => SourceFile | undefined;
  private bindingsByName: Map<string, Binding[]> | undefined;
  /** Numbers of the classes by their names. */
  private classIndexes: Map<string, number> | undefined;
  private depth = 0;
  private names = 0;

  constructor(
    file: SourceFile,
    load: (paths: readonly string[]) => SourceFile | undefined,
  ) {
    this.file = file;
    this.load = load;
  }

  /** Value of an expression of this file. */
  valueOf(node: SyntaxNode): ConstantValue | undefined {
    return this.evaluator(true).value(node);
  }

  /** What `promisify` wraps, for a name that is bound to it once. */
  promisified(name: string): string | undefined {
    if (this.file.language === 'python' || this.file.language === 'go') {
      return undefined;
    }
    if (!this.file.importOf('promisify') && !this.file.importOf('util')) {
      return undefined;
    }
    const [binding, ...others] = this.bindings().get(name) ?? [];
    const value =
      binding && others.length === 0 ? this.valueNode(binding) : undefined;
    const call = value && this.file.grammar.call(value);
    return call && WRAPPERS.test(call.callee)
      ? call.args[0]?.text()
      : undefined;
  }

  private evaluator(mayLeave: boolean): Evaluator {
    const evaluator: Evaluator = {
      value: node => {
        if (this.depth >= MAX_DEPTH) {
          return undefined;
        }
        this.depth += 1;
        try {
          return this.file.grammar.evaluate(node, evaluator);
        } finally {
          this.depth -= 1;
        }
      },
      name: (text, from) => {
        if (this.names >= MAX_NAMES || !/^[\w$]+(?:\.[\w$]+)*$/.test(text)) {
          return undefined;
        }
        this.names += 1;
        try {
          return this.named(text.split('.'), from, evaluator, mayLeave);
        } finally {
          this.names -= 1;
        }
      },
    };
    return evaluator;
  }

  private named(
    path: string[],
    from: SyntaxNode,
    evaluator: Evaluator,
    mayLeave: boolean,
  ): ConstantValue | undefined {
    const scope = this.file.scopeOf(from);
    if (path[0] === 'self' || path[0] === 'this' || path[0] === 'cls') {
      return path.length === 2
        ? this.ownField(path.join('.'), path[1], scope, evaluator)
        : undefined;
    }
    const bound = this.visible(path[0], scope);
    if (bound === 'shadowed') {
      return undefined;
    }
    if (bound) {
      return this.below(bound, path.slice(1), evaluator);
    }
    const own = this.classField(path[0], path.slice(1), evaluator);
    if (own !== undefined) {
      return own;
    }
    return mayLeave ? this.imported(path) : undefined;
  }

  /** Value of a name of the module as others see it. */
  exported(path: string[]): ConstantValue | undefined {
    const evaluator = this.evaluator(false);
    const bindings = (this.bindings().get(path[0]) ?? []).filter(
      item => item.scope === undefined,
    );
    if (bindings.length === 1) {
      return this.below(bindings[0], path.slice(1), evaluator);
    }
    return bindings.length === 0
      ? this.classField(path[0], path.slice(1), evaluator)
      : undefined;
  }

  private imported(path: string[]): ConstantValue | undefined {
    const item = this.file.importOf(path[0]);
    if (!item) {
      return undefined;
    }
    const other = this.load(
      this.file.grammar.modulePaths(this.file.path, item.module, item.imported),
    );
    if (!other || other === this.file) {
      return undefined;
    }
    const rest = path.slice(1);
    // `from . import config` brings a module, `from .config import KEY` a name of it; so do both in JavaScript.
    const inside =
      item.imported === '*' || this.isModule(other.path, item.imported)
        ? rest
        : [item.imported, ...rest];
    return inside.length > 0 ? other.constants.exported(inside) : undefined;
  }

  private isModule(path: string, imported: string): boolean {
    return this.file.language === 'python' && path.endsWith(`/${imported}.py`);
  }

  /** Value of `binding.a.b`. */
  private below(
    binding: Binding,
    path: string[],
    evaluator: Evaluator,
  ): ConstantValue | undefined {
    const node = this.valueNode(binding);
    if (!node) {
      return undefined;
    }
    if (path.length === 0) {
      return evaluator.value(node);
    }
    const call = this.file.grammar.callKinds.includes(node.kind())
      ? this.file.grammar.call(node)
      : undefined;
    if (call) {
      // `settings = Settings()`: the default of its field.
      return this.classField(this.classMadeBy(call.callee), path, evaluator);
    }
    let value = evaluator.value(node);
    for (const key of path) {
      value =
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.prototype.hasOwnProperty.call(value, key)
          ? value[key]
          : undefined;
    }
    return value;
  }

  /** Class of what a call gives: itself, or the return type of the function. */
  private classMadeBy(callee: string): string {
    const made = this.file.functions.find(
      item => item.name === callee && item.enclosing.length === 0,
    );
    return made?.returns ?? callee;
  }

  private classField(
    name: string,
    path: string[],
    evaluator: Evaluator,
  ): ConstantValue | undefined {
    if (path.length !== 1) {
      return undefined;
    }
    this.classIndexes ??= new Map(
      this.file.nodes('classes').flatMap((node, index) => {
        const own = this.file.grammar.class(node).name;
        return own === undefined ? [] : [[own, index] as const];
      }),
    );
    const index = this.classIndexes.get(name);
    return index === undefined
      ? undefined
      : this.fieldOf(index, path[0], evaluator);
  }

  private fieldOf(
    classIndex: number,
    name: string,
    evaluator: Evaluator,
  ): ConstantValue | undefined {
    const fields = this.file
      .fieldPlaces(classIndex)
      .filter(field => field.target === name);
    const field =
      fields.length === 1 ? this.file.rawAssignment(fields[0]) : undefined;
    return field && this.defaultOf(field, evaluator);
  }

  private defaultOf(
    field: RawAssignment,
    evaluator: Evaluator,
  ): ConstantValue | undefined {
    const { value } = field;
    if (!value) {
      return undefined;
    }
    const call = this.file.grammar.callKinds.includes(value.kind())
      ? this.file.grammar.call(value)
      : undefined;
    if (!call || !FIELD_CALLS.test(call.callee)) {
      return evaluator.value(value);
    }
    const args = call.args.map(item => this.file.grammar.argument(item));
    const chosen =
      args.find(item => item.name === 'default') ??
      (args[0]?.name === undefined ? args[0] : undefined);
    return chosen && chosen.value.text() !== '...'
      ? evaluator.value(chosen.value)
      : undefined;
  }

  /** `self.x` in a class: assigned once anywhere in it, or a field of its body. */
  private ownField(
    text: string,
    name: string,
    from: Scope | undefined,
    evaluator: Evaluator,
  ): ConstantValue | undefined {
    let owner = from;
    while (owner && owner.kind !== 'class') {
      owner = owner.parent;
    }
    if (!owner) {
      return undefined;
    }
    const within = (scope: Scope | undefined) => {
      let item = scope;
      while (item && item !== owner) {
        item = item.parent;
      }
      return item === owner;
    };
    const assigned = (this.bindings().get(text) ?? []).filter(item =>
      within(item.scope),
    );
    if (assigned.length > 0) {
      const value =
        assigned.length === 1 ? this.valueNode(assigned[0]) : undefined;
      return value && evaluator.value(value);
    }
    return this.fieldOf(owner.index, name, evaluator);
  }

  /** The one binding of a name that a place sees; `shadowed` when there are several or it is a parameter. */
  private visible(
    name: string,
    from: Scope | undefined,
  ): Binding | 'shadowed' | undefined {
    const all = this.bindings().get(name) ?? [];
    for (let scope = from; ; scope = scope.parent) {
      if (scope?.parameters.has(name)) {
        return 'shadowed';
      }
      const visibleHere =
        scope?.kind !== 'class' ||
        scope === from ||
        this.file.language !== 'python';
      const here = visibleHere ? all.filter(item => item.scope === scope) : [];
      if (here.length > 0) {
        return here.length === 1 ? here[0] : 'shadowed';
      }
      if (!scope) {
        return undefined;
      }
    }
  }

  private bindings(): Map<string, Binding[]> {
    if (this.bindingsByName) {
      return this.bindingsByName;
    }
    const { file } = this;
    const result = new Map<string, Binding[]>();
    const add = (name: string, binding: Binding) => {
      const list = result.get(name);
      if (list) {
        list.push(binding);
      } else {
        result.set(name, [binding]);
      }
    };
    for (const place of file.assignmentPlaces) {
      add(place.target, { scope: file.scopes.at(place.start), place });
    }
    for (const node of file.nodes('rebindings')) {
      // `global x` in a function says that the module's name changes.
      const scope = node.is('global_statement')
        ? undefined
        : file.scopeOf(node);
      for (const name of file.grammar.rebound(node)) {
        add(name, { scope });
      }
    }
    this.bindingsByName = result;
    return result;
  }

  /** Right side of a plain assignment. */
  private valueNode({ place }: Binding): SyntaxNode | undefined {
    return place && this.file.rawAssignment(place)?.value;
  }
}
