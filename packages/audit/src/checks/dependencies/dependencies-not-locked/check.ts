import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { dockerfiles } from '../../../facts/dockerfiles/extract';
import { inventory } from '../../../facts/inventory/extract';
import { manifests } from '../../../facts/manifests/extract';
import { folderOf, isWithin, nameOf } from '../../../facts/manifests/names';
import {
  DependencyFact,
  LockFact,
  ManifestFact,
} from '../../../facts/manifests/schema';
import { processes } from '../../../facts/processes/extract';
import { shellCommands } from '../../../facts/shell/parseShell';
import { workflows } from '../../../facts/workflows/extract';
import { count, inOrder } from '../../../judging/outcome';
import { isFrozen } from './frozen';
import { ignoresLock } from './installs';

/** Files by which each manager of JavaScript packages locks. */
const MANAGER_OF_LOCK: Record<string, string> = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'yarn.lock': 'yarn',
  'pnpm-lock.yaml': 'pnpm',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
};

const LOCK_NAMES: Record<string, string> = {
  npm: 'package-lock.json, yarn.lock, pnpm-lock.yaml, bun.lock',
  pypi: 'uv.lock, poetry.lock, pdm.lock, Pipfile.lock, compiled requirements',
  go: 'go.sum',
  maven: 'versions without ranges and snapshots',
  gradle: 'versions without ranges and snapshots, gradle.lockfile',
  cargo: 'Cargo.lock',
  rubygems: 'Gemfile.lock',
  composer: 'composer.lock',
};

export const check = defineCheck({
  id: 'dependencies-not-locked',
  area: 'dependencies',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Dependencies are not locked',
  description:
    'Every manifest of something that is deployed should have a lock file with all versions, those of indirect dependencies included, and images and pipelines should install exactly what it says.',
  failureMode:
    'The versions that end up in an image are chosen when it is built, not when they were reviewed.',
  manifestation:
    'Two builds of the same commit differ; a build breaks overnight without any change; a fix cannot be reproduced on another machine.',
  impact:
    'A release of any package in the tree, a malicious one included, reaches production unseen with the next build, and a rollback does not bring the old versions back.',
  remediation: `Commit the lock file, and install in frozen mode everywhere.

\`\`\`dockerfile
COPY package.json package-lock.json ./
RUN npm ci

COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
\`\`\`

With plain pip, compile the requirements: \`pip-compile --generate-hashes\` or \`uv pip compile\`.`,
  guardrail: {
    linter: 'deptry, knip',
    ci: 'frozen installs, dependency review',
    architecture: 'an update bot that changes locks by pull request',
  },
  references: [
    {
      title: 'OpenSSF Scorecard: Pinned-Dependencies',
      url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies',
    },
    {
      title: 'CWE-1357: Reliance on Insufficiently Trustworthy Component',
      url: 'https://cwe.mitre.org/data/definitions/1357.html',
    },
    {
      title: '12-factor: Dependencies',
      url: 'https://12factor.net/dependencies',
    },
  ],
  evaluate: async context => {
    const { manifests: all, unreadable } = await context.facts(manifests);
    const subjects = await deployedManifests(context, all);
    if (subjects.length === 0 && unreadable.length > 0) {
      return {
        status: 'unknown',
        summary: `Cannot be parsed: ${unreadable.join(', ')}`,
      };
    }
    if (subjects.length === 0) {
      return {
        status: 'not-applicable',
        summary: all.some(({ dependencies }) => dependencies.length > 0)
          ? 'Only libraries and tools declare dependencies here'
          : 'No third-party dependencies',
      };
    }
    const evidence: Evidence[] = [];
    const strengths: Evidence[] = [];
    const bad = new Set<string>();
    const used = await ignoringInstalls(context, subjects);
    for (const manifest of subjects) {
      const problems = [
        ...judgeManifest(manifest, context),
        ...used.filter(({ manifests: of }) => of.includes(manifest.path)),
      ];
      if (problems.length > 0) {
        bad.add(manifest.path);
      } else {
        for (const { path } of manifest.locks.slice(0, 1)) {
          strengths.push({
            path,
            line: 1,
            subject: manifest.path,
            note: `locks everything that ${manifest.path} needs`,
          });
        }
      }
      for (const { evidence: item } of problems) {
        evidence.push(item);
      }
    }
    if (evidence.length === 0) {
      return {
        status: 'pass',
        summary: `${count(
          subjects.length,
          'manifest is',
          'manifests are',
        )} locked`,
        evidence: inOrder(strengths),
        ...(unreadable.length > 0 ? { confidence: 'likely' as const } : {}),
      };
    }
    return {
      status: 'fail',
      summary: `${bad.size} of ${count(
        subjects.length,
        'manifest is',
        'manifests are',
      )} not locked, or not installed as locked: ${[...bad].join(', ')}`,
      evidence: inOrder(evidence),
      share: (subjects.length - bad.size) / subjects.length,
      strengths: inOrder(strengths),
      lookedFor: [
        ...new Set(subjects.map(({ ecosystem }) => LOCK_NAMES[ecosystem])),
      ],
    };
  },
});

interface Problem {
  evidence: Evidence;
  /** Manifests that it concerns. */
  manifests: string[];
}

/** Manifests with third-party dependencies of something that is built into an image, started, or kept private. */
async function deployedManifests(
  context: CheckContext,
  all: readonly ManifestFact[],
): Promise<ManifestFact[]> {
  const { processes: running } = await context.facts(processes);
  const { dockerfiles: images } = await context.facts(dockerfiles);
  return all.filter(manifest => {
    const external = production(manifest);
    if (external.length === 0 || isPinnedBeside(manifest, all)) {
      return false;
    }
    if (['go', 'cargo'].includes(manifest.ecosystem)) {
      return true;
    }
    const deployed =
      running.some(
        ({ root, entry }) =>
          isWithin(root, manifest.root) || isWithin(entry.path, manifest.root),
      ) || images.some(({ path }) => isWithin(folderOf(path), manifest.root));
    // A package without a name cannot be published.
    return deployed || manifest.private === true || manifest.name === undefined;
  });
}

/** `setup.py` with ranges beside a requirements file that fixes each of them, which is then judged itself. */
function isPinnedBeside(
  manifest: ManifestFact,
  all: readonly ManifestFact[],
): boolean {
  return (
    manifest.ecosystem === 'pypi' &&
    manifest.locks.length === 0 &&
    all.some(other => {
      const fixed = new Set(
        other.dependencies.filter(({ exact }) => exact).map(({ name }) => name),
      );
      return (
        other.path !== manifest.path &&
        other.ecosystem === 'pypi' &&
        other.root === manifest.root &&
        other.path.endsWith('.txt') &&
        production(manifest).every(({ name }) => fixed.has(name))
      );
    })
  );
}

function production({ dependencies }: ManifestFact): DependencyFact[] {
  return dependencies.filter(
    ({ scope, range }) => scope === 'production' && !isLocal(range),
  );
}

function isLocal(range: string): boolean {
  return ['workspace:', 'file:', 'link:', 'portal:', './', '../'].some(start =>
    range.startsWith(start),
  );
}

function judgeManifest(
  manifest: ManifestFact,
  context: CheckContext,
): Problem[] {
  const external = production(manifest);
  const open = external.filter(({ exact }) => !exact);
  const [first] = open.length > 0 ? open : external;
  const problem = (
    severity: Evidence['severity'],
    subject: string,
    note: string,
    path = manifest.path,
    line = 1,
  ): Problem => ({
    manifests: [manifest.path],
    evidence: { path, line, severity, subject, note },
  });
  if (['maven', 'gradle'].includes(manifest.ecosystem)) {
    // Resolution without ranges always gives the same versions.
    return manifest.locks.length > 0
      ? []
      : open.map(({ name, range, line }) =>
          problem(
            'high',
            `${manifest.path}: ${name}`,
            `${name} ${range || 'without a version'} is not fixed`,
            manifest.path,
            line,
          ),
        );
  }
  if (manifest.locks.length === 0) {
    if (open.length > 0) {
      return [
        problem(
          'high',
          manifest.path,
          `no lock file, and ${count(
            open.length,
            'dependency is',
            'dependencies are',
          )} open: ${namesOf(open)}`,
          first.path,
          first.line,
        ),
      ];
    }
    return isFrozen(manifest)
      ? []
      : [
          problem(
            'medium',
            manifest.path,
            'direct versions are fixed, those of indirect dependencies are not',
            first.path,
            first.line,
          ),
        ];
  }
  return [
    ...contradictions(manifest, context).map(({ note, path }) =>
      problem('low', `${manifest.path}: ${note}`, note, path),
    ),
    ...missingInLock(manifest, external).map(({ name, line }) =>
      problem(
        'low',
        `${manifest.path}: ${name}`,
        `${name} is not in ${manifest.locks
          .map(({ path }) => path)
          .join(', ')}`,
        manifest.path,
        line,
      ),
    ),
  ];
}

/** Two locks of different managers, or another manager named than the one that locked. */
function contradictions(
  manifest: ManifestFact,
  context: CheckContext,
): { note: string; path: string }[] {
  if (manifest.ecosystem !== 'npm') {
    return [];
  }
  const managers = [
    ...new Set(
      manifest.locks
        .filter(({ path }) => folderOf(path) === manifest.root)
        .map(({ kind }) => MANAGER_OF_LOCK[kind]),
    ),
  ];
  if (managers.length > 1) {
    const [, second] = manifest.locks;
    return [
      {
        note: `locks of different managers: ${managers.join(' and ')}`,
        path: second.path,
      },
    ];
  }
  const declared = /"packageManager"\s{0,9}:\s{0,9}"([a-z]{1,9})@/.exec(
    context.read(manifest.path) ?? '',
  )?.[1];
  const [lock] = manifest.locks;
  return declared && managers[0] && declared !== managers[0]
    ? [
        {
          note: `the manifest names ${declared}, the lock is one of ${managers[0]}`,
          path: lock.path,
        },
      ]
    : [];
}

function missingInLock(
  manifest: ManifestFact,
  external: readonly DependencyFact[],
): DependencyFact[] {
  const readable = manifest.locks.filter(({ packages }) => packages.length > 0);
  if (
    readable.length !== manifest.locks.length ||
    !['npm', 'pypi', 'cargo'].includes(manifest.ecosystem)
  ) {
    return [];
  }
  const locked = new Set(readable.flatMap(({ packages }) => packages));
  return external.filter(
    ({ name, range }) => !locked.has(name) && !range.startsWith('npm:'),
  );
}

function namesOf(dependencies: readonly DependencyFact[]): string {
  const names = dependencies.slice(0, 5).map(({ name }) => name);
  const rest = dependencies.length - names.length;
  return names.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Commands of images and pipelines that install past a lock, and ignore files that leave it out. */
async function ignoringInstalls(
  context: CheckContext,
  subjects: readonly ManifestFact[],
): Promise<Problem[]> {
  const result: Problem[] = [];
  const add = (words: readonly string[], folder: string, place: Evidence) => {
    const covered = lockedIn(subjects, folder);
    const problem = ignoresLock(
      words,
      covered.flatMap(({ locks }) => locks.map(({ kind }) => kind)),
    );
    if (problem && covered.length > 0) {
      result.push({
        manifests: [covered[0].path],
        evidence: {
          ...place,
          severity: 'low',
          subject: `${place.path}: ${words.slice(0, 2).join(' ')}`,
          note: problem.note,
        },
      });
    }
  };
  const { dockerfiles: images } = await context.facts(dockerfiles);
  for (const { path, role, stages } of images) {
    for (const run of role === 'production'
      ? stages.flatMap(({ runs }) => runs)
      : []) {
      for (const command of shellCommands(run.text, run.textLine)) {
        add(command.words, folderOf(path), { path, line: command.line });
      }
    }
  }
  const { workflows: pipelines } = await context.facts(workflows);
  for (const workflow of pipelines.filter(({ active }) => active)) {
    for (const { steps } of workflow.jobs) {
      for (const { words, cwd, path, line } of steps.flatMap(
        ({ commands }) => commands,
      )) {
        // Yarn Berry and pnpm freeze by themselves in a pipeline.
        if (words[0] !== 'yarn' || isClassicYarn(context, cwd)) {
          add(words, cwd, { path, line });
        }
      }
    }
  }
  const { files } = await context.facts(inventory);
  for (const { path } of files.filter(
    file => nameOf(file.path) === '.dockerignore',
  )) {
    (context.read(path) ?? '').split('\n').forEach((line, index) => {
      const covered = lockedIn(subjects, folderOf(path)).filter(({ locks }) =>
        locks.some(({ kind }) => kind === line.trim()),
      );
      if (covered.length > 0) {
        result.push({
          manifests: [covered[0].path],
          evidence: {
            path,
            line: index + 1,
            severity: 'low',
            subject: `${path}: ${line.trim()}`,
            note: 'the lock never reaches the build',
          },
        });
      }
    });
  }
  return result;
}

function isClassicYarn(context: CheckContext, folder: string): boolean {
  const path = folder ? `${folder}/yarn.lock` : 'yarn.lock';
  return (context.read(path) ?? '').startsWith(
    '# THIS IS AN AUTOGENERATED FILE',
  );
}

/** Locked manifests that a command in a folder installs: those of the folder, else of the nearest one below or above. */
function lockedIn(
  subjects: readonly ManifestFact[],
  folder: string,
): (ManifestFact & { locks: LockFact[] })[] {
  const locked = subjects.filter(({ locks }) => locks.length > 0);
  const here = locked.filter(({ root }) => root === folder);
  return here.length > 0
    ? here
    : locked.filter(({ root }) => isWithin(folder, root));
}
