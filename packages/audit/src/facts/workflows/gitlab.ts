import { joinPath } from '../compose/readService';
import { parseImage } from '../deployables/image';
import {
  entriesOf,
  entryAt,
  itemsOf,
  scalarsOf,
  textAt,
  truthAt,
  valueAt,
} from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { YamlEntry, YamlMap, YamlScalar, YamlValue } from '../yaml/schema';
import { ResolveContext, resolveScript } from './resolveCommand';
import { CiInclude, CiJob, CiStep, CiTrigger, Workflow } from './schema';

/** Keys of the file that are no jobs. */
const GLOBAL_KEYS = new Set(
  'default stages variables include workflow image services before_script after_script cache pages:deploy spec'.split(
    ' ',
  ),
);
const MAX_EXTENDS = 10;
/** Files of one pipeline that are read. */
const MAX_INCLUDES = 50;

/** GitLab merges the maps of `extends` and replaces lists. */
function mergeShallow(base: YamlValue, over: YamlValue): YamlValue {
  if (base.kind !== 'map' || over.kind !== 'map') {
    return over;
  }
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    const merged =
      below?.value.kind === 'map' && entry.value.kind === 'map'
        ? mergeShallow(below.value, entry.value)
        : entry.value;
    entries.set(key, { ...entry, value: merged });
  }
  return { ...over, entries } as YamlMap;
}

class GitlabReader {
  constructor(
    /** The file itself, then what it includes. */
    private readonly roots: readonly YamlValue[],
    private readonly jobs: ReadonlyMap<
      string,
      { entry: YamlEntry; path: string }
    >,
    private readonly context: ResolveContext,
    /** Files of values that come from another one than their job. */
    private readonly origins: ReadonlyMap<YamlValue, string>,
  ) {}

  job(entry: YamlEntry, value: YamlValue, path: string): CiJob | undefined {
    if (
      !valueAt(value, 'script') &&
      !valueAt(value, 'run') &&
      !valueAt(value, 'trigger')
    ) {
      return undefined;
    }
    const allow = entryAt(value, 'allow_failure');
    const when = textAt(value, 'when');
    const images = [valueAt(value, 'image') ?? this.global('image')].concat(
      itemsOf(valueAt(value, 'services') ?? this.global('services')),
    );
    return {
      id: entry.key,
      path,
      line: entry.line,
      endLine: entry.endLine,
      canRun: when !== 'manual' && when !== 'never' && !neverByRules(value),
      needs: itemsOf(valueAt(value, 'needs')).flatMap(
        item =>
          (item.kind === 'scalar' ? item.text : textAt(item, 'job')) ?? [],
      ),
      mayFail:
        allow && truthAt(value, 'allow_failure') === true
          ? {
              text: 'allow_failure: true',
              line: allow.line,
              path: this.origins.get(allow.value) ?? path,
            }
          : undefined,
      with: [],
      runsOn: scalarsOf(valueAt(value, 'tags')).map(item => item.text),
      images: images.flatMap((image, index) => {
        const found = image?.kind === 'map' ? valueAt(image, 'name') : image;
        return found?.kind === 'scalar' && found.text !== ''
          ? [
              {
                name: index === 0 ? 'container' : found.text,
                image: parseImage(found.text),
                path,
                line: found.line,
              },
            ]
          : [];
      }),
      env: entriesOf(valueAt(value, 'variables')).flatMap(item =>
        item.value.kind === 'scalar' && item.value.value !== null
          ? [{ name: item.key, value: item.value.text, line: item.line }]
          : [],
      ),
      steps: ['before_script', 'script', 'run'].flatMap(key =>
        this.steps(
          valueAt(value, key) ??
            (key === 'before_script' ? this.global(key) : undefined),
          path,
        ),
      ),
      triggers: jobTriggers(value),
    };
  }

  private global(key: string): YamlValue | undefined {
    for (const root of this.roots) {
      const found = valueAt(root, 'default', key) ?? valueAt(root, key);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  private steps(value: YamlValue | undefined, path: string): CiStep[] {
    const lines = this.flatten(value, 0);
    if (lines.length === 0) {
      return [];
    }
    // All items of a list are one text for the shell: `cd` and `set` last.
    return [
      {
        path: this.origins.get(lines[0]) ?? path,
        line: lines[0].line,
        endLine: lines.at(-1)!.endLine,
        never: false,
        afterFailure: false,
        with: [],
        env: [],
        commands: this.commands(lines, path),
        run: {
          text: lines.map(line => line.text).join('\n'),
          line: lines[0].contentLine,
        },
      },
    ];
  }

  private commands(lines: readonly YamlScalar[], path: string) {
    let cwd = '';
    const settings = { errexit: true, pipefail: true };
    return lines.flatMap(line => {
      if (/^set \+e\b/.test(line.text.trim())) {
        settings.errexit = false;
      }
      const found = resolveScript(
        line.text,
        {
          path: this.origins.get(line) ?? path,
          line: line.contentLine,
          cwd,
        },
        { ...settings },
        this.context,
      );
      const folder = /^cd\s+([\w./-]+)\s*$/.exec(line.text.trim());
      if (folder) {
        cwd = joinPath(cwd, folder[1]);
      }
      return found;
    });
  }

  /** Lists in lists and `!reference [.job, script]`. */
  private flatten(value: YamlValue | undefined, depth: number): YamlScalar[] {
    if (!value || depth > MAX_EXTENDS) {
      return [];
    }
    if (value.tag === '!reference' && value.kind === 'sequence') {
      const [job, ...keys] = scalarsOf(value).map(item => item.text);
      return this.flatten(
        valueAt(this.jobs.get(job)?.entry.value, ...keys),
        depth + 1,
      );
    }
    if (value.kind === 'scalar') {
      return value.value === null ? [] : [value];
    }
    return itemsOf(value).flatMap(item =>
      item.kind === 'map' ? [] : this.flatten(item, depth + 1),
    );
  }
}

function neverByRules(value: YamlValue): boolean {
  const rules = itemsOf(valueAt(value, 'rules'));
  return (
    rules.length > 0 &&
    rules.every(rule =>
      ['never', 'manual'].includes(textAt(rule, 'when') ?? ''),
    )
  );
}

const MERGE_REQUEST = /merge_request_event|CI_MERGE_REQUEST_/;

function workflowTriggers(root: YamlValue): CiTrigger[] {
  const rules = entryAt(root, 'workflow', 'rules');
  return rules ? triggersOfRules(rules) : defaultTriggers(1);
}

/** Without rules a pipeline runs for every push to every branch, those of merge requests included. */
function defaultTriggers(line: number): CiTrigger[] {
  return [
    { event: 'push', defaultBranch: true, paths: [], line },
    { event: 'pull_request', defaultBranch: true, paths: [], line },
  ];
}

function jobTriggers(value: YamlValue): CiTrigger[] | undefined {
  const rules = entryAt(value, 'rules');
  if (rules) {
    return triggersOfRules(rules);
  }
  const only = entryAt(value, 'only');
  if (!only) {
    return undefined;
  }
  const refs = scalarsOf(
    only.value.kind === 'map' ? valueAt(only.value, 'refs') : only.value,
  ).map(item => item.text);
  if (refs.length === 0) {
    return undefined;
  }
  const trigger = (event: string): CiTrigger => ({
    event,
    defaultBranch: true,
    paths: [],
    line: only.line,
  });
  return refs.flatMap(ref => {
    if (ref === 'merge_requests') {
      return [trigger('pull_request')];
    }
    if (ref === 'branches') {
      return [trigger('push'), trigger('pull_request')];
    }
    return ref === 'tags' || ref === 'schedules'
      ? [
          {
            ...trigger(ref === 'tags' ? 'push' : 'schedule'),
            defaultBranch: false,
          },
        ]
      : [trigger('push')];
  });
}

function triggersOfRules(rules: YamlEntry): CiTrigger[] {
  const found: CiTrigger[] = [];
  for (const rule of itemsOf(rules.value)) {
    if (['never', 'manual'].includes(textAt(rule, 'when') ?? '')) {
      continue;
    }
    const condition = textAt(rule, 'if');
    const add = (event: string, defaultBranch = true) =>
      found.push({ event, defaultBranch, paths: [], line: rule.line });
    if (condition === undefined) {
      add('push');
      add('pull_request');
    } else if (MERGE_REQUEST.test(condition)) {
      add('pull_request');
    } else if (/schedule/.test(condition)) {
      add('schedule', false);
    } else if (/CI_COMMIT_TAG/.test(condition)) {
      add('push', false);
    } else if (
      /CI_DEFAULT_BRANCH|CI_COMMIT_BRANCH|CI_COMMIT_REF_NAME/.test(condition)
    ) {
      add('push');
      if (!/==|=~/.test(condition)) {
        add('pull_request');
      }
    } else {
      // A condition on something else: assume that it holds.
      add('push');
      add('pull_request');
    }
  }
  return found;
}

/** What a file includes, in the short and the long form. */
function includesOf(root: YamlValue, path: string): CiInclude[] {
  return itemsOf(valueAt(root, 'include')).flatMap((item): CiInclude[] => {
    const place = { path, line: item.line };
    if (item.kind === 'scalar') {
      const { text } = item;
      return [
        {
          kind: /^https?:/.test(text) ? 'remote' : 'local',
          text,
          ...place,
        },
      ];
    }
    const kinds = [
      'local',
      'remote',
      'project',
      'template',
      'component',
    ] as const;
    const kind = kinds.find(name => textAt(item, name) !== undefined);
    if (!kind) {
      return [];
    }
    return [
      {
        kind,
        text: textAt(item, kind)!,
        fixedBy: textAt(item, 'integrity') ?? textAt(item, 'ref'),
        ...place,
        line: entryAt(item, kind)!.line,
      },
    ];
  });
}

/** The file of each value: `extends` and `!reference` bring in what stands in another one. */
function originsOf(
  files: readonly { path: string; root: YamlValue }[],
): Map<YamlValue, string> {
  const found = new Map<YamlValue, string>();
  const walk = (value: YamlValue, path: string, depth: number): void => {
    if (depth > MAX_EXTENDS || found.has(value)) {
      return;
    }
    found.set(value, path);
    if (value.kind === 'sequence') {
      value.items.forEach(item => walk(item, path, depth + 1));
    } else if (value.kind === 'map') {
      entriesOf(value).forEach(entry => walk(entry.value, path, depth + 1));
    }
  };
  files.forEach(({ path, root }) => walk(root, path, 0));
  return found;
}

/** Reads a `.gitlab-ci.yml` with its local includes. */
export function readGitlab(
  path: string,
  root: YamlValue,
  context: ResolveContext,
): Workflow {
  const partial: string[] = [];
  const jobs = new Map<string, { entry: YamlEntry; path: string }>();
  const files = [{ path, root }];
  const includes: CiInclude[] = [];
  // Included files may include others; each is read once.
  for (let index = 0; index < files.length; index++) {
    for (const include of includesOf(files[index].root, files[index].path)) {
      includes.push(include);
      const target =
        include.kind === 'local' ? joinPath('', include.text) : undefined;
      const known = files.some(file => file.path === target);
      const text =
        target !== undefined && !known && files.length < MAX_INCLUDES
          ? context.read(target)
          : undefined;
      const [document] = text === undefined ? [] : parseYaml(text).documents;
      if (document) {
        files.push({ path: target!, root: document });
      } else if (!known) {
        partial.push(`include: ${include.text}`);
      }
    }
  }
  // What includes lies on top of what is included.
  for (const file of [...files].reverse()) {
    for (const entry of entriesOf(file.root)) {
      if (!GLOBAL_KEYS.has(entry.key) && entry.value.kind === 'map') {
        const below = jobs.get(entry.key);
        jobs.set(entry.key, {
          entry: below
            ? { ...entry, value: mergeShallow(below.entry.value, entry.value) }
            : entry,
          path: file.path,
        });
      }
    }
  }
  const extended = (value: YamlValue, depth = 0): YamlValue => {
    let merged: YamlValue | undefined;
    for (const { text } of scalarsOf(valueAt(value, 'extends'))) {
      const base = jobs.get(text)?.entry.value;
      if (base && depth < MAX_EXTENDS) {
        const below = extended(base, depth + 1);
        merged = merged ? mergeShallow(merged, below) : below;
      }
    }
    return merged ? mergeShallow(merged, value) : value;
  };
  const reader = new GitlabReader(
    files.map(file => file.root),
    jobs,
    context,
    originsOf(files),
  );
  return {
    path,
    platform: 'gitlab-ci',
    line: 1,
    triggers: workflowTriggers(root),
    env: [],
    inputs: [],
    includes,
    calledOnly: false,
    jobs: [...jobs.values()]
      .filter(({ entry }) => !entry.key.startsWith('.'))
      .map(job => reader.job(job.entry, extended(job.entry.value), job.path))
      .filter((job): job is CiJob => job !== undefined),
    active: false,
    opaque: false,
    partial,
  };
}
