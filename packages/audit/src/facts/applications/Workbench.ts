import type { SyntaxNode } from '../../syntax/nodes';
import { ExtractContext } from '../../engine/types';
import {
  ArgumentFact,
  CallFact,
  FileSyntax,
  FunctionFact,
} from '../../syntax/schema';
import { Inventory, Language } from '../inventory/schema';
import {
  argumentNode,
  argumentNodes,
  dottedName,
  environmentCondition,
  isFunction,
  leadingName,
  lineOf,
  namedChildren,
  nodeOfCall,
  spanOf,
  stringText,
  unwrap,
} from './code';
import { Resolver } from './Resolver';
import {
  ApplicationFact,
  Framework,
  GuardUse,
  MiddlewareFact,
  SpanFact,
} from './schema';

const MAX_STEPS = 6;

/** Calls that wrap a setting's default: `Field(default="…")`. */
const DEFAULT_WRAPPERS = new Set([
  'Field',
  'pydantic.Field',
  'field',
  'config',
  'attr.ib',
]);

/** What the readers of all frameworks share. */
export class Workbench {
  readonly resolver: Resolver;

  constructor(readonly context: ExtractContext, readonly inventory: Inventory) {
    this.resolver = new Resolver(context);
  }

  /** Folder of the innermost part around a path. */
  partOf(path: string): string {
    return (
      this.inventory.parts
        .map(part => part.root)
        .filter(root => root === '' || path.startsWith(`${root}/`))
        .sort((a, b) => b.length - a.length)[0] ?? ''
    );
  }

  application(
    framework: Framework,
    language: Language,
    call: Pick<CallFact, 'path' | 'line' | 'endLine' | 'assignedTo'>,
  ): ApplicationFact {
    return {
      id: `${call.path}:${call.assignedTo ?? framework}`,
      framework,
      language,
      ...(call.assignedTo ? { name: call.assignedTo } : {}),
      path: call.path,
      line: call.line,
      endLine: call.endLine,
      part: this.partOf(call.path),
      middleware: [],
      routes: [],
      features: [],
      settings: [],
      servesPages: false,
      partial: [],
    };
  }

  /** Own code behind a name: class or function. */
  async definition(path: string, name: string): Promise<SpanFact | undefined> {
    const found =
      (await this.resolver.class(path, name)) ??
      (await this.resolver.function(path, name));
    return (
      found && { path: found.path, line: found.line, endLine: found.endLine }
    );
  }

  /**
   * Middleware that a call attaches.
   *
   * @param what the argument that is or makes the middleware
   * @param args arguments that configure it
   */
  async middleware(
    file: FileSyntax,
    call: CallFact,
    what: ArgumentFact,
    args: ArgumentFact[],
    name = resolvedName(file, what.text),
  ): Promise<MiddlewareFact> {
    const node = nodeOfCall(file, call);
    const condition = node && environmentCondition(node);
    const definedAt: SpanFact[] = [];
    const lead = leadingName(what.text);
    const inline =
      node &&
      argumentNodes(node).find(
        item => item.text() === what.text && isFunction(unwrap(item)),
      );
    if (inline) {
      definedAt.push(spanOf(file.path, inline));
    } else if (lead) {
      const own = await this.definition(file.path, lead);
      if (own) {
        definedAt.push(own);
      }
    }
    return {
      name,
      path: call.path,
      line: call.line,
      endLine: call.endLine,
      args,
      ...(condition
        ? {
            condition: condition.text,
            developmentOnly: condition.developmentOnly === true,
          }
        : {}),
      ...(definedAt.length ? { definedAt } : {}),
    };
  }

  /** Text of an expression as far as it can be computed; settings count with their defaults. */
  async text(
    file: FileSyntax,
    scope: readonly string[],
    node: SyntaxNode,
    steps = 0,
  ): Promise<string | undefined> {
    if (steps > MAX_STEPS) {
      return undefined;
    }
    const plain = unwrap(node);
    const literal = stringText(plain);
    if (literal !== undefined) {
      return literal;
    }
    const kind = plain.kind();
    if (kind === 'string' || kind === 'template_string') {
      let text = '';
      for (const child of plain.children()) {
        const part = child.kind();
        if (part === 'interpolation' || part === 'template_substitution') {
          const [inner] = namedChildren(child);
          const value =
            inner && (await this.text(file, scope, inner, steps + 1));
          if (value === undefined) {
            return undefined;
          }
          text += value;
        } else if (part === 'string_content' || part === 'string_fragment') {
          text += child.text();
        }
      }
      // `f"/jobs/{{job_id}}"`
      return kind === 'string'
        ? text.replace(/\{\{/g, '{').replace(/\}\}/g, '}')
        : text;
    }
    if (kind === 'binary_operator' || kind === 'binary_expression') {
      const [left, right] = [plain.field('left'), plain.field('right')];
      if (plain.field('operator')?.text() === '+' && left && right) {
        const a = await this.text(file, scope, left, steps + 1);
        const b = await this.text(file, scope, right, steps + 1);
        return a === undefined || b === undefined ? undefined : a + b;
      }
      return undefined;
    }
    const name = dottedName(plain);
    if (!name) {
      return undefined;
    }
    const assignment = await this.resolver.assignment(file.path, scope, name);
    if (assignment) {
      if (typeof assignment.value === 'string') {
        return assignment.value;
      }
      // `base = f"/api/{VERSION}"`
      const home = await this.resolver.file(assignment.path);
      const right = home?.root
        .findAll({ rule: { kind: 'assignment' } })
        .find(
          item =>
            lineOf(item) === assignment.line &&
            item.field('left')?.text() === name.split('.').pop(),
        )
        ?.field('right');
      return home && right
        ? this.text(home, assignment.enclosing, right, steps + 1)
        : undefined;
    }
    const setting = await this.setting(file.path, name);
    return typeof setting?.value === 'string' ? setting.value : undefined;
  }

  /** Field of a settings object: `settings.API_PREFIX` with its default. */
  async setting(
    path: string,
    name: string,
  ): Promise<
    { value: unknown; path: string; line: number; text: string } | undefined
  > {
    const segments = name.split('.');
    const field = segments.pop();
    if (!segments.length || !field) {
      return undefined;
    }
    const place = await this.resolver.dotted(path, segments.join('.'));
    const paths = [...new Set([place?.path ?? path, path])];
    for (const candidate of paths) {
      const file = await this.resolver.file(candidate);
      for (const owner of file?.classes ?? []) {
        const found = owner.fields.find(item => item.target === field);
        if (found && file) {
          const wrapped = file.calls.find(
            call =>
              call.line >= found.line &&
              call.endLine <= found.endLine &&
              DEFAULT_WRAPPERS.has(call.name),
          );
          const fallback =
            wrapped?.args.find(item => item.name === 'default') ??
            wrapped?.args.find(item => item.name === undefined);
          return {
            value: wrapped ? fallback?.value : found.value,
            path: candidate,
            line: found.line,
            text: found.text,
          };
        }
      }
    }
    return undefined;
  }

  /** Text of an argument, `undefined` when it is there and cannot be computed. */
  async argumentText(
    file: FileSyntax,
    call: CallFact,
    name: string | undefined,
    position?: number,
  ): Promise<string | undefined> {
    const fact = argument(call, name, position);
    if (!fact) {
      return undefined;
    }
    if (typeof fact.value === 'string') {
      return fact.value;
    }
    const node = nodeOfCall(file, call);
    const value = node && argumentNode(node, name, position);
    return value ? this.text(file, call.enclosing, value) : undefined;
  }
}

/** Argument by keyword, or by position among those without one. */
export function argument(
  call: Pick<CallFact, 'args'>,
  name: string | undefined,
  position?: number,
): ArgumentFact | undefined {
  return (
    (name === undefined
      ? undefined
      : call.args.find(item => item.name === name)) ??
    (position === undefined
      ? undefined
      : call.args.filter(item => item.name === undefined)[position])
  );
}

/** Name of an expression through the imports of its file: `helmet` for `helmet()`, `a.b.C` for `C`. */
export function resolvedName(file: FileSyntax, text: string): string {
  const lead = leadingName(text);
  if (!lead) {
    return 'inline';
  }
  const [head, ...rest] = lead.split('.');
  const imported = file.imports.find(item => item.local === head);
  if (!imported) {
    return lead;
  }
  const base =
    imported.imported === '*' || imported.imported === 'default'
      ? imported.module
      : `${imported.module}.${imported.imported}`;
  return [base, ...rest].join('.');
}

/** The function that a decorator or annotation stands on: the first of that name after it. */
export function decorated(
  file: FileSyntax,
  call: CallFact,
): FunctionFact | undefined {
  return file.functions
    .filter(item => item.name === call.decorates && item.endLine >= call.line)
    .sort((a, b) => a.line - b.line)
    .find(item => item.endLine >= call.endLine);
}

/**
 * Decorators between the one that registers a handler and the function. What stands above the registration wraps a
 * function that the framework never calls.
 */
export function decoratorsBelow(
  handler: FunctionFact,
  registration: CallFact,
): GuardUse[] {
  const own = handler.decorators.findIndex(
    text =>
      text.startsWith(`${registration.callee}(`) &&
      text.includes(registration.args[0]?.text ?? ''),
  );
  return handler.decorators
    .slice(own + 1)
    .filter(text => leadingName(text) !== registration.callee)
    .map(text => ({
      text,
      how: 'decorator' as const,
      path: handler.path,
      line: handler.line,
      scope: handler.enclosing,
      level: 'route' as const,
    }));
}

const LIST_TYPE =
  /(?:^|[^A-Za-z])(?:list|List|Sequence|Iterable|Page|Paginated\w*|LimitOffsetPage|CursorPage|QuerySet|Set|Collection|Array)\s*[[<]|\w(?:List|Page)(?:\b|$)|\[\]$/;

/** Whether a return type answers a collection. */
export const isListType = (text: string | undefined) =>
  Boolean(text && LIST_TYPE.test(text));
