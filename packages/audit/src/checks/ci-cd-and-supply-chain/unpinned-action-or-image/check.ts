import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { compose } from '../../../facts/compose/extract';
import { DeploymentRole } from '../../../facts/deployables/role';
import { ImageReference, parseImage } from '../../../facts/deployables/image';
import { dockerfiles } from '../../../facts/dockerfiles/extract';
import { kubernetes } from '../../../facts/kubernetes/extract';
import { workflows } from '../../../facts/workflows/extract';
import { UsesFact } from '../../../facts/workflows/schema';
import { count, inOrder } from '../../../judging/outcome';

/** Tags that move by intent. */
const MOVING =
  /^(?:latest|main|master|edge|nightly|dev|develop|unstable|canary|stable|lts|rolling|head|next|beta|alpha|mainline)$/i;
const PLATFORM_OWNERS = new Set(['actions', 'github']);

export const check = defineCheck({
  id: 'unpinned-action-or-image',
  area: 'ci-cd-and-supply-chain',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Action or image that can change under a build',
  description:
    'Looks at what builds and deployments take from elsewhere by a name that may point to something else tomorrow: actions and reusable workflows of active GitHub workflows that are not pinned to a commit, container images of Dockerfiles, Compose files, workflow services and manifests without a tag or with a moving one (`latest`, `main`, `edge` …), and tools that pipelines install as `latest`. Defaults of build arguments are filled in; stages, local actions, `scratch` and images that the same Compose file builds are left out. A hash in a comment pins nothing. An image with a version tag but no digest is no finding by itself.',
  failureMode:
    'The same revision of this tree may be built from other inputs tomorrow.',
  manifestation:
    'A build breaks without a change, behaves differently on two machines, or runs code that somebody put behind the old name.',
  impact:
    'A taken-over action reads the secrets of the pipeline; a replaced image reaches production without review.',
  remediation:
    'Pin actions to commits, with the tag as a comment, and images to a version and digest; let a bot propose updates.\n\n```yaml\n- uses: owner/action@<40 hex digits> # v4.1.0\n```\n\n```dockerfile\nFROM python:3.13.9-slim@sha256:<digest>\n```',
  guardrail: {
    linter: 'zizmor (unpinned-uses), hadolint DL3006/DL3007',
    ci: 'OpenSSF Scorecard (Pinned-Dependencies)',
    architecture:
      'reusable workflows, mirrored base images, Renovate or Dependabot',
  },
  references: [
    {
      title: 'OpenSSF Scorecard: Pinned-Dependencies',
      url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies',
    },
    {
      title: 'GitHub: security hardening, using third-party actions',
      url: 'https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions',
    },
    {
      title: 'CWE-829',
      url: 'https://cwe.mitre.org/data/definitions/829.html',
    },
  ],
  async evaluate(context) {
    const references = [
      ...(await actionsOf(context)),
      ...(await imagesOf(context)),
      ...(await toolsOf(context)),
    ];
    if (references.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No workflow and no container image in this tree',
        lookedFor: ['uses:', 'FROM', 'image:'],
      };
    }
    const failing = references.filter(
      ({ evidence }) => evidence.severity !== undefined,
    );
    const pinned = references
      .filter(item => item.pinned)
      .map(({ evidence }) => evidence);
    if (failing.length > 0) {
      const evidence = inOrder(failing.map(item => item.evidence));
      const names = [...new Set(evidence.map(({ subject }) => subject))];
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          references.length,
          'reference',
        )} can change: ${names.slice(0, 4).join(', ')}${
          names.length > 4 ? ' …' : ''
        }`,
        evidence,
        share: (references.length - failing.length) / references.length,
        strengths: inOrder(pinned),
      };
    }
    return {
      status: 'pass',
      summary: `None of ${count(
        references.length,
        'reference',
      )} is mutable by intent`,
      evidence: inOrder(pinned),
    };
  },
});

interface Reference {
  /** With a severity: a failure. */
  evidence: Evidence;
  /** Pinned to content. */
  pinned: boolean;
}

async function actionsOf(context: CheckContext): Promise<Reference[]> {
  const { workflows: found } = await context.facts(workflows);
  return found
    .filter(workflow => workflow.active)
    .flatMap(workflow =>
      workflow.jobs.flatMap(job => [
        job.uses,
        ...job.steps.map(step => step.uses),
      ]),
    )
    .filter(
      (uses): uses is UsesFact =>
        uses?.kind === 'action' || uses?.kind === 'reusable-workflow',
    )
    .map(uses => {
      const severity = severityOf(uses);
      const name = uses.text.split('@')[0];
      return {
        pinned: severity === undefined,
        evidence: {
          path: uses.path,
          line: uses.line,
          ...(severity
            ? {
                severity,
                subject: name,
                note:
                  uses.pin === 'version'
                    ? `tag ${uses.ref}, which its owner can move`
                    : `${
                        uses.ref
                          ? `branch or moving name ${uses.ref}`
                          : 'no reference'
                      }`,
              }
            : { note: `${name} pinned to a commit` }),
        },
      };
    });
}

function severityOf({ pin, owner }: UsesFact): Severity | undefined {
  if (pin === 'sha') {
    return undefined;
  }
  if (pin === 'version') {
    return PLATFORM_OWNERS.has(owner ?? '') ? 'low' : 'medium';
  }
  return 'high';
}

async function imagesOf(context: CheckContext): Promise<Reference[]> {
  const found: Reference[] = [];
  const add = (
    image: ImageReference,
    place: { path: string; line: number },
    role: DeploymentRole,
  ) => {
    const reference = judgeImage(image, place, role);
    if (reference) {
      found.push(reference);
    }
  };
  for (const file of (await context.facts(dockerfiles)).dockerfiles) {
    const stages = new Set(file.stages.flatMap(({ name }) => name ?? []));
    for (const stage of file.stages) {
      if (stage.baseStage === undefined) {
        add(stage.base, { path: file.path, line: stage.line }, file.role);
      }
      for (const copy of stage.copies) {
        const from = copy.from?.toLocaleLowerCase('en-US');
        if (from && !stages.has(from) && !/^\d+$/.test(from)) {
          add(
            parseImage(copy.from!),
            { path: file.path, line: copy.line },
            file.role,
          );
        }
      }
    }
  }
  const { files } = await context.facts(compose);
  for (const file of files) {
    const built = new Set(
      file.services
        .filter(({ build }) => build)
        .flatMap(({ image }) => image?.raw ?? []),
    );
    for (const service of file.services) {
      const { image } = service;
      // A merged image is judged where it is written.
      if (
        image &&
        !service.build &&
        image.path === file.path &&
        !built.has(image.raw)
      ) {
        add(image, image, service.role);
      }
    }
  }
  for (const workload of (await context.facts(kubernetes)).workloads) {
    for (const { image } of [
      ...workload.initContainers,
      ...workload.containers,
    ]) {
      if (image) {
        add(image, { path: workload.path, line: image.line }, workload.role);
      }
    }
  }
  for (const workflow of (await context.facts(workflows)).workflows) {
    for (const job of workflow.active ? workflow.jobs : []) {
      job.images.forEach(({ image, path, line }) =>
        add(image, { path, line }, 'production'),
      );
    }
  }
  return found;
}

function judgeImage(
  image: ImageReference,
  place: { path: string; line: number },
  role: DeploymentRole,
): Reference | undefined {
  const { repository, tag, digest, resolved } = image;
  const unknown = image.unresolved.length > 0 || resolved.includes('${{');
  if (
    repository === 'scratch' ||
    repository === '' ||
    role === 'example' ||
    role === 'backup' ||
    (unknown &&
      digest === undefined &&
      (tag === undefined || tag.includes('$')))
  ) {
    return undefined;
  }
  const { path, line } = place;
  if (digest) {
    return {
      pinned: true,
      evidence: { path, line, note: `${repository} pinned to a digest` },
    };
  }
  const moving = tag === undefined || MOVING.test(tag);
  return {
    pinned: false,
    evidence: {
      path,
      line,
      ...(moving
        ? {
            severity:
              role === 'production' ? ('medium' as const) : ('low' as const),
            subject: repository,
            note:
              tag === undefined
                ? 'image without a tag, which means latest'
                : `moving tag ${tag}`,
          }
        : {}),
    },
  };
}

/** Tools that active workflows install in whatever version is newest. */
async function toolsOf(context: CheckContext): Promise<Reference[]> {
  const { workflows: found } = await context.facts(workflows);
  const references: Reference[] = [];
  for (const step of found
    .filter(workflow => workflow.active)
    .flatMap(workflow => workflow.jobs)
    .filter(job => job.canRun)
    .flatMap(job => job.steps)) {
    for (const { words, text, path, line } of step.commands) {
      const word = /\b(?:install|npx|dlx|uvx|pipx|exec|add|i)\b/.test(text)
        ? text
            .split(/\s+/)
            .concat(words)
            .find(item => /^@?[\w./-]+@latest$/.test(item))
        : undefined;
      if (word) {
        references.push({
          pinned: false,
          evidence: {
            path,
            line,
            severity: 'medium',
            subject: word.replace(/@latest$/, ''),
            note: 'tool installed as latest',
          },
        });
      }
    }
  }
  return references;
}
