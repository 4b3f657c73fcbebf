import type { SyntaxNode } from '../../syntax/nodes';
import { CallFact, FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  entryNode,
  isFunction,
  namedChildren,
  nodeOfCall,
  unwrap,
} from './code';
import {
  bindsName,
  CLASSES,
  Names,
  parametersOf,
  ScriptValue,
  ScriptValues,
} from './scriptValues';

const MAX_DEPTH = 4;
const MAX_CALLERS = 20;

/** Finds what callers pass for the parameters of own functions, methods and constructors of JavaScript. */
export class PassedValues {
  constructor(
    private readonly values: ScriptValues,
    private readonly files: readonly FileSyntax[],
  ) {}

  /** Values of the parameter at the front of an expression, such as `options` in `options.routes`. */
  async namesFor(
    file: FileSyntax,
    node: SyntaxNode,
    depth = 0,
  ): Promise<Names | undefined> {
    const head = headOf(node);
    const name = head?.text();
    if (!head || !name || depth > MAX_DEPTH) {
      return undefined;
    }
    const taker = head
      .ancestors()
      .find(
        item =>
          isFunction(item) &&
          parametersOf(item).some(parameter => bindsName(parameter, name)),
      );
    if (!taker) {
      return undefined;
    }
    const position = parametersOf(taker).findIndex(item =>
      bindsName(item, name),
    );
    const parameter = parametersOf(taker)[position];
    const pattern =
      parameter.field('pattern') ?? parameter.field('left') ?? parameter;
    const byDefault = parameter.field('value') ?? parameter.field('right');
    const found: ScriptValue[] = [];
    for (const { caller, call } of await this.callersOf(file, taker)) {
      const given = argumentNodes(call)[position];
      const names =
        given && (await this.namesFor(caller, unwrap(given), depth + 1));
      const [place, value] = given
        ? [caller, unwrap(given)]
        : [file, byDefault];
      const passed: ScriptValue | undefined = value
        ? { file: place, node: value, kind: 'plain', names }
        : undefined;
      if (passed) {
        found.push(...(await this.bound(pattern, name, passed)));
      }
    }
    if (!found.length && byDefault) {
      found.push({ file, node: byDefault, kind: 'plain' });
    }
    return found.length ? new Map([[name, found]]) : undefined;
  }

  /** What a pattern gives to a name: the value as a whole, or one of its members. */
  private async bound(
    pattern: SyntaxNode,
    name: string,
    passed: ScriptValue,
  ): Promise<ScriptValue[]> {
    if (pattern.kind() === 'identifier') {
      return [passed];
    }
    if (pattern.kind() !== 'object_pattern') {
      return [];
    }
    const key =
      namedChildren(pattern)
        .find(item => item.field('value')?.text() === name)
        ?.field('key')
        ?.text() ?? name;
    const objects = await this.values.of(
      passed.file,
      passed.node,
      passed.names,
    );
    return objects.flatMap(object => {
      const value =
        object.node.kind() === 'object'
          ? entryNode(object.node, key)
          : undefined;
      return value ? [{ ...object, node: value }] : [];
    });
  }

  private async callersOf(file: FileSyntax, made: SyntaxNode) {
    const named = nameOf(made);
    const result: { caller: FileSyntax; call: SyntaxNode }[] = [];
    for (const caller of this.files) {
      for (const fact of caller.calls) {
        if (result.length >= MAX_CALLERS || !named.calledBy(caller, fact)) {
          continue;
        }
        const call = nodeOfCall(caller, fact);
        const callee = call?.field('function') ?? call?.field('constructor');
        const targets =
          call && callee ? await this.values.functions(caller, callee) : [];
        if (
          targets.some(
            item =>
              item.file.path === file.path && item.node.id() === made.id(),
          )
        ) {
          result.push({ caller, call: call! });
        }
      }
    }
    return result;
  }
}

/** The identifier in front of a chain of members. */
function headOf(node: SyntaxNode): SyntaxNode | undefined {
  let current: SyntaxNode | null = unwrap(node);
  for (let depth = 0; current && depth < 8; depth++) {
    if (current.kind() === 'identifier') {
      return current;
    }
    current =
      current.kind() === 'member_expression' ? current.field('object') : null;
  }
  return undefined;
}

/** Under which name calls can mean a function; what they mean is looked up afterwards. */
function nameOf(made: SyntaxNode): {
  calledBy(file: FileSyntax, call: CallFact): boolean;
} {
  const parent = made.parent();
  const holder =
    parent &&
    ['variable_declarator', 'public_field_definition', 'pair'].includes(
      parent.kind(),
    )
      ? parent
      : undefined;
  const own =
    made.field('name')?.text() ??
    holder?.field('name')?.text() ??
    holder?.field('key')?.text();
  const isConstructor =
    made.kind() === 'method_definition' && own === 'constructor';
  const name = isConstructor
    ? made
        .ancestors()
        .find(item => CLASSES.has(item.kind()))
        ?.field('name')
        ?.text()
    : own;
  return {
    calledBy: (file, { callee, construct }) => {
      if (construct !== isConstructor) {
        return false;
      }
      const last = callee.slice(callee.lastIndexOf('.') + 1);
      return (
        last === name ||
        // A default export has the name that the importing file gives it.
        (!callee.includes('.') &&
          file.imports.some(
            item => item.local === callee && item.imported === 'default',
          )) ||
        callee.startsWith('require(')
      );
    },
  };
}
