import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { workflows } from '../../../facts/workflows/extract';
import { securityScans } from '../../../facts/workflows/scans/extract';
import {
  ScanException,
  SecurityScan,
} from '../../../facts/workflows/scans/schema';
import { Workflow } from '../../../facts/workflows/schema';
import { count, inOrder } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'scanner-not-gating',
  area: 'ci-cd-and-supply-chain',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Security scanner that cannot fail the job',
  description:
    'Looks at every security scanner of active pipelines and hooks and asks whether a finding fails the job: with the defaults of the tool (Trivy, grype, semgrep, trufflehog and dependency-check end with success unless an option says otherwise; gitleaks, npm audit, pip-audit and bandit fail), options that switch the failure off, `|| true`, `continue-on-error`, `allow_failure`, pipes and the other things that hide a status. A result that a later step evaluates, and a second run of the same scanner that does fail, count as good. Scanners whose result a platform judges (CodeQL and other uploads to code scanning, Sonar, templates of GitLab) are left out, except when a scanner only writes SARIF for an upload (likely). It also reads `.trivyignore`, `.snyk` and `osv-scanner.toml` for exceptions without a reason (low).',
  failureMode: 'The scanner finds something, and the job ends with success.',
  manifestation:
    'Reports with critical findings pile up behind green marks; nobody opens the log of a job that passed.',
  impact:
    'The team believes that it is protected; known holes and committed secrets reach production past a scanner that saw them.',
  remediation:
    "Set a threshold that fails, and write exceptions down with a reason and an end.\n\n```yaml\n- uses: aquasecurity/trivy-action@0.33.1\n  with:\n    image-ref: shop:ci\n    severity: HIGH,CRITICAL\n    ignore-unfixed: true\n    exit-code: '1'\n```\n\n```\n# .trivyignore: not reachable, the parser is not used\nCVE-2026-12345 exp:2027-03-01\n```",
  guardrail: {
    linter: 'actionlint, zizmor',
    ci: 'a branch with a known finding that must go red',
    architecture: 'one reusable security workflow with the thresholds',
  },
  references: [
    {
      title: 'Trivy: exit code',
      url: 'https://trivy.dev/docs/latest/configuration/others/#exit-code',
    },
    {
      title: 'OWASP DevSecOps guideline',
      url: 'https://owasp.org/www-project-devsecops-guideline/',
    },
  ],
  async evaluate(context) {
    const { scans, exceptions } = await context.facts(securityScans);
    const { workflows: all } = await context.facts(workflows);
    const judged = scans.filter(
      scan => scan.result.fails !== 'elsewhere' || scan.neutralisers.length > 0,
    );
    if (scans.length === 0) {
      const opaque = all.find(workflow => workflow.active && workflow.opaque);
      return opaque
        ? {
            status: 'unknown',
            summary: `The steps of ${opaque.path} (${opaque.platform}) are not read`,
          }
        : {
            status: 'not-applicable',
            summary: 'No security scanner runs (see no-security-scanning)',
          };
    }
    const evidence: Evidence[] = [];
    const good: Evidence[] = [];
    for (const scan of judged) {
      const reason = whyNot(scan);
      const workflow = all.find(item => item.path === scan.workflow);
      if (!reason || enforcedLater(scan, judged, workflow)) {
        good.push({
          path: scan.stepPath,
          line: scan.stepLine,
          note: `${scan.tool} fails the job`,
        });
      } else {
        evidence.push(failing(scan, reason, workflow));
      }
    }
    for (const item of exceptions.filter(
      ({ tool, reason }) =>
        !reason && scans.some(scan => scan.tool.startsWith(tool)),
    )) {
      evidence.push(withoutReason(item));
    }
    if (evidence.length > 0) {
      const places = inOrder(evidence);
      const blind = judged.length - good.length;
      return {
        status: 'fail',
        summary:
          blind > 0
            ? `${blind} of ${count(
                judged.length,
                'scanner',
              )} cannot fail the job: ${[
                ...new Set(places.map(({ subject }) => subject)),
              ]
                .slice(0, 4)
                .join(', ')}`
            : `${count(places.length, 'exception')} without a reason`,
        evidence: places,
        share: judged.length > 0 ? good.length / judged.length : 0,
        strengths: inOrder(good),
      };
    }
    return {
      status: 'pass',
      summary:
        good.length > 0
          ? `${count(good.length, 'scanner fails', 'scanners fail')} the job`
          : 'The platform judges what the scanners find',
      evidence: inOrder(good),
    };
  },
});

interface Reason {
  text: string;
  path: string;
  line: number;
}

/** What keeps a finding from failing the job. */
function whyNot(scan: SecurityScan): Reason | undefined {
  const [neutraliser] = scan.neutralisers;
  if (neutraliser) {
    return neutraliser;
  }
  return scan.result.fails === 'never'
    ? { text: scan.result.why, path: scan.path, line: scan.line }
    : undefined;
}

/** The same scanner runs again and fails, or a later command of the job reads its report. */
function enforcedLater(
  scan: SecurityScan,
  scans: readonly SecurityScan[],
  workflow: Workflow | undefined,
): boolean {
  if (
    scans.some(
      other =>
        other !== scan &&
        other.workflow === scan.workflow &&
        other.job === scan.job &&
        other.tool === scan.tool &&
        !whyNot(other) &&
        other.kinds.some(kind => scan.kinds.includes(kind)),
    )
  ) {
    return true;
  }
  const { report } = scan;
  const job = workflow?.jobs.find(({ id }) => id === scan.job);
  if (!report || !job) {
    return false;
  }
  const name = report.slice(report.lastIndexOf('/') + 1);
  return job.steps
    .flatMap(step => step.commands)
    .some(
      command =>
        (command.path !== scan.path || command.line > scan.line) &&
        command.text.includes(name) &&
        command.neutralisers.length === 0 &&
        // What shows or moves the report judges nothing.
        !/^(?:cat|ls|echo|cp|mv|gh|aws|curl|tee|head|mkdir|tar|zip)$/.test(
          command.words[0] ?? '',
        ),
    );
}

function failing(
  scan: SecurityScan,
  reason: Reason,
  workflow: Workflow | undefined,
): Evidence {
  const uploads = workflow?.jobs
    .find(({ id }) => id === scan.job)
    ?.steps.some(step => step.uses?.text.includes('/upload-sarif'));
  const elsewhere = reason.path !== scan.stepPath;
  return {
    path: reason.path,
    line: reason.line,
    subject: scan.job ? `${scan.job}: ${scan.tool}` : scan.tool,
    ...(uploads ? { confidence: 'likely' as const } : {}),
    note: `${scan.tool} cannot fail the job: ${reason.text}${
      uploads
        ? '; whether code scanning blocks the merge is not in the tree'
        : ''
    }`,
    ...(elsewhere
      ? {
          related: [
            {
              path: scan.stepPath,
              line: scan.stepLine,
              note: `job ${scan.job}`,
            },
          ],
        }
      : {}),
  };
}

function withoutReason(item: ScanException): Evidence {
  return {
    path: item.path,
    line: item.line,
    severity: 'low',
    subject: `${item.tool}: ${item.text}`,
    note: `an exception of ${item.tool} without a reason${
      item.expires ? '' : ' and without an end'
    }`,
  };
}
