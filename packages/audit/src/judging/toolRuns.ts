import { CheckContext } from '../engine/types';
import { documents } from '../rules/documents/documents';
import { imageBuilds } from '../facts/imageBuilds/extract';
import { inventory } from '../facts/inventory/extract';
import { folderOf, isWithin } from '../facts/manifests/names';
import { QualityStep, qualitySteps } from '../facts/workflows/qualitySteps';
import { Neutraliser, Workflow } from '../facts/workflows/schema';
import { toolOf, ToolKind } from '../facts/workflows/tools';
import { unwrap } from '../facts/workflows/wrappers';
import {
  entryAt,
  itemsOf,
  scalarsOf,
  textAt,
  valueAt,
} from '../facts/yaml/access';
import { YamlValue } from '../facts/yaml/schema';
import { CodePart } from './codeParts';

/** A run of a linter or type checker by a pipeline. */
export interface ToolRun {
  /** `eslint`, `ruff check`. */
  tool: string;
  kind: ToolKind;
  language: string;
  /** Place in the pipeline, hook file or Dockerfile. */
  path: string;
  line: number;
  /** Folder in which it runs; the root for hooks. */
  cwd: string;
  words: string[];
  neutralisers: Neutraliser[];
}

/** Hooks of pre-commit by the tool that they run. */
const HOOKS: Readonly<
  Record<string, [tool: string, kind: ToolKind, language: string]>
> = {
  mypy: ['mypy', 'type', 'python'],
  pyright: ['pyright', 'type', 'python'],
  basedpyright: ['basedpyright', 'type', 'python'],
  pytype: ['pytype', 'type', 'python'],
  ty: ['ty', 'type', 'python'],
  ruff: ['ruff', 'lint', 'python'],
  'ruff-check': ['ruff check', 'lint', 'python'],
  flake8: ['flake8', 'lint', 'python'],
  pylint: ['pylint', 'lint', 'python'],
  eslint: ['eslint', 'lint', 'javascript'],
  oxlint: ['oxlint', 'lint', 'javascript'],
  'biome-check': ['biome', 'lint', 'javascript'],
  'biome-ci': ['biome', 'lint', 'javascript'],
  'biome-lint': ['biome', 'lint', 'javascript'],
  'golangci-lint': ['golangci-lint', 'lint', 'go'],
  'golangci-lint-full': ['golangci-lint', 'lint', 'go'],
  'go-vet': ['go vet', 'lint', 'go'],
  checkstyle: ['checkstyle', 'lint', 'java'],
};

/** Programs that check types while they build. */
const BUILDS_WITH_TYPES =
  /^(?:next|ng|nest|react-scripts|vue-cli-service) build$/;

/** Runs of linters and type checkers by active pipelines, by hooks that pipelines run, and by the images that they build. */
export async function toolRuns(
  context: CheckContext,
  active: readonly Workflow[],
): Promise<ToolRun[]> {
  const steps = qualitySteps(active);
  return [
    ...steps.map(runOfStep),
    ...(await hookRuns(context, steps)),
    ...(await imageRuns(context, steps)),
  ].filter(
    ({ kind }) => kind === 'lint' || kind === 'type' || kind === 'build',
  );
}

function runOfStep(step: QualityStep): ToolRun {
  return {
    tool: step.tool.name,
    kind: step.tool.kind,
    language: step.tool.language,
    path: step.stepPath,
    line: step.stepLine,
    cwd: step.command?.cwd ?? '',
    words: step.command?.words ?? [],
    neutralisers: step.neutralisers,
  };
}

/** What `pre-commit run` of a pipeline, or pre-commit.ci, leads to. */
async function hookRuns(
  context: CheckContext,
  steps: readonly QualityStep[],
): Promise<ToolRun[]> {
  const values = await context.facts(documents);
  const { files } = await context.facts(inventory);
  const found: ToolRun[] = [];
  for (const { path } of files) {
    if (!/(?:^|\/)\.pre-commit-config\.ya?ml$/.test(path)) {
      continue;
    }
    const root = values.read(path)?.roots[0];
    const service = entryAt(root, 'ci');
    const run = steps.find(({ tool }) =>
      /^(?:pre-commit|prek)\b/.test(tool.name),
    );
    if (!run && !service) {
      continue;
    }
    const skipped = scalarsOf(valueAt(service?.value, 'skip')).map(
      ({ text }) => text,
    );
    for (const hook of hooksOf(root)) {
      const known = toolOfHook(hook);
      if (known && (run || !skipped.includes(textAt(hook, 'id') ?? ''))) {
        found.push({
          tool: known.tool,
          kind: known.kind,
          language: known.language,
          path,
          line: entryAt(hook, 'id')?.line ?? hook.line,
          cwd: folderOf(path),
          words: known.words,
          neutralisers: run?.neutralisers ?? [],
        });
      }
    }
  }
  return found;
}

function hooksOf(root: YamlValue | undefined): YamlValue[] {
  return itemsOf(valueAt(root, 'repos')).flatMap(repository =>
    itemsOf(valueAt(repository, 'hooks')).filter(
      hook =>
        !scalarsOf(valueAt(hook, 'stages')).some(
          ({ text }) => text === 'manual',
        ),
    ),
  );
}

function toolOfHook(
  hook: YamlValue,
): Pick<ToolRun, 'tool' | 'kind' | 'language' | 'words'> | undefined {
  const id = textAt(hook, 'id') ?? '';
  const args = scalarsOf(valueAt(hook, 'args')).map(({ text }) => text);
  const entry = unwrap(
    (textAt(hook, 'entry') ?? '').split(/\s+/).filter(Boolean),
  );
  const tool = entry.length > 0 ? toolOf(entry) : undefined;
  if (tool) {
    return { tool: tool.name, ...tool, words: [...entry, ...args] };
  }
  if (!Object.hasOwn(HOOKS, id)) {
    return undefined;
  }
  const [name, kind, language] = HOOKS[id];
  return { tool: name, kind, language, words: [id, ...args] };
}

/** What the build of an image runs, where a pipeline builds images. */
async function imageRuns(
  context: CheckContext,
  steps: readonly QualityStep[],
): Promise<ToolRun[]> {
  const build = steps.find(({ tool }) =>
    /^(?:docker|podman) build$/.test(tool.name),
  );
  if (!build) {
    return [];
  }
  return (await context.facts(imageBuilds)).flatMap(({ path, commands }) =>
    commands.flatMap((command): ToolRun[] => {
      const tool = toolOf(command.words);
      const place = command.via[0] ?? command;
      return tool
        ? [
            {
              tool: tool.name,
              kind: tool.kind,
              language: tool.language,
              path,
              line: place.line,
              cwd: command.cwd,
              words: command.words,
              neutralisers: [...build.neutralisers, ...command.neutralisers],
            },
          ]
        : [];
    }),
  );
}

/** Whether a run looks at the code of a part: the language fits, and so does the folder. */
export function looksAt(run: ToolRun, part: CodePart): boolean {
  return (
    run.language === part.family &&
    (run.cwd.includes('$') ||
      isWithin(run.cwd, part.root) ||
      isWithin(part.root, run.cwd))
  );
}

/** Whether a run checks types: a checker, or a build that contains one. */
export function checksTypes({ kind, tool }: ToolRun): boolean {
  return kind === 'type' || (kind === 'build' && BUILDS_WITH_TYPES.test(tool));
}
