import { joinPath } from '../compose/readService';
import { parseShell } from '../shell/parseShell';
import { ShellCommand, ShellPipeline, ShellScript } from '../shell/schema';
import { Neutraliser } from './schema';
import { unwrap } from './wrappers';

/** How the shell that reads a text is set. */
export interface ShellSettings {
  /** A failing command ends the text (`-e`). */
  errexit: boolean;
  pipefail: boolean;
}

/** A command of a text with what keeps its failure from being seen. */
export interface ScriptCommand {
  command: ShellCommand;
  cwd: string;
  neutralisers: Neutraliser[];
}

/** Commands that end with success. */
const SUCCEEDS = new Set([
  'true',
  ':',
  'echo',
  'printf',
  '/bin/true',
  'exit',
  'return',
  'sleep',
]);

/** Commands of one script; for each of them all others are looked at, and whoever follows them stops much earlier. */
const MAX_COMMANDS = 1_000;

class ScriptAnalysis {
  private readonly script: ShellScript;
  private readonly found: ScriptCommand[] = [];

  constructor(
    private readonly text: string,
    private readonly place: { path: string; line: number; cwd: string },
    private settings: ShellSettings,
  ) {
    this.script = parseShell(text, place.line);
  }

  run(): ScriptCommand[] {
    const { pipelines } = this.script;
    // `cd` inside a group counts until its end.
    const folders: { groups: string; cwd: string }[] = [];
    let { cwd } = this.place;
    for (const [index, pipeline] of pipelines.entries()) {
      if (this.found.length >= MAX_COMMANDS) {
        break;
      }
      const groups = pipeline.groups.join();
      while (folders.length > 0 && !groups.startsWith(folders.at(-1)!.groups)) {
        cwd = folders.pop()!.cwd;
      }
      const [first] = pipeline.commands;
      const [name, argument] = first.words;
      if (name === 'set') {
        this.settings = applySet(first.words.slice(1), this.settings);
      } else if ((name === 'cd' || name === 'pushd') && argument) {
        if (groups !== '') {
          folders.push({ groups, cwd });
        }
        cwd = argument.startsWith('$') ? cwd : joinPath(cwd, argument);
      } else if (name === 'popd' || (name === 'cd' && !argument)) {
        cwd = this.place.cwd;
      }
      for (const [position, command] of pipeline.commands.entries()) {
        if (command.words.length > 0) {
          this.found.push({
            command,
            cwd,
            neutralisers: this.neutralisers(index, position),
          });
        } else {
          this.addSubstituted(command, cwd, index, position);
        }
      }
    }
    return this.found;
  }

  /** `found=$(go vet ./...)`: the status of the assignment is the one of the command in it. */
  private addSubstituted(
    { substitutions, assignments }: ShellCommand,
    cwd: string,
    index: number,
    position: number,
  ): void {
    // What was found decides later: `if [ -n "$found" ]; then exit 1; fi`.
    const isRead = assignments.some(item => this.reads(item.split('=')[0]));
    for (const { kind, text, line } of substitutions) {
      if (kind === 'command') {
        const outer = this.neutralisers(index, position);
        this.found.push(
          ...analyseScript(
            text,
            { ...this.place, line, cwd },
            { ...this.settings },
          ).map(item => ({
            ...item,
            neutralisers: isRead
              ? outer.filter(
                  ({ kind: neutraliser }) =>
                    neutraliser !== 'no-errexit' && neutraliser !== 'or-true',
                )
              : [...outer, ...item.neutralisers],
          })),
        );
      }
    }
  }

  private neutralisers(index: number, position: number): Neutraliser[] {
    const { pipelines, groups } = this.script;
    const pipeline = pipelines[index];
    const found: Neutraliser[] = [];
    const add = (kind: Neutraliser['kind'], text: string, line: number) =>
      found.push({ kind, text, path: this.place.path, line });

    const following = pipeline.commands[position + 1];
    if (
      following &&
      !this.settings.pipefail &&
      !judgesItsInput(following) &&
      !this.usesStatus(index)
    ) {
      add('pipe', `| ${following.words[0] ?? ''}`.trim(), following.line);
    }
    const alternative = this.alternativeOf(index);
    if (alternative !== undefined && this.hidesFailure(index, alternative)) {
      add(
        'or-true',
        `|| ${pipelines[alternative].commands[0].text}`.slice(0, 60),
        pipelines[alternative].line,
      );
    }
    for (const id of pipeline.groups) {
      const group = groups[id];
      const behind = pipelines[group.followedBy];
      if (
        group.next === '||' &&
        behind &&
        this.hidesFailure(index, group.followedBy)
      ) {
        add(
          'or-true',
          `|| ${behind.commands[0].text}`.slice(0, 60),
          behind.line,
        );
      } else if (group.next === '|' && behind && !this.settings.pipefail) {
        add('pipe', `| ${behind.commands[0].words[0] ?? ''}`, behind.line);
      }
    }
    if (pipeline.next === '&' && !this.runs('wait')) {
      add('background', '&', pipeline.line);
    } else if (!this.settings.errexit && this.isForgotten(index)) {
      add(
        'no-errexit',
        'the status is lost, the shell runs without -e',
        pipeline.line,
      );
    }
    return found;
  }

  /** Index of what runs when this fails: behind `||` at the end of the `&&` list. */
  private alternativeOf(index: number): number | undefined {
    const { pipelines } = this.script;
    let at = index;
    while (pipelines[at].next === '&&' && at + 1 < pipelines.length) {
      at += 1;
    }
    return pipelines[at].next === '||' && at + 1 < pipelines.length
      ? at + 1
      : undefined;
  }

  private hidesFailure(index: number, alternative: number): boolean {
    const { pipelines } = this.script;
    const own = pipelines[index].groups;
    const group = pipelines[alternative].groups.find(id => !own.includes(id));
    const members =
      group === undefined
        ? this.listFrom(alternative)
        : pipelines.filter(item => item.groups.includes(group));
    const commands = members.flatMap(item => item.commands);
    if (
      commands.some(command => fails(command) || this.storesStatus(command))
    ) {
      return false;
    }
    const last = commands.at(-1);
    if (handsOn(commands)) {
      return false;
    }
    return (
      last !== undefined &&
      (last.words.length === 0 || SUCCEEDS.has(last.words[0]))
    );
  }

  /** The pipelines of an `&&`/`||` list from here on. */
  private listFrom(index: number): ShellPipeline[] {
    const { pipelines } = this.script;
    const list = [pipelines[index]];
    for (
      let at = index;
      (pipelines[at].next === '&&' || pipelines[at].next === '||') &&
      at + 1 < pipelines.length;
      at++
    ) {
      list.push(pipelines[at + 1]);
    }
    return list;
  }

  /** A status kept in a variable or file that is read later. */
  private storesStatus(command: ShellCommand): boolean {
    const variables = command.assignments.map(item => item.split('=')[0]);
    if (variables.some(name => this.reads(name))) {
      return true;
    }
    return command.redirects.some(
      ({ operator, target }) =>
        operator.includes('>') &&
        target !== '/dev/null' &&
        !/^&?\d$/.test(target) &&
        !operator.endsWith('&'),
    );
  }

  private reads(name: string): boolean {
    return this.text.includes(`$${name}`) || this.text.includes(`\${${name}`);
  }

  private usesStatus(index: number): boolean {
    return this.script.pipelines
      .slice(index)
      .some(item =>
        item.commands.some(command => command.text.includes('PIPESTATUS')),
      );
  }

  private runs(name: string): boolean {
    return this.script.pipelines.some(item =>
      item.commands.some(command => command.words[0] === name),
    );
  }

  /** Something runs behind it and nothing looks at its status. */
  private isForgotten(index: number): boolean {
    const { pipelines } = this.script;
    const pipeline = pipelines[index];
    if (pipeline.condition || pipeline.inFunction || pipeline.negated) {
      return false;
    }
    let at = index;
    while (pipelines[at].next === '&&' || pipelines[at].next === '||') {
      at += 1;
      if (at >= pipelines.length) {
        return false;
      }
      const { commands } = pipelines[at];
      if (
        commands.some(fails) ||
        (pipelines[at - 1].next === '||' && handsOn(commands))
      ) {
        return false;
      }
    }
    const behind = pipelines[at + 1];
    if (
      !behind ||
      (pipelines[at].next !== ';' && pipelines[at].next !== '\n')
    ) {
      return false;
    }
    return !behind.commands.some(command =>
      /\$\?|PIPESTATUS/.test(command.text),
    );
  }
}

/** Reporters that read the results of tests and fail with them. */
const REPORTERS =
  /^(?:tap-[\w-]+|faucet|tnyan|colortape|tparse|gotestfmt|richgo)$/;

function judgesItsInput({ words }: ShellCommand): boolean {
  const [name, ...args] = unwrap(words);
  return (
    REPORTERS.test(name ?? '') ||
    (name === 'go-junit-report' && args.includes('-set-exit-code'))
  );
}

/** `exit` or `return` alone, behind `||`: without a number they hand on the status of the failure. */
function handsOn(commands: readonly ShellCommand[]): boolean {
  return (
    commands.length === 1 &&
    commands[0].words.length === 1 &&
    ['exit', 'return'].includes(commands[0].words[0])
  );
}

/** Ends with an error: `exit 1`, `false`, `return 2`, `exit $status`. */
function fails({ words }: ShellCommand): boolean {
  const [name, status] = words;
  return (
    name === 'false' ||
    ((name === 'exit' || name === 'return') &&
      status !== undefined &&
      status !== '0')
  );
}

function applySet(
  words: readonly string[],
  before: ShellSettings,
): ShellSettings {
  const after = { ...before };
  words.forEach((word, index) => {
    const on = word.startsWith('-');
    if (!on && !word.startsWith('+')) {
      return;
    }
    if (!word.startsWith('--') && word.slice(1).includes('e')) {
      after.errexit = on;
    }
    if (word.endsWith('o')) {
      const option = words[index + 1];
      if (option === 'pipefail') {
        after.pipefail = on;
      } else if (option === 'errexit') {
        after.errexit = on;
      }
    }
  });
  return after;
}

/**
 * The commands of a shell text in order, each with the folder it runs in and with what hides its failure. The text is
 * read as the shell does: `set -e`, `pipefail`, lists, groups, statuses kept for later.
 */
export function analyseScript(
  text: string,
  place: { path: string; line: number; cwd: string },
  settings: ShellSettings,
): ScriptCommand[] {
  return new ScriptAnalysis(text, place, settings).run();
}
