import { ExtractContext } from '../../engine/types';
import { FileSyntax } from '../../syntax/schema';
import { leadingName } from '../applications/code';
import { Resolver } from '../applications/Resolver';
import { RouteFact, SpanFact } from '../applications/schema';
import { SourceText } from './SourceText';

const MAX_FUNCTIONS = 40;

interface Definition {
  code: string;
  /** What makes it, when it is a variable. */
  made?: string;
}

const LOG_CALL =
  /^[ \t]*(?:self\.|this\.)?_?(?:log|logger|logging|console|print)(?:\.\w+)?\([^\n]*$/gim;
const QUOTED = /"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g;

/** Code without what it tells people: sentences and log calls, lines kept. */
function withoutProse(code: string): string {
  return code
    .replace(LOG_CALL, '')
    .replace(QUOTED, text => (text.includes(' ') ? '""' : text));
}

/** Own code that a place leads to, as text without comments. */
export class CodeReach {
  private readonly resolver: Resolver;
  private readonly source: SourceText;
  private readonly definitions = new Map<
    string,
    Promise<Definition | undefined>
  >();

  constructor(context: ExtractContext) {
    this.resolver = new Resolver(context);
    this.source = new SourceText(context);
  }

  /** Code of lines of a file. */
  code(span: SpanFact): string {
    return this.source.code(span);
  }

  /** The code behind an expression, and what makes it when it is a variable. */
  definition(
    path: string,
    scope: readonly string[],
    text: string,
    known: { path: string; line: number } | undefined,
  ): Promise<Definition | undefined> {
    const key = [path, scope.join('.'), text, known?.path, known?.line].join(
      '\n',
    );
    let found = this.definitions.get(key);
    if (!found) {
      found = this.define(path, scope, text, known);
      this.definitions.set(key, found);
    }
    return found;
  }

  private async define(
    path: string,
    scope: readonly string[],
    text: string,
    known: { path: string; line: number } | undefined,
  ): Promise<Definition | undefined> {
    const name = leadingName(text);
    if (known) {
      const file = await this.resolver.file(known.path);
      const span =
        file?.functions.find(item => item.line === known.line) ??
        file?.classes.find(item => item.line === known.line);
      if (span) {
        return { code: this.code(span) };
      }
    }
    if (!name) {
      return { code: text };
    }
    const assigned = await this.resolver.assignment(path, scope, name);
    if (assigned?.text) {
      return { code: assigned.text, made: assigned.text };
    }
    const own =
      (await this.resolver.function(path, name)) ??
      (await this.resolver.class(path, name));
    return own && { code: this.code(own) };
  }

  /** Where the own code that a function leads to says something, following calls by name. */
  async find(
    start: SpanFact,
    words: RegExp,
    depth: number,
  ): Promise<{ path: string; line: number } | undefined> {
    const queue: { span: SpanFact; depth: number }[] = [{ span: start, depth }];
    const seen = new Set<string>();
    for (let item = queue.shift(); item; item = queue.shift()) {
      const { span } = item;
      const key = `${span.path}:${span.line}`;
      if (seen.has(key) || seen.size > MAX_FUNCTIONS) {
        continue;
      }
      seen.add(key);
      const code = withoutProse(this.code(span));
      const match = words.exec(code);
      if (match) {
        return {
          path: span.path,
          line: span.line + code.slice(0, match.index).split('\n').length - 1,
        };
      }
      const file = item.depth > 0 && (await this.resolver.file(span.path));
      for (const call of file ? file.calls : []) {
        if (call.line >= span.line && call.endLine <= span.endLine && file) {
          const target = await this.target(file, call.enclosing, call.callee);
          if (target) {
            queue.push({ span: target, depth: item.depth - 1 });
          }
        }
      }
    }
    return undefined;
  }

  /** Function or method behind a callee; methods of objects whose class is in the tree as well. */
  private async target(
    file: FileSyntax,
    scope: readonly string[],
    callee: string,
  ): Promise<SpanFact | undefined> {
    const own = await this.resolver.function(file.path, callee);
    if (own) {
      return own;
    }
    const dot = callee.lastIndexOf('.');
    if (dot < 0) {
      return undefined;
    }
    const last = callee.slice(dot + 1);
    const head = callee.slice(0, dot).replace(/^(?:this|self)\./, '');
    if (/^(?:this|self|cls)$/.test(head)) {
      return file.functions.find(
        item =>
          item.name === last &&
          item.enclosing.some(part => scope.includes(part)),
      );
    }
    // `service = AuthService()`, `constructor(private auth: AuthService)`
    const object = await this.resolver.assignment(file.path, scope, head);
    const type =
      (object && leadingName(object.text)) ??
      file.functions
        .flatMap(item => item.parameters)
        .find(item => item.name === head)
        ?.annotation?.match(/[A-Za-z_][\w.]*/)?.[0];
    const owner = type
      ? await this.resolver.class(object?.path ?? file.path, type)
      : await this.resolver.class(file.path, head);
    const place = owner ?? (await this.resolver.dotted(file.path, head));
    const target =
      place && place.path !== file.path
        ? await this.resolver.file(place.path)
        : owner && file;
    return target?.functions.find(
      item =>
        item.name === last && (!owner || item.enclosing.includes(owner.name)),
    );
  }

  /** Field of the view class behind a route: `throttle_classes`. */
  async viewField(route: RouteFact, name: string) {
    const view = (route.handler ?? '').replace(/\.\w+$/, '');
    const owner = view && (await this.resolver.class(route.path, view));
    return owner ? owner.fields.find(item => item.target === name) : undefined;
  }
}
