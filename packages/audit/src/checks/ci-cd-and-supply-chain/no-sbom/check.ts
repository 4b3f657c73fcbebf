import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { deployables } from '../../../facts/deployables/extract';
import { CiCommand, CiStep, Workflow } from '../../../facts/workflows/schema';
import { commandName } from '../../../facts/workflows/tools';
import { goreleaser } from '../../../judging/goreleaser';
import { inOrder } from '../../../judging/outcome';
import { activePipelines } from '../../../judging/pipelines';
import { ReleaseStep, releaseSteps } from '../../../judging/releases';

/** Actions that write a bill of materials. */
const ACTIONS =
  /^(?:anchore\/sbom-action|cyclonedx\/.*|microsoft\/sbom-action|advanced-security\/(?:sbom-generator-action|spdx-dependency-submission-action)|actions\/attest-sbom|spdx\/.*|snyk\/.*sbom.*|interlynk-io\/.*)$/i;
const FORMATS = /cyclonedx|spdx/i;

export const check = defineCheck({
  id: 'no-sbom',
  area: 'ci-cd-and-supply-chain',
  severity: 'low',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'No bill of materials for what is shipped',
  description:
    'Where images are built or something is released, an active pipeline should write a software bill of materials for it: syft, trivy with CycloneDX or SPDX as format, plugins and actions of CycloneDX, `docker buildx build --sbom`, `sbom: true` of the build action, cdxgen, `npm sbom`, GoReleaser with `sboms`, ko. Lists of dependencies, reports of licences and `go version -m` are none, and generation in a parked workflow does not count. Whether the document is kept is not judged.',
  failureMode: 'Nobody can say what is in a version that was shipped.',
  manifestation:
    'When the next hole in a common library becomes known, the question "where do we run it?" takes days.',
  impact:
    'Vulnerable versions stay in production because nobody knows of them; customers and regulators who ask for the list get none.',
  remediation:
    'Write it where the artifact is made, and keep it with it.\n\n```yaml\n- uses: docker/build-push-action@v6\n  with:\n    push: true\n    sbom: true\n    provenance: mode=max\n- uses: anchore/sbom-action@v0\n  with: { image: registry.example.org/shop:${{ github.sha }} }\n```',
  guardrail: {
    ci: 'syft, trivy, CycloneDX; OpenSSF Scorecard (SBOM)',
    architecture: 'reusable workflow that builds all images',
  },
  references: [
    {
      title: 'CISA: Software Bill of Materials',
      url: 'https://www.cisa.gov/sbom',
    },
    {
      title: 'Docker: SBOM attestations',
      url: 'https://docs.docker.com/build/metadata/attestations/sbom/',
    },
  ],
  evaluate: async context => {
    const { active, unclear } = await activePipelines(context);
    const released = await shipped(context, active);
    if (released.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'Nothing is built into an image or released here',
      };
    }
    const found = await bills(context, active);
    if (found.length > 0) {
      return {
        status: 'pass',
        summary: 'A bill of materials is written',
        evidence: inOrder(found).slice(0, 3),
      };
    }
    if (unclear) {
      return {
        status: 'unknown',
        summary: `${unclear}; it may write a bill of materials`,
      };
    }
    const [first] = released;
    return {
      status: 'fail',
      summary: `No pipeline writes a bill of materials for what is shipped (${first.path})`,
      evidence: [
        {
          path: first.path,
          line: first.line,
          subject: 'SBOM',
          note: `${first.by}: nothing writes a bill of materials for it`,
        },
      ],
      lookedFor: [
        'syft, trivy with cyclonedx or spdx, cdxgen, CycloneDX plugins and actions, --sbom, sbom: true, sboms of GoReleaser',
      ],
    };
  },
});

/** What pipelines give out, else the images of the tree. */
async function shipped(
  context: CheckContext,
  active: readonly Workflow[],
): Promise<Pick<ReleaseStep, 'path' | 'line' | 'by'>[]> {
  const steps = releaseSteps(active);
  if (steps.length > 0) {
    return steps;
  }
  const { images } = await context.facts(deployables);
  return images
    .filter(({ role, starts }) => role === 'production' && starts)
    .map(({ path, image }) => ({ path, line: image.line, by: 'image' }));
}

async function bills(
  context: CheckContext,
  active: readonly Workflow[],
): Promise<Evidence[]> {
  const releaser = await goreleaser(context);
  return active.flatMap(workflow =>
    workflow.jobs
      .filter(job => job.canRun)
      .flatMap(job => job.steps)
      .filter(step => !step.never)
      .flatMap((step): Evidence[] => {
        const by = actionWrites(step, releaser?.sboms);
        if (by && step.uses) {
          return [{ path: step.uses.path, line: step.uses.line, note: by }];
        }
        const command = step.commands.find(item =>
          commandWrites(item, releaser?.sboms),
        );
        const place = command && (command.via[0] ?? command);
        return command && place
          ? [
              {
                path: place.path,
                line: place.line,
                note: `${commandName(command.words[0])} writes it`,
              },
            ]
          : [];
      }),
  );
}

function actionWrites(
  step: CiStep,
  sboms: number | undefined,
): string | undefined {
  const { uses } = step;
  if (!uses) {
    return undefined;
  }
  const action = `${uses.owner}/${uses.repository}`;
  const value = (name: string) =>
    step.with.find(item => item.name === name)?.value ?? '';
  if (
    ACTIONS.test(action) ||
    (action === 'docker/build-push-action' &&
      (/^(?!false$).+/.test(value('sbom')) ||
        /type=sbom/.test(value('attests')))) ||
    (action === 'docker/bake-action' && /^(?!false$).+/.test(value('sbom'))) ||
    (action === 'aquasecurity/trivy-action' && FORMATS.test(value('format'))) ||
    (action === 'anchore/scan-action' &&
      FORMATS.test(value('output-format'))) ||
    (action === 'goreleaser/goreleaser-action' && sboms !== undefined)
  ) {
    return `${action} writes it`;
  }
  return undefined;
}

function commandWrites(
  { words }: CiCommand,
  sboms: number | undefined,
): boolean {
  const name = commandName(words[0]);
  const args = words.slice(1);
  const formatted = args.some(arg => FORMATS.test(arg));
  switch (name) {
    case 'syft':
    case 'cdxgen':
    case 'sbom-tool':
    case 'spdx-sbom-generator':
    case 'bom':
      return true;
    case 'goreleaser':
      return sboms !== undefined;
    case 'ko':
      return args[0] === 'build' && !args.includes('--sbom=none');
    case 'docker':
      return args.some(
        arg =>
          /^--sbom(?:=true)?$/.test(arg) ||
          /type=sbom/.test(arg) ||
          arg === 'sbom',
      );
    case 'npm':
    case 'pnpm':
      return args[0] === 'sbom';
    case 'trivy':
    case 'grype':
    case 'snyk':
    case 'pip-audit':
    case 'osv-scanner':
    case 'uv':
      return formatted || args[0] === 'sbom';
    case 'mvn':
    case 'mvnw':
    case 'gradle':
    case 'gradlew':
      return args.some(arg => /cyclonedx|spdx/i.test(arg));
    default:
      return /^cyclonedx/.test(name);
  }
}
