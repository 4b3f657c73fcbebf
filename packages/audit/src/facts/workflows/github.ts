import { parseImage } from '../deployables/image';
import { joinPath } from '../compose/readService';
import {
  entriesOf,
  entryAt,
  itemsOf,
  scalarsOf,
  textAt,
  truthAt,
  valueAt,
} from '../yaml/access';
import { YamlEntry, YamlScalar, YamlValue } from '../yaml/schema';
import { ShellSettings } from './analyseScript';
import { ResolveContext, resolveScript } from './resolveCommand';
import {
  CiCommand,
  CiImage,
  CiInput,
  CiJob,
  CiPermissions,
  CiStep,
  CiTrigger,
  CiVariable,
  UsesFact,
  Workflow,
} from './schema';

const DEFAULT_BRANCHES = new Set([
  'main',
  'master',
  'trunk',
  'develop',
  'default',
  '*',
  '**',
  '$default-branch',
]);
/** Combinations of a matrix for which folders are filled in. */
const MAX_COMBINATIONS = 20;

interface JobDefaults {
  shell?: string;
  runsOn?: string;
  cwds: string[];
  /** Folder below which the job checks this repository out, where it is not its own. */
  root?: string;
}

class GithubReader {
  constructor(
    private readonly path: string,
    private readonly root: YamlValue,
    private readonly text: string,
    private readonly context: ResolveContext,
  ) {}

  job(entry: YamlEntry): CiJob {
    const { value } = entry;
    const condition = textAt(value, 'if');
    const mayFail = entryAt(value, 'continue-on-error');
    const evaluated = this.text.includes(`needs.${entry.key}.result`);
    const uses = entryAt(value, 'uses');
    const directory =
      textAt(value, 'defaults', 'run', 'working-directory') ??
      textAt(this.root, 'defaults', 'run', 'working-directory') ??
      '';
    const matrix = valueAt(value, 'strategy', 'matrix');
    const defaults: JobDefaults = {
      shell:
        textAt(value, 'defaults', 'run', 'shell') ??
        textAt(this.root, 'defaults', 'run', 'shell'),
      runsOn: textAt(value, 'runs-on'),
      cwds: fillMatrix(directory, matrix),
      root: checkoutRoot(itemsOf(valueAt(value, 'steps'))),
    };
    return {
      id: entry.key,
      path: this.path,
      line: entry.line,
      endLine: entry.endLine,
      canRun: !isFalse(condition),
      if: condition,
      needs: scalarsOf(valueAt(value, 'needs')).map(item => item.text),
      mayFail:
        mayFail && truthAt(value, 'continue-on-error') === true && !evaluated
          ? { text: 'continue-on-error: true', line: mayFail.line }
          : undefined,
      uses: uses && readUses(uses, this.path),
      with: variables(valueAt(value, 'with')),
      permissions: readPermissions(value),
      runsOn: readRunner(valueAt(value, 'runs-on')),
      images: readImages(value, this.path),
      env: variables(valueAt(value, 'env')),
      steps: itemsOf(valueAt(value, 'steps')).map(step =>
        this.step(step, defaults, matrix),
      ),
    };
  }

  step(step: YamlValue, defaults: JobDefaults, matrix?: YamlValue): CiStep {
    const uses = entryAt(step, 'uses');
    const run = valueAt(step, 'run');
    const id = textAt(step, 'id');
    const condition = textAt(step, 'if');
    const ignored =
      truthAt(step, 'continue-on-error') === true &&
      !(id && this.text.includes(`steps.${id}.outcome`));
    const shell = textAt(step, 'shell') ?? defaults.shell;
    const own = textAt(step, 'working-directory');
    const cwds = (
      own === undefined ? defaults.cwds : fillMatrix(own, matrix)
    ).map(cwd => inTree(cwd, defaults.root));
    return {
      id,
      name: textAt(step, 'name'),
      path: this.path,
      line: step.line,
      endLine: step.endLine,
      if: condition,
      never: isFalse(condition),
      afterFailure: /\bfailure\(\)/.test(condition ?? ''),
      uses: uses && readUses(uses, this.path),
      with: variables(valueAt(step, 'with')),
      run:
        run?.kind === 'scalar'
          ? { text: run.text, line: run.contentLine }
          : undefined,
      shell,
      mayFail: ignored
        ? {
            text: 'continue-on-error: true',
            line: entryAt(step, 'continue-on-error')?.line ?? step.line,
          }
        : undefined,
      env: variables(valueAt(step, 'env')),
      commands:
        run?.kind === 'scalar'
          ? this.commands(
              run,
              shell,
              defaults.runsOn,
              cwds,
              ignored ? step : undefined,
            )
          : [],
    };
  }

  private commands(
    run: YamlScalar,
    shell: string | undefined,
    runsOn: string | undefined,
    cwds: string[],
    ignored: YamlValue | undefined,
  ): CiCommand[] {
    const settings = shellSettings(shell, runsOn);
    if (!settings) {
      return [];
    }
    const line = entryAt(ignored, 'continue-on-error')?.line;
    return cwds.flatMap(cwd =>
      resolveScript(
        run.text,
        { path: this.path, line: run.contentLine, cwd: joinPath('', cwd) },
        settings,
        this.context,
      ).map(command =>
        line === undefined
          ? command
          : {
              ...command,
              neutralisers: [
                {
                  kind: 'continue-on-error' as const,
                  text: 'continue-on-error: true',
                  path: this.path,
                  line,
                },
                ...command.neutralisers,
              ],
            },
      ),
    );
  }
}

/** `path` of the step that checks this repository out. */
function checkoutRoot(steps: readonly YamlValue[]): string | undefined {
  const checkout = steps.find(
    step =>
      /^actions\/checkout@/.test(textAt(step, 'uses') ?? '') &&
      textAt(step, 'with', 'repository') === undefined,
  );
  const path = textAt(checkout, 'with', 'path');
  return path === undefined || path.includes('$')
    ? undefined
    : joinPath('', path);
}

/** A folder of the runner as one of the tree. */
function inTree(cwd: string, root: string | undefined): string {
  const clean = joinPath('', cwd);
  return root && (clean === root || clean.startsWith(`${root}/`))
    ? clean.slice(root.length + 1)
    : cwd;
}

/** How the runner starts a shell; `undefined` for what is no POSIX shell. */
function shellSettings(
  shell: string | undefined,
  runsOn: string | undefined,
): ShellSettings | undefined {
  if (shell === undefined) {
    return /windows/i.test(runsOn ?? '')
      ? // PowerShell: simple commands read the same; a text ends with the status of its last one.
        { errexit: true, pipefail: true }
      : { errexit: true, pipefail: false };
  }
  const [name, ...options] = shell.trim().split(/\s+/);
  if (name === 'bash') {
    return options.length === 0
      ? { errexit: true, pipefail: true }
      : {
          errexit: options.some(option => /^-[a-z]*e/.test(option)),
          pipefail: options.includes('pipefail'),
        };
  }
  if (name === 'sh') {
    return {
      errexit:
        options.length === 0 ||
        options.some(option => /^-[a-z]*e/.test(option)),
      pipefail: options.includes('pipefail'),
    };
  }
  return name === 'pwsh' || name === 'powershell' || name === 'cmd'
    ? { errexit: true, pipefail: true }
    : undefined;
}

function readTriggers(root: YamlValue): CiTrigger[] {
  const on = entryAt(root, 'on') ?? entryAt(root, 'true');
  if (!on) {
    return [];
  }
  if (on.value.kind !== 'map') {
    return scalarsOf(on.value).map(item => ({
      event: item.text,
      defaultBranch: true,
      everyBranch: item.text === 'push',
      paths: [],
      line: item.line,
    }));
  }
  return entriesOf(on.value).flatMap((entry): CiTrigger[] => {
    if (entry.key === 'schedule') {
      return itemsOf(entry.value).map(item => ({
        event: 'schedule',
        defaultBranch: true,
        paths: [],
        cron: textAt(item, 'cron'),
        line: item.line,
      }));
    }
    const list = (key: string) =>
      scalarsOf(valueAt(entry.value, key)).map(item => item.text);
    return [
      {
        event: entry.key,
        defaultBranch: reachesDefaultBranch(
          list('branches'),
          list('branches-ignore'),
          list('tags').length > 0 || list('tags-ignore').length > 0,
        ),
        everyBranch:
          entry.key === 'push' &&
          (list('branches').some(item => item === '*' || item === '**') ||
            (list('branches').length === 0 &&
              list('tags').length === 0 &&
              list('tags-ignore').length === 0)),
        paths: list('paths'),
        line: entry.line,
      },
    ];
  });
}

function reachesDefaultBranch(
  branches: readonly string[],
  ignored: readonly string[],
  tags: boolean,
): boolean {
  if (branches.length > 0) {
    return branches.some(branch => DEFAULT_BRANCHES.has(branch));
  }
  if (ignored.length > 0) {
    return !ignored.some(
      branch => branch === '**' || branch === 'main' || branch === 'master',
    );
  }
  return !tags;
}

export function readUses(entry: YamlEntry, path: string): UsesFact | undefined {
  if (entry.value.kind !== 'scalar') {
    return undefined;
  }
  const { text, comment, line } = entry.value;
  if (text.startsWith('./') || text.startsWith('../')) {
    return { text, kind: 'local', pin: 'none', comment, path, line };
  }
  if (text.startsWith('docker://')) {
    return { text, kind: 'docker', pin: 'none', comment, path, line };
  }
  const at = text.lastIndexOf('@');
  const ref = at < 0 ? undefined : text.slice(at + 1);
  const [owner, repository, ...rest] = (
    at < 0 ? text : text.slice(0, at)
  ).split('/');
  return {
    text,
    kind: rest.join('/').includes('.github/workflows/')
      ? 'reusable-workflow'
      : 'action',
    owner,
    repository,
    ref,
    pin: pinOf(ref),
    comment,
    path,
    line,
  };
}

function pinOf(ref: string | undefined): UsesFact['pin'] {
  if (ref === undefined || ref === '') {
    return 'none';
  }
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref)) {
    return 'sha';
  }
  return /^(?:[\w-]+[-/@])?v?\d+(?:\.\d+)*(?:[-+.][\w.-]*)?$/.test(ref)
    ? 'version'
    : 'branch';
}

function readImages(job: YamlValue, path: string): CiImage[] {
  const image = (name: string, value: YamlValue | undefined): CiImage[] => {
    const entry = value?.kind === 'scalar' ? value : valueAt(value, 'image');
    return entry?.kind === 'scalar' && entry.value !== null && entry.text !== ''
      ? [{ name, image: parseImage(entry.text), path, line: entry.line }]
      : [];
  };
  return [
    ...image('container', valueAt(job, 'container')),
    ...entriesOf(valueAt(job, 'services')).flatMap(entry =>
      image(entry.key, entry.value),
    ),
  ];
}

function variables(value: YamlValue | undefined): CiVariable[] {
  return entriesOf(value).flatMap(entry =>
    entry.value.kind === 'scalar' && entry.value.value !== null
      ? [{ name: entry.key, value: entry.value.text, line: entry.value.line }]
      : [],
  );
}

function readPermissions(value: YamlValue): CiPermissions | undefined {
  const entry = entryAt(value, 'permissions');
  if (!entry) {
    return undefined;
  }
  const text =
    entry.value.kind === 'scalar'
      ? entry.value.text
      : entriesOf(entry.value)
          .map(
            ({ key, value: scope }) =>
              `${key}: ${scope.kind === 'scalar' ? scope.text : ''}`,
          )
          .join(', ');
  return {
    text: text || '{}',
    writeAll: text === 'write-all',
    line: entry.line,
  };
}

/** `runs-on` as a label, a list of labels, or a group with labels. */
function readRunner(value: YamlValue | undefined): string[] {
  return scalarsOf(
    value?.kind === 'map' ? valueAt(value, 'labels') : value,
  ).map(({ text }) => text);
}

function readInputs(root: YamlValue): CiInput[] {
  const on = valueAt(root, 'on') ?? valueAt(root, 'true');
  return (['workflow_dispatch', 'workflow_call'] as const).flatMap(event =>
    inputsOf(valueAt(on, event, 'inputs'), event),
  );
}

/** Inputs with their types, of a trigger or of an action. */
export function inputsOf(
  value: YamlValue | undefined,
  event: CiInput['event'],
): CiInput[] {
  return entriesOf(value).map(entry => ({
    name: entry.key,
    event,
    type: textAt(entry.value, 'type') ?? 'string',
    line: entry.line,
  }));
}

function isFalse(condition: string | undefined): boolean {
  const bare = condition?.replace(/^\$\{\{|\}\}$/g, '').trim();
  return bare === 'false' || (bare?.startsWith('false &&') ?? false);
}

/** Fills `${{ matrix.name }}` with the values of a plain matrix. */
function fillMatrix(text: string, matrix: YamlValue | undefined): string[] {
  const reference = /\$\{\{\s*matrix\.([\w.-]+)\s*\}\}/.exec(text);
  if (!reference) {
    return [text];
  }
  const [name, ...keys] = reference[1].split('.');
  const values = [
    ...itemsOf(valueAt(matrix, name)).flatMap(
      item =>
        (item.kind === 'scalar' ? item.text : textAt(item, ...keys)) ?? [],
    ),
    ...itemsOf(valueAt(matrix, 'include')).flatMap(
      item => textAt(item, name, ...keys) ?? [],
    ),
  ];
  return values.length === 0
    ? [text]
    : [...new Set(values)]
        .slice(0, MAX_COMBINATIONS)
        .map(value => text.replace(reference[0], value));
}

/** Reads one workflow of GitHub Actions. Its place decides elsewhere whether it is active. */
export function readGithubWorkflow(
  path: string,
  root: YamlValue,
  text: string,
  context: ResolveContext,
): Workflow | undefined {
  const jobs = entryAt(root, 'jobs');
  if (!jobs) {
    return undefined;
  }
  const reader = new GithubReader(path, root, text, context);
  return {
    path,
    platform: 'github-actions',
    name: textAt(root, 'name'),
    line: jobs.line,
    triggers: readTriggers(root),
    env: variables(valueAt(root, 'env')),
    permissions: readPermissions(root),
    inputs: readInputs(root),
    includes: [],
    calledOnly: false,
    jobs: entriesOf(jobs.value).map(entry => reader.job(entry)),
    active: false,
    opaque: false,
    partial: [],
  };
}

/** Steps of a composite action. */
export function compositeCommands(
  path: string,
  root: YamlValue,
  text: string,
  context: ResolveContext,
): CiStep[] {
  const reader = new GithubReader(path, root, text, context);
  return itemsOf(valueAt(root, 'runs', 'steps')).map(step =>
    reader.step(step, { cwds: [''] }),
  );
}
