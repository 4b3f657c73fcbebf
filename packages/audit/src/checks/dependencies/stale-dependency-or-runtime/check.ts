import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { folderOf, isWithin } from '../../../facts/manifests/names';
import { count, inOrder } from '../../../judging/outcome';
import { CALENDAR_DATE, PRODUCTS } from './calendar';
import {
  RuntimeRange,
  runtimesOf,
  RuntimeUse,
  youngestAllowed,
} from './runtimes';

/** A strength needs some time to the next upgrade. */
const MIN_DAYS = 183;

export const check = defineCheck({
  id: 'stale-dependency-or-runtime',
  area: 'dependencies',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'medium',
  title: 'Runtime or base is past its end of life',
  description: `Compares versions that the tree names with a calendar of ends of support of ${CALENDAR_DATE}: runtimes and distributions of images in production Dockerfiles, Compose files and manifests of Kubernetes, databases, version files (\`.python-version\`, \`.nvmrc\`, \`.tool-versions\`, \`runtime.txt\`), Django and Spring Boot at their locked versions, and ranges of manifests that allow nothing but ended versions. It also reports, as low, where an image, a version file and a manifest of one part contradict each other. Tags without a version (\`python:3\`, \`latest\`) and images of other publishers are not judged. Releases and archived repositories of other packages are not looked at, because no snapshot of them is installed.`,
  failureMode:
    'The service runs on something that gets no more security fixes.',
  manifestation:
    'Scanners report holes without a fix, packages drop support, images cannot be rebuilt because their repositories are gone.',
  impact:
    'Every hole found from now on stays open until an upgrade that grows with each month it waits.',
  remediation: `Move to a version with years ahead, in every place that names one, and let a bot propose the next.

\`\`\`dockerfile
FROM python:3.13-slim-bookworm
\`\`\``,
  guardrail: {
    ci: 'trivy or grype on the image (end-of-life findings)',
    architecture: 'shared base images, an update bot',
  },
  references: [
    { title: 'endoflife.date', url: 'https://endoflife.date/' },
    {
      title: 'CWE-1104: Use of Unmaintained Third Party Components',
      url: 'https://cwe.mitre.org/data/definitions/1104.html',
    },
  ],
  evaluate: async context => {
    const { uses, ranges } = await runtimesOf(context);
    if (uses.length === 0 && ranges.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No version of a runtime, distribution or database is named',
      };
    }
    const today = new Date().toISOString().slice(0, 10);
    const ended = uses.filter(({ end }) => end !== undefined && end < today);
    const onlyEnded = ranges.flatMap(range => {
      const youngest = youngestAllowed(range);
      return youngest && youngest.end < today ? [{ range, youngest }] : [];
    });
    const evidence: Evidence[] = [
      ...ended.map(use => ({
        path: use.path,
        line: use.line,
        subject: `${PRODUCTS[use.product].title} ${use.release}`,
        note: `${PRODUCTS[use.product].title} ${
          use.release
        } has had no support since ${use.before ? 'before ' : ''}${use.end}`,
      })),
      ...onlyEnded.map(({ range, youngest }) => ({
        path: range.path,
        line: range.line,
        subject: `${PRODUCTS[range.product].title} ${range.range}`,
        note: `allows ${PRODUCTS[range.product].title} up to ${
          youngest.release
        }, which has had no support since ${youngest.end}`,
      })),
      ...contradictions(uses, ranges),
    ];
    if (evidence.length > 0) {
      const names = [...new Set(ended.map(nameOf))];
      return {
        status: 'fail',
        summary:
          ended.length + onlyEnded.length > 0
            ? `Past the end of support: ${
                names.join(', ') ||
                onlyEnded.map(item => item.range.range).join(', ')
              }`
            : `${count(
                evidence.length,
                'place contradicts',
                'places contradict',
              )} another about the version that runs`,
        evidence: inOrder(evidence),
      };
    }
    const beyond = uses.filter(({ end }) => end === undefined);
    if (beyond.length > 0) {
      return {
        status: 'unknown',
        summary: `Not in the calendar of ${CALENDAR_DATE}: ${[
          ...new Set(beyond.map(nameOf)),
        ].join(', ')}`,
      };
    }
    if (uses.length === 0) {
      return {
        status: 'pass',
        summary: 'What manifests ask for includes versions with support',
      };
    }
    const safe = uses.filter(
      ({ end }) => end !== undefined && daysBetween(today, end) >= MIN_DAYS,
    );
    const soon = uses.filter(use => !safe.includes(use));
    return {
      status: 'pass',
      summary:
        soon.length > 0
          ? `Supported, but not for long: ${[
              ...new Set(soon.map(use => `${nameOf(use)} until ${use.end}`)),
            ].join(', ')}`
          : 'All versions that are named have support',
      evidence:
        soon.length > 0
          ? []
          : inOrder(
              safe.map(use => ({
                path: use.path,
                line: use.line,
                subject: nameOf(use),
                note: `${nameOf(use)} has support until ${use.end}`,
              })),
            ),
    };
  },
});

function nameOf({ product, release }: RuntimeUse): string {
  return `${PRODUCTS[product].title} ${release}`;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** What a manifest excludes and an image or version file of the same folder installs. */
function contradictions(
  uses: readonly RuntimeUse[],
  ranges: readonly RuntimeRange[],
): Evidence[] {
  return ranges.flatMap(range =>
    uses
      .filter(
        use =>
          use.product === range.product &&
          isNear(use.path, range.path, ranges) &&
          !['0', '5', '20', '99'].some(patch =>
            range.allows(
              use.release.includes('.')
                ? `${use.release}.${patch}`
                : `${use.release}.${patch}.0`,
            ),
          ),
      )
      .map(
        (use): Evidence => ({
          path: use.path,
          line: use.line,
          severity: 'low',
          subject: `${nameOf(use)} against ${range.path}`,
          note: `${nameOf(use)}, but ${range.path} asks for ${range.range}`,
          related: [{ path: range.path, line: range.line, note: range.range }],
        }),
      ),
  );
}

/** Whether a file belongs to the manifest: in its folder or below, and below no other. */
function isNear(
  path: string,
  manifest: string,
  ranges: readonly RuntimeRange[],
): boolean {
  const folder = folderOf(manifest);
  return (
    isWithin(path, folder) &&
    !ranges.some(
      other =>
        folderOf(other.path).length > folder.length &&
        isWithin(path, folderOf(other.path)),
    )
  );
}
