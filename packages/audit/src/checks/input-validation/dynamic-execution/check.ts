import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { flows } from '../../../facts/flow/extract';
import { noteOf, relatedOf } from '../../../judging/flows';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
  judged,
} from '../../../judging/outcome';
import { ArgumentFact, CallFact, FileSyntax } from '../../../syntax/schema';

/** How a call executes what it is given. */
interface Sink {
  kind: 'code' | 'shell' | 'template';
  /** The argument that is executed; `undefined` when this use is harmless. */
  executed(call: CallFact): ArgumentFact | undefined;
}

const first = (call: CallFact) => call.args.find(item => !item.name);
const nth = (index: number) => (call: CallFact) =>
  call.args.filter(item => !item.name)[index];
const last = (call: CallFact) => call.args.filter(item => !item.name).at(-1);

const code: Sink = { kind: 'code', executed: first };
const shell: Sink = { kind: 'shell', executed: first };
/** A process with a shell between: the command as a text, or the list turned into one. */
const withShell: Sink = {
  kind: 'shell',
  executed: call =>
    call.args.some(item => item.name === 'shell' && item.value === true)
      ? call.args.find(item => item.name === 'args') ?? first(call)
      : undefined,
};
const spawned: Sink = {
  kind: 'shell',
  executed: call => {
    const options = call.args.find(item =>
      item.entries?.some(entry => entry.name === 'shell'),
    );
    const given = options?.entries?.find(entry => entry.name === 'shell');
    if (!given || given.value === undefined || given.value === false) {
      return undefined;
    }
    // Either the program or one of its arguments.
    return call.args
      .filter(item => item !== options)
      .find(item => item.value === undefined);
  },
};

const SINKS: Record<string, Record<string, Sink>> = {
  python: {
    eval: code,
    exec: code,
    compile: code,
    'builtins.eval': code,
    'builtins.exec': code,
    'os.system': shell,
    'os.popen': shell,
    'commands.getoutput': shell,
    'subprocess.getoutput': shell,
    'subprocess.getstatusoutput': shell,
    'asyncio.create_subprocess_shell': shell,
    'subprocess.run': withShell,
    'subprocess.call': withShell,
    'subprocess.check_call': withShell,
    'subprocess.check_output': withShell,
    'subprocess.Popen': withShell,
    'flask.render_template_string': { kind: 'template', executed: first },
  },
  javascript: {
    eval: code,
    Function: { kind: 'code', executed: last },
    'vm.runInContext': code,
    'vm.runInNewContext': code,
    'vm.runInThisContext': code,
    'vm.Script': code,
    'vm.compileFunction': code,
    'child_process.exec': shell,
    'child_process.execSync': shell,
    'child_process.spawn': spawned,
    'child_process.spawnSync': spawned,
    'child_process.execFile': spawned,
    'child_process.execFileSync': spawned,
    'shelljs.exec': shell,
  },
  go: {
    'os/exec.Command': { kind: 'shell', executed: shellCommand(0) },
    'os/exec.CommandContext': { kind: 'shell', executed: shellCommand(1) },
  },
  java: {
    'Runtime.getRuntime().exec': { kind: 'shell', executed: joinedText },
    'javax.script.ScriptEngine.eval': code,
    'engine.eval': code,
    'scriptEngine.eval': code,
    'groovy.lang.GroovyShell.evaluate': code,
  },
};

/** `sh -c text`. */
function shellCommand(skip: number) {
  return (call: CallFact) => {
    const program = nth(skip)(call)?.value;
    return typeof program === 'string' &&
      /(?:^|\/)(?:ba|da|z)?sh$/.test(program) &&
      nth(skip + 1)(call)?.value === '-c'
      ? nth(skip + 2)(call)
      : undefined;
  };
}

/** A text that was put together; an array runs without a shell. */
function joinedText(call: CallFact): ArgumentFact | undefined {
  const given = first(call);
  return given && /\+|\.format\(|String\.format/.test(given.text)
    ? given
    : undefined;
}

const NAMES = [
  ...new Set(Object.values(SINKS).flatMap(table => Object.keys(table))),
];

/** Text of files in which one of them may be called. */
const WORDS = [
  'eval',
  'exec',
  'compile(',
  'Function(',
  'os.system',
  'popen',
  'shell',
  'runIn',
  'render_template_string',
];

const KINDS = {
  code: 'executes code that is not constant',
  shell: 'gives a shell a command that is not constant',
  template: 'renders a template that is not constant',
};

export const check = defineCheck({
  id: 'dynamic-execution',
  area: 'input-validation',
  severity: 'critical',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Executes data as code or shell command',
  description:
    'Looks for calls that execute what they are given: `eval`, `exec`, `compile`, `new Function`, `vm.run*`, template rendering from a text, and commands that go through a shell. A call counts when what is executed is not a constant; names are followed through variables and imports. Templates that are compiled (Jinja, Mako, Django, EJS, Handlebars, Pug, Nunjucks) and modules that are loaded by name (`importlib`, `require`) count when the text or name comes from a request. Lists of arguments without a shell, `ast.literal_eval`, `re.compile`, `RegExp.exec` and methods that are only called the same do not count.',
  failureMode:
    'A text that is put together at run time is executed in the process or by a shell.',
  manifestation:
    'A quote, a semicolon or a backtick in a value changes what runs; crafted values read files, start programs or open connections from inside the service.',
  impact:
    'Whoever controls a part of the text controls the process, with its credentials, its network and its data.',
  remediation:
    'Do not execute text. Parse data as data, choose among known functions by name, and start programs with a list of arguments and no shell.\n\n```python\nsubprocess.run(["convert", source, target], check=True, timeout=30)\n```\n\nWhat must be programmable runs in a separate container without privileges, network and secrets, with limits on time and memory.',
  guardrail: {
    linter: 'ruff S102/S307/S602/S605, eslint-plugin-security',
    tests: 'negative tests with quotes and separators',
    ci: 'CodeQL, semgrep',
    architecture: 'no interpreter in a service that holds secrets',
  },
  references: [
    { title: 'CWE-94', url: 'https://cwe.mitre.org/data/definitions/94.html' },
    { title: 'CWE-78', url: 'https://cwe.mitre.org/data/definitions/78.html' },
    {
      title: 'OWASP: OS Command Injection Defense',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    if ((await codeFiles(context)).length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code',
      };
    }
    const calls = await context.syntax.calls({ names: NAMES });
    const evidence: Evidence[] = [];
    let harmless = 0;
    for (const call of calls) {
      const table =
        SINKS[call.language] ??
        (['typescript', 'tsx'].includes(call.language) ? SINKS.javascript : {});
      const sink = Object.prototype.hasOwnProperty.call(table, call.name)
        ? table[call.name]
        : undefined;
      const file = sink && (await context.syntax.file(call.path));
      if (!sink || !file || isOwn(file, call) || isFirstHalf(file, call)) {
        continue;
      }
      const executed = sink.executed(call);
      if (
        !executed ||
        executed.value !== undefined ||
        isQuoted(executed.text)
      ) {
        harmless += 1;
        continue;
      }
      const { severity, note } = kindOf(file, call, sink);
      evidence.push({
        path: call.path,
        line: call.line,
        endLine: call.endLine,
        ...(severity ? { severity } : {}),
        note: `${call.callee} ${note}`,
      });
    }
    for (const place of await fromRequests(context)) {
      if (
        !evidence.some(
          item => item.path === place.path && item.line === place.line,
        )
      ) {
        evidence.push(place);
      }
    }
    if (evidence.length > 0) {
      const places = inOrder(evidence);
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'call executes',
          'calls execute',
        )} text that is put together at run time: ${somePlaces(places)}`,
        evidence: places,
      };
    }
    return harmless > 0
      ? {
          status: 'pass',
          summary: `${count(
            harmless,
            'call executes',
            'calls execute',
          )} constants or quoted arguments only`,
        }
      : {
          status: 'not-applicable',
          summary: 'No code is executed dynamically and no shell is started',
          lookedFor: NAMES,
        };
  }),
});

/** Templates that are compiled and modules that are loaded as a request says. */
async function fromRequests(context: CheckContext): Promise<Evidence[]> {
  const { sinks } = await context.facts(flows);
  return sinks
    .filter(sink => sink.kind === 'template' || sink.kind === 'module')
    .flatMap(sink => {
      const [flow] = sink.flows;
      return flow
        ? [
            {
              path: sink.path,
              line: sink.line,
              endLine: sink.endLine,
              note: noteOf(flow, sink),
              related: relatedOf(flow, sink),
              ...(flow.unsure ? { confidence: 'plausible' as const } : {}),
            },
          ]
        : [];
    });
}

/** `compile` whose code the next lines execute: one place, not two. */
function isFirstHalf(file: FileSyntax, call: CallFact): boolean {
  return (
    call.name === 'compile' &&
    file.calls.some(
      other =>
        (other.name === 'exec' || other.name === 'eval') &&
        other.enclosing.join('.') === call.enclosing.join('.') &&
        other.endLine >= call.line &&
        other.line <= call.endLine + 10,
    )
  );
}

/** A function of the file itself that is called the same as the built-in one. */
function isOwn(file: FileSyntax, call: CallFact): boolean {
  return (
    !call.name.includes('.') &&
    (file.functions.some(({ name }) => name === call.name) ||
      file.imports.some(({ local }) => local === call.name))
  );
}

/** Every value is quoted for the shell. */
function isQuoted(text: string): boolean {
  if (/^shlex\.join\(/.test(text)) {
    return true;
  }
  const holes = text.match(/\{[^{}]*\}/g) ?? [];
  return (
    holes.length > 0 &&
    holes.every(hole => /^\{\s*(?:shlex\.)?quote\(/.test(hole))
  );
}

const MODELS =
  /^(?:openai|anthropic|langchain\w*|@anthropic-ai\/sdk|@langchain\/.*|ai|litellm|ollama)(?:[./]|$)/;

/** Files of Django that get their values from whoever operates the service. */
const OPERATED =
  /(?:^|\/)management\/commands\/\w+\.py$|(?:^|\/)settings(?:\/\w+)?\.py$/;

function kindOf(
  file: FileSyntax,
  call: CallFact,
  { kind }: Sink,
): { severity?: Severity; note: string } {
  if (
    kind === 'code' &&
    call.args.slice(1).some(item => /__builtins__/.test(item.text))
  ) {
    return {
      severity: 'high',
      note: 'executes code behind a list of allowed names in the same process, which is no boundary',
    };
  }
  if (
    kind === 'code' &&
    file.imports.some(({ module }) => MODELS.test(module))
  ) {
    return {
      severity: 'high',
      note: 'executes code in a file that talks to a language model',
    };
  }
  return {
    ...(OPERATED.test(file.path) ? { severity: 'high' as const } : {}),
    note: KINDS[kind],
  };
}
