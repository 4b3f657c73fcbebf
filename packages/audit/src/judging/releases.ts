import { CiCommand, CiJob, CiStep, Workflow } from '../facts/workflows/schema';
import { commandName } from '../facts/workflows/tools';

/** A step of an active pipeline that gives something out. */
export interface ReleaseStep {
  workflow: Workflow;
  job: CiJob;
  /** `image`, `package`, `release`: what is given out. */
  kind: 'image' | 'package' | 'release';
  /** `docker push`, `docker/build-push-action`. */
  by: string;
  path: string;
  line: number;
}

/** Actions that publish; those with a condition on their inputs are told apart below. */
const ACTIONS: Readonly<Record<string, ReleaseStep['kind']>> = {
  'pypa/gh-action-pypi-publish': 'package',
  'js-devtools/npm-publish': 'package',
  'softprops/action-gh-release': 'release',
  'ncipollo/release-action': 'release',
  'goreleaser/goreleaser-action': 'release',
  'svenstaro/upload-release-action': 'release',
  'google-github-actions/release-please-action': 'release',
};
const PUSHING_ACTIONS = new Set([
  'docker/build-push-action',
  'docker/bake-action',
  'redhat-actions/push-to-registry',
]);

/** Steps of active pipelines that push images, publish packages or make releases. */
export function releaseSteps(active: readonly Workflow[]): ReleaseStep[] {
  return active.flatMap(workflow =>
    workflow.jobs
      .filter(job => job.canRun)
      .flatMap(job =>
        job.steps
          .filter(step => !step.never)
          .flatMap(step =>
            releasesOf(step).map(found => ({ ...found, workflow, job })),
          ),
      ),
  );
}

function releasesOf(step: CiStep): Omit<ReleaseStep, 'workflow' | 'job'>[] {
  const action = step.uses && `${step.uses.owner}/${step.uses.repository}`;
  if (action && step.uses) {
    const by = action;
    const { path, line } = step.uses;
    if (Object.hasOwn(ACTIONS, action)) {
      return isDryRun(step) ? [] : [{ kind: ACTIONS[action], by, path, line }];
    }
    const push =
      valueOf(step, 'push') ??
      (valueOf(step, 'outputs')?.includes('push=true') ? 'true' : undefined);
    if (
      PUSHING_ACTIONS.has(action) &&
      (action.startsWith('redhat') || (push !== undefined && push !== 'false'))
    ) {
      return [{ kind: 'image', by, path, line }];
    }
  }
  return step.commands.flatMap(command => {
    const kind = releaseOf(command);
    const place = command.via[0] ?? command;
    return kind
      ? [
          {
            kind,
            by: command.words.slice(0, 2).join(' '),
            path: place.path,
            line: place.line,
          },
        ]
      : [];
  });
}

function isDryRun(step: CiStep): boolean {
  return /--snapshot|--skip[= ]publish|--skip-publish/.test(
    valueOf(step, 'args') ?? '',
  );
}

function valueOf(step: CiStep, name: string): string | undefined {
  return step.with.find(item => item.name === name)?.value;
}

/** A rehearsal of a script that would publish. */
const REHEARSAL =
  /\bDRY_?RUN=(?:true|1|yes)\b|--dry-run\b|--no-(?:docker-)?push\b/i;

function releaseOf({ words, via }: CiCommand): ReleaseStep['kind'] | undefined {
  const name = commandName(words[0]);
  const args = words.slice(1);
  const has = (...wanted: string[]) =>
    wanted.every(item => args.includes(item));
  if (
    args.includes('--dry-run') ||
    args.includes('--help') ||
    via.some(({ text }) => REHEARSAL.test(text))
  ) {
    return undefined;
  }
  switch (name) {
    case 'docker':
    case 'podman':
    case 'buildah':
      return args.includes('push') ||
        (has('build') && args.includes('--push')) ||
        has('buildx', '--push')
        ? 'image'
        : undefined;
    case 'ko':
      return ['build', 'publish', 'resolve', 'apply'].includes(args[0])
        ? 'image'
        : undefined;
    case 'kaniko':
    case 'executor':
      return args.some(arg => arg.startsWith('--destination'))
        ? 'image'
        : undefined;
    case 'npm':
    case 'pnpm':
    case 'yarn':
      return args.includes('publish') ? 'package' : undefined;
    case 'twine':
      return args[0] === 'upload' ? 'package' : undefined;
    case 'uv':
    case 'poetry':
    case 'hatch':
    case 'flit':
    case 'pdm':
    case 'cargo':
      return args[0] === 'publish' ? 'package' : undefined;
    case 'mvn':
    case 'mvnw':
      return args.some(arg => /^(?:deploy|release:perform)$/.test(arg))
        ? 'package'
        : undefined;
    case 'gradle':
    case 'gradlew':
      return args.some(
        arg => /^(?:.*:)?publish\w*$/.test(arg) && !/MavenLocal/.test(arg),
      )
        ? 'package'
        : undefined;
    case 'goreleaser':
      return args[0] === 'release' && !args.includes('--snapshot')
        ? 'release'
        : undefined;
    case 'gh':
      return args[0] === 'release' && ['create', 'upload'].includes(args[1])
        ? 'release'
        : undefined;
    case 'semantic-release':
      return 'release';
    default:
      return undefined;
  }
}
