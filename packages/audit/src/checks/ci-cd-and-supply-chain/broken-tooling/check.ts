import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { manifests } from '../../../facts/manifests/extract';
import { nameOf } from '../../../facts/manifests/names';
import { shellCommands } from '../../../facts/shell/parseShell';
import { tooling } from '../../../facts/tooling/extract';
import { workflows } from '../../../facts/workflows/extract';
import { documents } from '../../../rules/documents/documents';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { Callable, CallableTree } from '../../../judging/CallableTree';

/** Configurations that their tools refuse when they do not parse. */
const CONFIGURATIONS =
  /^(?:\.pre-commit-config\.ya?ml|\.github\/dependabot\.ya?ml|pyproject\.toml|(?:.*\/)?\.golangci\.ya?ml|(?:\.github\/)?\.?codecov\.ya?ml|renovate\.json|\.eslintrc\.json|biome\.jsonc?|[Tt]askfile\.ya?ml|lefthook\.ya?ml|catalog-info\.ya?ml|ruff\.toml)$/;
/** Readers in Python take the last of two equal keys. */
const TOLERATED = /unique|duplicate/i;

export const check = defineCheck({
  id: 'broken-tooling',
  area: 'ci-cd-and-supply-chain',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Automation that cannot work',
  description:
    'Looks at steps of active pipelines (followed through task runners), scripts of package.json and local hooks of pre-commit for what they call and the tree does not have: package scripts, targets of Make, scripts by path, local actions and reusable workflows. It also reports configurations of tools that do not parse. What an earlier step of the job makes or downloads, submodules, options such as `--if-present`, Makefiles that include others, and paths with variables are left out. Programs that an image of a runner may or may not have, and reports that are written somewhere else than they are read, are not judged.',
  failureMode:
    'A pipeline, hook or script calls something that does not exist, or a tool cannot read its configuration.',
  manifestation:
    'The step fails for everybody and is switched off, or it is never reached and nobody knows that it never worked.',
  impact:
    'The check, build or release that everybody relies on does not happen when it is needed.',
  remediation:
    'Correct the name, or remove what is no longer used. Run the automation once from a fresh clone.\n\n```yaml\n- run: npm run test:ci   # package.json must have "test:ci"\n```',
  guardrail: {
    linter:
      'actionlint, check-jsonschema, shellcheck, pre-commit validate-config',
    ci: 'a job that runs every target from a fresh clone',
  },
  references: [
    { title: 'actionlint', url: 'https://github.com/rhysd/actionlint' },
    {
      title: 'npm run: --if-present',
      url: 'https://docs.npmjs.com/cli/v11/commands/npm-run-script',
    },
  ],
  evaluate: async context => {
    const tree = await CallableTree.of(context);
    const { workflows: all, unreadable } = await context.facts(workflows);
    const active = all.filter(workflow => workflow.active);
    const declared = (await context.facts(manifests)).manifests;
    const scripts = declared.flatMap(manifest =>
      manifest.ecosystem === 'npm'
        ? manifest.scripts.map(script => ({ manifest, script }))
        : [],
    );
    const configurations = await unparsable(context);
    const evidence: Evidence[] = [
      ...unreadable.map(({ path, reason }) => ({
        path,
        line: lineOf(reason),
        subject: path,
        note: `cannot be parsed: ${reason.replace(/^unparsable: /, '')}`,
      })),
      ...configurations,
      ...(await brokenHooks(context, tree)),
    ];
    for (const workflow of active) {
      for (const job of workflow.jobs.filter(item => item.canRun)) {
        const missing = tree.missingUse(job.uses);
        evidence.push(...(missing ? [missing] : []));
        const before: string[] = [];
        for (const step of job.steps) {
          const use = step.never ? undefined : tree.missingUse(step.uses);
          evidence.push(...(use ? [use] : []));
          before.push(...step.with.map(({ value }) => value));
          for (const command of step.commands) {
            const broken = step.never
              ? undefined
              : tree.missing(asCallable(command), before);
            evidence.push(...(broken ? [broken] : []));
            before.push(command.text);
          }
          before.push(step.run?.text ?? '');
        }
      }
    }
    for (const { manifest, script } of scripts) {
      const before: string[] = [];
      for (const command of shellCommands(script.command, script.line)) {
        const broken = tree.missing(
          {
            words: command.words,
            cwd: manifest.root,
            path: manifest.path,
            line: script.line,
          },
          before,
        );
        evidence.push(...(broken ? [broken] : []));
        before.push(command.text);
      }
    }
    const found = inOrder(evidence);
    if (found.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          found.length,
          'piece',
          'pieces',
        )} of automation cannot work: ${somePlaces(found)}`,
        evidence: found,
      };
    }
    if (active.length + scripts.length === 0 && !tree.hasMake) {
      return { status: 'not-applicable', summary: 'There is no automation' };
    }
    return {
      status: 'pass',
      summary: 'What pipelines, hooks and scripts call is there',
    };
  },
});

function asCallable({ words, cwd, path, line }: Callable): Callable {
  return { words, cwd, path, line };
}

function lineOf(reason: string): number {
  return Number(/line (\d+)/.exec(reason)?.[1] ?? 1);
}

async function unparsable(context: CheckContext): Promise<Evidence[]> {
  const values = await context.facts(documents);
  const { files } = await context.facts(inventory);
  const own = files.flatMap(({ path, class: fileClass }): Evidence[] => {
    if (
      !CONFIGURATIONS.test(path) ||
      ['test', 'fixture', 'example'].includes(fileClass)
    ) {
      return [];
    }
    const problem = values.read(path)?.problem;
    return problem && !(TOLERATED.test(problem) && !path.endsWith('.toml'))
      ? [unparsed(path, problem)]
      : [];
  });
  const others = (await context.facts(tooling)).unreadable
    .filter(({ path }) => !own.some(item => item.path === path))
    .map(({ path, reason }) => unparsed(path, reason));
  return [...own, ...others];
}

function unparsed(path: string, reason: string): Evidence {
  return {
    path,
    line: lineOf(reason),
    subject: path,
    note: `cannot be parsed: ${reason.replace(/^unparsable: /, '')}`,
  };
}

async function brokenHooks(
  context: CheckContext,
  tree: CallableTree,
): Promise<Evidence[]> {
  const { files } = await context.facts(inventory);
  const path = files.find(
    file => nameOf(file.path) === '.pre-commit-config.yaml',
  )?.path;
  const root =
    path === undefined
      ? undefined
      : (await context.facts(documents)).read(path)?.roots[0];
  return path === undefined ? [] : tree.missingHooks(path, root);
}
