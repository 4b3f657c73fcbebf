import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CiCommand, CiStep, Workflow } from '../../../facts/workflows/schema';
import { commandName } from '../../../facts/workflows/tools';
import { goreleaser } from '../../../judging/goreleaser';
import { count, inOrder } from '../../../judging/outcome';
import { activePipelines } from '../../../judging/pipelines';
import { ReleaseStep, releaseSteps } from '../../../judging/releases';

/** Actions that sign or attest. */
const SIGNING_ACTIONS =
  /^(?:actions\/attest(?:-build-provenance|-sbom)?|slsa-framework\/.*|notaryproject\/.*|sigstore\/gh-action-sigstore-python|anchore\/.*attest.*)$/;
/** Actions that run a text on a server. */
const REMOTE_ACTIONS = /^(?:appleboy|fifsky|cross-the-world)\/ssh-/;
/** What builds anew on the server instead of taking what the pipeline has built. */
const REBUILDS =
  /\bdocker[- ]compose\b.*\bup\b.*--build\b|\bdocker[- ]compose\b.*\bbuild\b|\bdocker (?:buildx )?build\b|\b(?:npm|yarn|pnpm) (?:run )?build\b|\bgo build\b|\bmvn\b.*\bpackage\b/;
const FETCHES = /\bgit (?:pull|fetch|clone|checkout)\b/;

export const check = defineCheck({
  id: 'artifacts-not-signed',
  area: 'ci-cd-and-supply-chain',
  severity: 'low',
  confidence: 'likely',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Images and releases without a signature or provenance',
  description:
    'Looks at the steps of active pipelines that push images, publish packages or make releases, and in the same workflow for a signature or attestation: cosign, notation, `docker trust`, GPG, attestations of GitHub, SLSA generators, `provenance` of the build action, `--provenance` of npm, the attestations of trusted publishing to PyPI, `signs` of GoReleaser. Medium: a deployment that fetches the source on a server and builds it there, so that what runs is not what was tested and scanned. Uploading is no signature, and signed commits are something else. Whether anybody verifies is not judged.',
  failureMode:
    'Nothing ties what is deployed to the source and the pipeline that were reviewed.',
  manifestation:
    'An image that somebody pushed by hand, or that was swapped in the registry, looks like any other.',
  impact:
    'Whoever gets at the registry or at one token can ship code to all customers unseen.',
  remediation:
    'Attest where you build, and verify where you deploy.\n\n```yaml\npermissions: { id-token: write, attestations: write, packages: write }\nsteps:\n  - uses: docker/build-push-action@v6\n    id: build\n    with: { push: true, provenance: mode=max }\n  - uses: actions/attest-build-provenance@v3\n    with:\n      subject-name: registry.example.org/shop\n      subject-digest: ${{ steps.build.outputs.digest }}\n      push-to-registry: true\n```',
  guardrail: {
    ci: 'cosign, attest-build-provenance; OpenSSF Scorecard (Signed-Releases)',
    architecture: 'admission policy that verifies signatures',
  },
  references: [
    { title: 'SLSA: provenance', url: 'https://slsa.dev/spec/v1.1/provenance' },
    { title: 'Sigstore: cosign', url: 'https://docs.sigstore.dev/' },
  ],
  evaluate: async context => {
    const { active, unclear } = await activePipelines(context);
    const released = releaseSteps(active);
    const rebuilt = rebuildsOnServers(active);
    if (released.length === 0 && rebuilt.length === 0) {
      return unclear
        ? {
            status: 'unknown',
            summary: `${unclear}; it may release something`,
          }
        : {
            status: 'not-applicable',
            summary: 'No pipeline pushes an image or makes a release',
          };
    }
    const failing: Evidence[] = [...rebuilt];
    const good: Evidence[] = [];
    const releaser = await goreleaser(context);
    for (const step of released) {
      const signed =
        signatureIn(step) ??
        (step.by.startsWith('goreleaser') && releaser?.signs
          ? { path: releaser.path, line: releaser.signs, note: 'signs' }
          : undefined);
      if (signed) {
        good.push(signed);
      } else {
        failing.push({
          path: step.path,
          line: step.line,
          subject: `${step.kind}: ${step.by}`,
          note: `${step.by} gives out ${
            step.kind === 'image' ? 'an image' : `a ${step.kind}`
          } that nothing signs or attests`,
        });
      }
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          failing.length,
          'step ships',
          'steps ship',
        )} what is not signed`,
        evidence: inOrder(failing),
        strengths: inOrder(good),
        lookedFor: [
          'cosign, attestations, SLSA generators, provenance, GPG, notation',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        released.length,
        'step',
        'steps',
      )} that ship are signed or attested`,
      evidence: inOrder(good),
    };
  },
});

/** A signature or attestation in the workflow of a step. */
function signatureIn({ workflow, job, by }: ReleaseStep): Evidence | undefined {
  for (const other of workflow.jobs.filter(item => item.canRun)) {
    if (other.uses && SIGNING_ACTIONS.test(nameOf(other.uses))) {
      return {
        path: other.uses.path,
        line: other.uses.line,
        note: nameOf(other.uses),
      };
    }
    for (const step of other.steps) {
      const note = signs(step, other === job ? by : undefined, workflow);
      if (note) {
        const place = step.uses ?? note.command?.via[0] ?? note.command ?? step;
        return { path: place.path, line: place.line, note: note.text };
      }
    }
  }
  return undefined;
}

function nameOf(uses: { owner?: string; repository?: string }): string {
  return `${uses.owner}/${uses.repository}`;
}

function signs(
  step: CiStep,
  by: string | undefined,
  workflow: Workflow,
): { text: string; command?: CiCommand } | undefined {
  const value = (name: string) =>
    step.with.find(item => item.name === name)?.value;
  if (step.uses) {
    const action = nameOf(step.uses);
    const provenance = value('provenance');
    if (SIGNING_ACTIONS.test(action)) {
      return { text: action };
    }
    if (
      (action === 'docker/build-push-action' ||
        action === 'docker/bake-action') &&
      ((provenance !== undefined && provenance !== 'false') ||
        /type=provenance/.test(value('attests') ?? ''))
    ) {
      return { text: 'provenance' };
    }
    if (
      action === 'pypa/gh-action-pypi-publish' &&
      by === action &&
      value('attestations') !== 'false' &&
      value('password') === undefined &&
      trusted(workflow)
    ) {
      return { text: 'attestations of trusted publishing' };
    }
  }
  const command = step.commands.find(item => commandSigns(item));
  return command && { text: command.text.slice(0, 80), command };
}

function trusted(workflow: Workflow): boolean {
  return [workflow, ...workflow.jobs].some(
    ({ permissions }) =>
      permissions && /id-token: write|write-all/.test(permissions.text),
  );
}

function commandSigns({ words }: CiCommand): boolean {
  const name = commandName(words[0]);
  const args = words.slice(1);
  switch (name) {
    case 'cosign':
    case 'notation':
      return args.some(arg =>
        /^(?:sign|sign-blob|attest|attest-blob)$/.test(arg),
      );
    case 'gpg':
    case 'gpg2':
      return args.some(arg =>
        /^(?:--detach-sig(?:n)?|--sign|-s|-b|--clear-?sign|-\w*b)$/.test(arg),
      );
    case 'minisign':
      return args.some(arg => arg.startsWith('-S'));
    case 'jarsigner':
    case 'rpmsign':
    case 'debsign':
    case 'slsa-provenance':
      return true;
    case 'docker':
      return (
        (args[0] === 'trust' && args[1] === 'sign') ||
        args.some(arg =>
          /^--provenance(?:=(?!false)|$)|type=provenance/.test(arg),
        )
      );
    case 'npm':
    case 'pnpm':
    case 'yarn':
      return args.some(arg => /^--provenance(?:=true)?$/.test(arg));
    case 'mvn':
    case 'mvnw':
    case 'gradle':
    case 'gradlew':
      return args.some(arg => /gpg|^sign/.test(arg));
    default:
      return false;
  }
}

function rebuildsOnServers(active: readonly Workflow[]): Evidence[] {
  return active.flatMap(workflow =>
    workflow.jobs
      .filter(job => job.canRun)
      .flatMap(job => job.steps)
      .flatMap((step): Evidence[] => {
        const script =
          step.uses && REMOTE_ACTIONS.test(nameOf(step.uses))
            ? step.with.find(({ name }) => name === 'script')?.value
            : undefined;
        const over = step.commands.find(
          ({ words }) =>
            commandName(words[0]) === 'ssh' &&
            FETCHES.test(words.join(' ')) &&
            REBUILDS.test(words.join(' ')),
        );
        if (over) {
          return [builtThere(over.path, over.line)];
        }
        return script && FETCHES.test(script) && REBUILDS.test(script)
          ? [builtThere(step.uses!.path, step.uses!.line)]
          : [];
      }),
  );
}

function builtThere(path: string, line: number): Evidence {
  return {
    path,
    line,
    severity: 'medium',
    subject: 'build on the server',
    note: 'the server fetches the source and builds it: what runs is not what the pipeline tested',
  };
}
