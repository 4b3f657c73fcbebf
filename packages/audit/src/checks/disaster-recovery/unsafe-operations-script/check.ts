import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { nameOf } from '../../../facts/manifests/names';
import { shellCommands } from '../../../facts/shell/parseShell';
import { ShellCommand } from '../../../facts/shell/schema';
import { commandName } from '../../../facts/workflows/tools';
import { count, inOrder, somePlaces } from '../../../judging/outcome';

/** Scripts with which a service is operated, by a word of their path. */
const OPERATES =
  /(?:^|[/._-])(?:deploy(?:ment)?|backups?|restore|migrat(?:e|ion|ions)|release|rollback|cron|maintenance|provision|failover|rotate|purge|cleanup|archive|upgrade)(?:[/._-]|$)/i;
const DEVELOPS =
  /(?:^|[/._-])(?:dev|devel|local|tests?|e2e|ci|clean|reset|playground|demo|sandbox|hack)(?:[/._-]|$)/i;
/** Files that others read into their own shell. */
const LIBRARY =
  /(?:^|\/)(?:lib|common|functions|utils|helpers|env|config|vars)(?:[/._-]|$)/i;
/** Statements and commands that destroy data of a service. */
const DESTROYS =
  /\b(?:DROP (?:DATABASE|SCHEMA|TABLE)|TRUNCATE(?: TABLE)? \w|dropDatabase\(|deleteMany\(\{\s*\}\)|FLUSHALL|FLUSHDB)/i;
/** Asks, checks where it is, or only shows what it would do. */
const GUARDS =
  /\bread\b[^\n]*-\w*p|\bread -r\b|\bselect\b|\bconfirm|dry[-_]?run|--force\b|\b(?:ENV|ENVIRONMENT|APP_ENV|STAGE|NODE_ENV)\b[^\n]*(?:=|\bin\b)|\bare you sure/i;
const FEW_COMMANDS = 4;

export const check = defineCheck({
  id: 'unsafe-operations-script',
  area: 'disaster-recovery',
  severity: 'medium',
  confidence: 'plausible',
  phase: 'production-hardening',
  effort: 'small',
  title: 'A script that may destroy more than it should',
  description:
    'Looks at shell scripts of the repository, tests, examples and vendored ones left out, for `rm -r` below a variable that the script neither sets nor checks (an empty one deletes from the root), for statements and commands that destroy data (`DROP DATABASE`, `TRUNCATE`, `FLUSHALL`, volumes, claims, `terraform destroy`) without asking, a check of the environment or a dry run, and, as low, for scripts of operation (deployment, backup, restore, migration, release and the like) that go on after an error because nothing sets `errexit`. Scripts that others read in, and scripts for development, are judged mildly or not at all. Whether an initialisation can be repeated is not judged.',
  failureMode:
    'One empty variable, or one failed step, and the script deletes what it was to protect.',
  manifestation:
    'The backup of yesterday is deleted although the one of today failed; a clean-up removes `/data` instead of `/data/tmp`.',
  impact: 'Loss of data by the very script that somebody runs in a hurry.',
  remediation:
    'Stop at the first error, refuse empty variables, and ask before you destroy.\n\n```sh\nset -euo pipefail\nrm -rf -- "${TARGET:?}/tmp"\nread -r -p "Really drop ${DB:?}? " answer && [ "$answer" = yes ]\n```',
  guardrail: {
    linter: 'shellcheck (SC2115, SC2154), shfmt',
    tests: 'bats with a dry run',
    architecture: 'operations as code that is reviewed, no scripts on servers',
  },
  references: [
    {
      title: 'ShellCheck SC2115',
      url: 'https://www.shellcheck.net/wiki/SC2115',
    },
    {
      title: 'Bash: the set builtin',
      url: 'https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html',
    },
  ],
  evaluate: async context => {
    const scripts = await shellScripts(context);
    if (scripts.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There are no shell scripts for operation',
      };
    }
    const bad = new Set<string>();
    const evidence = scripts.flatMap(script => {
      const found = judge(script);
      if (found.length > 0) {
        bad.add(script.path);
      }
      return found;
    });
    if (evidence.length > 0) {
      const found = inOrder(evidence);
      return {
        status: 'fail',
        summary: `${count(
          found.length,
          'dangerous place',
          'dangerous places',
        )} in scripts: ${somePlaces(found)}`,
        evidence: found,
        share: (scripts.length - bad.size) / scripts.length,
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        scripts.length,
        'script',
        'scripts',
      )}: none deletes below an unchecked variable or destroys unasked`,
    };
  },
});

interface ShellScriptFile {
  path: string;
  text: string;
  commands: ShellCommand[];
  /** Ends at the first error. */
  errexit: boolean;
  /** Refuses unset variables. */
  nounset: boolean;
}

async function shellScripts(context: CheckContext): Promise<ShellScriptFile[]> {
  const { files } = await context.facts(inventory);
  return files
    .filter(
      ({ path, class: fileClass }) =>
        /\.(?:sh|bash)$/.test(path) &&
        ['source', 'script', 'config', 'asset', 'migration'].includes(
          fileClass,
        ),
    )
    .flatMap(({ path }): ShellScriptFile[] => {
      const text = context.read(path) ?? '';
      if (
        !/\brm\b|\bdown\b|TRUNCATE|FLUSH|drop|destroy|volume|delete/i.test(
          text,
        ) &&
        !OPERATES.test(path)
      ) {
        return [];
      }
      const options = [
        ...text.matchAll(/^\s*set\s+(-.*)$|^#!.*\bsh\s+(-\S+)/gm),
      ].map(([, set, shebang]) => set ?? shebang);
      return [
        {
          path,
          text,
          commands: shellCommands(text),
          errexit: options.some(item => /^-[a-z]*e|errexit/.test(item)),
          nounset: options.some(item => /^-[a-z]*u|nounset/.test(item)),
        },
      ];
    });
}

function judge(script: ShellScriptFile): Evidence[] {
  const { path, text, commands, errexit } = script;
  const mild = DEVELOPS.test(path);
  const found: Evidence[] = [];
  for (const command of commands) {
    const variable = deletesBelow(command, script);
    if (variable) {
      found.push({
        path,
        line: command.line,
        subject: `rm below $${variable}`,
        ...(mild ? { severity: 'low' as const } : {}),
        note: `deletes below $${variable}, which the script neither sets nor checks: empty, it starts at the root`,
      });
    }
    const destroyed = mild || GUARDS.test(text) ? undefined : destroys(command);
    if (destroyed) {
      found.push({
        path,
        line: command.line,
        subject: destroyed,
        note: `${destroyed} without asking, a check of the environment or a dry run`,
      });
    }
  }
  if (
    !errexit &&
    !mild &&
    OPERATES.test(path) &&
    !LIBRARY.test(path) &&
    /^#!/.test(text) &&
    commands.length >= FEW_COMMANDS &&
    !/\|\|\s*(?:exit|die|fail|return)\b|\btrap\b[^\n]*\bERR\b|\$\?/.test(text)
  ) {
    found.push({
      path,
      line: 1,
      subject: `${nameOf(path)}: errexit`,
      severity: 'low',
      note: 'goes on after an error: nothing sets errexit (set -e)',
    });
  }
  return found;
}

/** The variable below which a command deletes, when it may be empty. */
function deletesBelow(
  { words }: ShellCommand,
  { text, nounset }: ShellScriptFile,
): string | undefined {
  const at = words.findIndex(word => commandName(word) === 'rm');
  if (at < 0 || at > 1 || !words.some(word => /^-\w*[rR]/.test(word))) {
    return undefined;
  }
  for (const word of words.slice(at + 1)) {
    const match = /^\$(?:\{(\w+)\}|(\w+))\/(?!\/)/.exec(word);
    const name = match?.[1] ?? match?.[2];
    if (name && !nounset && !isKnown(name, text)) {
      return name;
    }
  }
  return undefined;
}

/** Set, looped over, read or checked somewhere in the script, or set by the shell itself. */
function isKnown(name: string, text: string): boolean {
  return (
    /^(?:HOME|PWD|OLDPWD|TMPDIR|RUNNER_TEMP|GITHUB_WORKSPACE|CI_PROJECT_DIR)$/.test(
      name,
    ) ||
    new RegExp(
      `(?:^|[\\s;&(])(?:export |local |readonly |declare )*${name}=|\\bfor ${name}\\b|\\bread\\b[^\\n]*\\b${name}\\b|\\[\\[?[^\\n]*\\$\\{?${name}\\b|\\btest\\b[^\\n]*\\$\\{?${name}\\b|\\$\\{${name}:[?=]|\\bgetopts\\b[^\\n]*\\b${name}\\b|\\bcd\\b[^\\n]*\\$\\{?${name}\\b`,
      'm',
    ).test(text)
  );
}

function destroys({ words, text }: ShellCommand): string | undefined {
  const name = commandName(words[0]);
  if (['echo', 'printf', 'grep', 'sed', 'cat'].includes(name)) {
    return undefined;
  }
  const args = words.slice(1);
  const has = (...wanted: string[]) =>
    wanted.every(item => args.includes(item));
  if (name === 'terraform' || name === 'tofu') {
    return args[0] === 'destroy' &&
      args.some(arg => /^-?-auto-approve/.test(arg))
      ? `${name} destroy`
      : undefined;
  }
  if (/^docker(?:-compose)?$/.test(name)) {
    if (has('down') && (has('-v') || has('--volumes'))) {
      return 'docker compose down -v';
    }
    return has('volume', 'rm') ? 'docker volume rm' : undefined;
  }
  if (name === 'kubectl' || name === 'oc') {
    return has('delete') &&
      args.some(arg =>
        /^(?:pvc|persistentvolumeclaims?|namespaces?|ns)(?:\/|$)/.test(arg),
      )
      ? `${name} delete`
      : undefined;
  }
  if (name === 'dropdb') {
    return 'dropdb';
  }
  const statement =
    /^(?:psql|mysql|mariadb|mongo|mongosh|redis-cli|valkey-cli|sqlcmd|sqlite3|clickhouse-client)$/.test(
      name,
    )
      ? DESTROYS.exec(text)?.[0]
      : undefined;
  return statement;
}
