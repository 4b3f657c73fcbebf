import { ShellCommand, ShellGroup, ShellPipeline, ShellScript } from './schema';
import { ShellToken, tokenize } from './tokenize';

/** Words after which a command begins; the ones marked decide a branch by its status. */
const OPENING_WORDS = new Map<string, { condition: boolean }>([
  ['if', { condition: true }],
  ['elif', { condition: true }],
  ['while', { condition: true }],
  ['until', { condition: true }],
  ['then', { condition: false }],
  ['else', { condition: false }],
  ['do', { condition: false }],
  ['time', { condition: false }],
]);
const CLOSING_WORDS = new Set(['fi', 'done', 'esac']);
/** Heads without a command in them, up to the next separator. */
const HEAD_WORDS = new Set(['for', 'case', 'select']);
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;
/** Substitutions inside substitutions that are read. */
const MAX_SUBSTITUTIONS = 5;
const SEPARATORS = new Set(['&&', '||', ';', ';;', '&', '\n']);

class ShellParser {
  private readonly pipelines: ShellPipeline[] = [];
  private readonly groups: ShellGroup[] = [];
  private readonly open: { id: number; closing: string; body: boolean }[] = [];
  private command: ShellCommand | undefined;
  private pipeline: ShellPipeline | undefined;
  private start = 0;
  private end = 0;
  private negated = false;
  private condition = false;
  private functionNext = false;

  constructor(
    private readonly text: string,
    private readonly tokens: ShellToken[],
  ) {}

  run(): ShellScript {
    for (let index = 0; index < this.tokens.length; index++) {
      const token = this.tokens[index];
      if (token.kind === 'word') {
        index = this.word(token, index);
      } else {
        index = this.operator(token.text, index);
      }
    }
    this.endPipeline('');
    for (const group of this.groups) {
      group.followedBy = Math.min(group.followedBy, this.pipelines.length);
    }
    return { pipelines: this.pipelines, groups: this.groups };
  }

  private word(
    token: Extract<ShellToken, { kind: 'word' }>,
    index: number,
  ): number {
    const atStart = !this.command;
    if (atStart && !token.quoted) {
      const opening = OPENING_WORDS.get(token.text);
      if (opening) {
        this.condition = opening.condition;
        return index;
      }
      if (token.text === '!') {
        this.negated = true;
        return index;
      }
      if (token.text === '{') {
        this.openGroup('}');
        return index;
      }
      if (token.text === '}') {
        this.closeGroup(index, '}');
        return index;
      }
      if (CLOSING_WORDS.has(token.text)) {
        return index;
      }
      if (HEAD_WORDS.has(token.text)) {
        let at = index + 1;
        while (at < this.tokens.length && !this.isSeparator(this.tokens[at])) {
          at += 1;
        }
        return at - 1;
      }
      if (token.text === 'function') {
        this.functionNext = true;
        return index + 1;
      }
    }
    const command = this.command ?? this.startCommand(token);
    command.substitutions.push(...token.substitutions);
    if (
      command.words.length === 0 &&
      ASSIGNMENT.test(token.text) &&
      this.text.slice(token.start, token.start + 1) !== '"'
    ) {
      command.assignments.push(token.text);
    } else {
      command.words.push(token.text);
    }
    this.extend(token);
    return index;
  }

  private operator(operator: string, index: number): number {
    if (SEPARATORS.has(operator)) {
      if (operator === '\n' && !this.command && this.pipeline) {
        // A line break behind `|` continues the pipeline.
        return index;
      }
      this.endPipeline(
        operator === ';;' ? ';' : (operator as ShellPipeline['next']),
      );
      return index;
    }
    if (operator === '|') {
      this.endCommand();
      return index;
    }
    if (operator === '(') {
      return this.parenthesis(index);
    }
    if (operator === ')') {
      this.closeGroup(index, ')');
      return index;
    }
    // A redirect; its target is the next word.
    const target = this.tokens[index + 1];
    const command = this.command ?? this.startCommand(this.tokens[index]);
    if (target?.kind === 'word') {
      command.redirects.push({ operator, target: target.text });
      command.substitutions.push(...target.substitutions);
      this.extend(target);
      return index + 1;
    }
    return index;
  }

  private parenthesis(index: number): number {
    const following = this.tokens[index + 1];
    const isFunction =
      this.command?.words.length === 1 &&
      following?.kind === 'operator' &&
      following.text === ')';
    if (isFunction) {
      this.command = undefined;
      this.functionNext = true;
      return index + 1;
    }
    if (this.command) {
      // An array `a=( … )` or a stray bracket: everything up to the closing one belongs to the command.
      let at = index + 1;
      while (at < this.tokens.length && this.tokens[at].text !== ')') {
        at += 1;
      }
      return at;
    }
    this.openGroup(')');
    return index;
  }

  private openGroup(closing: string): void {
    const id = this.groups.push({ next: '', followedBy: Infinity }) - 1;
    this.open.push({ id, closing, body: this.functionNext });
    this.functionNext = false;
  }

  private closeGroup(index: number, closing: string): void {
    this.endPipeline('');
    const at = this.open.map(item => item.closing).lastIndexOf(closing);
    if (at < 0) {
      return;
    }
    const [{ id }] = this.open.splice(at);
    let next = index + 1;
    while (
      this.tokens[next]?.kind === 'operator' &&
      /[<>]/.test(this.tokens[next].text)
    ) {
      next += 2;
    }
    const operator = this.tokens[next];
    this.groups[id] = {
      next:
        operator?.kind === 'operator' &&
        (SEPARATORS.has(operator.text) || operator.text === '|')
          ? (operator.text.replace(';;', ';') as ShellGroup['next'])
          : '',
      followedBy: this.pipelines.length,
    };
  }

  private startCommand(token: ShellToken): ShellCommand {
    this.command = {
      words: [],
      assignments: [],
      redirects: [],
      text: '',
      line: token.line,
      endLine: token.line,
      substitutions: [],
    };
    this.start = token.start;
    this.extend(token);
    return this.command;
  }

  private extend(token: ShellToken): void {
    this.end = token.end;
    if (this.command) {
      this.command.endLine = Math.max(this.command.endLine, token.line);
    }
  }

  private endCommand(): void {
    if (!this.command) {
      return;
    }
    this.command.text = this.text.slice(this.start, this.end);
    if (!this.pipeline) {
      this.pipeline = {
        commands: [],
        line: this.command.line,
        endLine: this.command.endLine,
        next: '',
        negated: this.negated,
        condition: this.condition,
        groups: this.open.map(item => item.id),
        inFunction: this.open.some(item => item.body),
      };
    }
    this.pipeline.commands.push(this.command);
    this.pipeline.endLine = this.command.endLine;
    this.command = undefined;
  }

  private endPipeline(next: ShellPipeline['next']): void {
    this.endCommand();
    if (this.pipeline) {
      this.pipeline.next = next;
      this.pipelines.push(this.pipeline);
      this.pipeline = undefined;
    }
    this.condition = this.condition && (next === '&&' || next === '||');
    this.negated = false;
  }

  private isSeparator(token: ShellToken): boolean {
    return token.kind === 'operator' && SEPARATORS.has(token.text);
  }
}

/**
 * Parses a shell text (POSIX, Bash) into pipelines with what joins them. Control structures are flattened: their
 * commands stand in the order of the text.
 *
 * @public
 */
export function parseShell(text: string, firstLine = 1): ShellScript {
  return new ShellParser(text, tokenize(text, firstLine)).run();
}

/**
 * All commands of a text, those inside substitutions included.
 *
 * @public
 */
export function shellCommands(
  text: string,
  firstLine = 1,
  depth = 0,
): ShellCommand[] {
  return parseShell(text, firstLine).pipelines.flatMap(pipeline =>
    pipeline.commands.flatMap(command => [
      command,
      ...(depth < MAX_SUBSTITUTIONS ? command.substitutions : []).flatMap(
        inner => shellCommands(inner.text, inner.line, depth + 1),
      ),
    ]),
  );
}
