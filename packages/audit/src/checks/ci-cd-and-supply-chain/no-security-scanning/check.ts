import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { deployables } from '../../../facts/deployables/extract';
import { workflows } from '../../../facts/workflows/extract';
import { securityScans } from '../../../facts/workflows/scans/extract';
import { ScanKind, SecurityScan } from '../../../facts/workflows/scans/schema';
import { Workflow } from '../../../facts/workflows/schema';
import { codeFiles, inOrder } from '../../../judging/outcome';

interface WantedKind {
  kind: ScanKind;
  title: string;
  tools: string;
}

const WANTED: readonly WantedKind[] = [
  {
    kind: 'static',
    title: 'static security analysis',
    tools:
      'CodeQL, semgrep, bandit, ruff with S rules, gosec, ESLint with security rules, Sonar',
  },
  {
    kind: 'secrets',
    title: 'search for secrets',
    tools: 'gitleaks, trufflehog, detect-secrets, ggshield, trivy',
  },
  {
    kind: 'dependencies',
    title: 'known vulnerabilities of dependencies',
    tools:
      'pip-audit, npm/pnpm/yarn audit, osv-scanner, Snyk, dependency-review, govulncheck, trivy, grype',
  },
  {
    kind: 'images',
    title: 'scan of the images that are built',
    tools: 'trivy image, grype, docker scout, snyk container',
  },
];

export const check = defineCheck({
  id: 'no-security-scanning',
  area: 'ci-cd-and-supply-chain',
  severity: 'high',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'No security scanning',
  description:
    'Looks for four kinds of scanners in active pipelines (GitHub, GitLab) and in hooks (pre-commit, husky, lefthook): static security analysis, secrets, known vulnerabilities of dependencies, and – where images are built – images. Commands are followed through npm scripts, Make, tox and the like, composite actions and `docker run` of a scanner; actions, reusable workflows, templates of GitLab and linters whose security rules are switched on count too. Parked workflows, scanners that are only installed and tools that documents name do not. Features of the platform (secret scanning, default code scanning, dependency alerts) leave no trace in the tree and cannot be seen here. Whether a scanner can fail the job is judged by `scanner-not-gating`.',
  failureMode:
    'Nobody and nothing looks for known kinds of security defects when code changes.',
  manifestation:
    'An injection, a committed key or a library with a published hole is merged and shipped, and stays until somebody else finds it.',
  impact:
    'Defects that a tool finds in a minute are found by attackers, who run the same tools.',
  remediation:
    'Run one scanner of each kind on every pull request, and let it fail.\n\n```yaml\njobs:\n  security:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5\n        with: { fetch-depth: 0 }\n      - uses: gitleaks/gitleaks-action@v2\n      - run: uv run bandit --recursive app\n      - run: uv run pip-audit\n```\n\nAdd `trivy image --exit-code 1 --severity HIGH,CRITICAL <image>` where an image is built.',
  guardrail: {
    linter: 'bandit or ruff S, eslint-plugin-security, gitleaks as a hook',
    ci: 'CodeQL or semgrep, gitleaks, osv-scanner, trivy; OpenSSF Scorecard (SAST, Vulnerabilities)',
    architecture: 'one reusable security workflow for all repositories',
  },
  references: [
    {
      title: 'OpenSSF Scorecard: SAST',
      url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#sast',
    },
    {
      title: 'OWASP CI/CD security cheat sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/CI_CD_Security_Cheat_Sheet.html',
    },
    {
      title: 'NIST SSDF PW.7 and PW.8',
      url: 'https://csrc.nist.gov/pubs/sp/800/218/final',
    },
  ],
  async evaluate(context) {
    if ((await codeFiles(context)).length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code',
      };
    }
    const { scans } = await context.facts(securityScans);
    const { workflows: all, unreadable } = await context.facts(workflows);
    const { images } = await context.facts(deployables);
    const builds = images.some(
      ({ role, starts }) => role === 'production' && starts,
    );
    const wanted = WANTED.filter(({ kind }) => kind !== 'images' || builds);
    const missing = wanted.filter(
      ({ kind }) => !scans.some(scan => scan.kinds.includes(kind)),
    );
    const good = wanted
      .filter(item => !missing.includes(item))
      .map(item => strengthOf(item, scans));
    if (missing.length === 0) {
      return {
        status: 'pass',
        summary: `Scanners of ${wanted.length} kinds run`,
        evidence: inOrder(good.filter(isShown)),
      };
    }
    const active = all.filter(workflow => workflow.active);
    const unclear = unclearOf(active) ?? unreadable[0]?.path;
    if (unclear) {
      return {
        status: 'unknown',
        summary: `${unclear} is not read, or only in part; it may run what was not found: ${titles(
          missing,
        )}`,
      };
    }
    const none = ['static', 'secrets', 'dependencies'].every(kind =>
      missing.some(item => item.kind === kind),
    );
    const place = whereItBelongs(active);
    const evidence = missing.map(
      ({ kind, title, tools }): Evidence => ({
        ...place,
        subject: title,
        severity: severityOf(kind, none),
        note: `nothing runs a ${
          kind === 'dependencies' ? 'scanner for' : ''
        } ${title} (${tools})`.replace(/\s+/g, ' '),
      }),
    );
    return {
      status: 'fail',
      summary: `${missing.length} of ${
        wanted.length
      } kinds of security scanning do not run: ${titles(missing)}`,
      evidence,
      share: good.length / wanted.length,
      strengths: inOrder(good.filter(isShown)),
      lookedFor: [
        'steps of active pipelines, hooks, templates of GitLab',
        ...missing.map(({ tools }) => tools),
      ],
    };
  },
});

function titles(kinds: readonly WantedKind[]): string {
  return kinds.map(({ title }) => title).join(', ');
}

function severityOf(kind: ScanKind, none: boolean): Severity {
  if (kind === 'images') {
    return 'low';
  }
  return none ? 'high' : 'medium';
}

interface Strength extends Evidence {
  gates: boolean;
}

/** One that gates is a strength; one that only runs satisfies this check and shows nothing. */
function strengthOf(
  { kind, title }: WantedKind,
  scans: readonly SecurityScan[],
): Strength {
  const own = scans.filter(scan => scan.kinds.includes(kind));
  const gating = own.find(
    scan => scan.neutralisers.length === 0 && scan.result.fails !== 'never',
  );
  const shown = gating ?? own[0];
  return {
    gates: gating !== undefined,
    path: shown.stepPath,
    line: shown.stepLine,
    subject: title,
    note: `${shown.tool}: ${title}`,
  };
}

function isShown({ gates }: Strength): boolean {
  return gates;
}

/** A pipeline that may run more than was read. */
function unclearOf(active: readonly Workflow[]): string | undefined {
  const opaque = active.find(workflow => workflow.opaque);
  if (opaque) {
    return opaque.path;
  }
  return active.find(
    workflow =>
      // Templates are known by their names; what others bring is not.
      workflow.includes.some(
        ({ kind, text }) =>
          ['project', 'remote', 'component'].includes(kind) &&
          workflow.partial.includes(`include: ${text}`),
      ) ||
      workflow.jobs.some(
        job =>
          job.canRun &&
          job.uses?.kind === 'reusable-workflow' &&
          /secur|scan|sast|codeql|vuln|quality|ci\b/i.test(job.uses.text),
      ),
  )?.path;
}

/** The pipeline to which a step would be added: the one for pull requests. */
function whereItBelongs(
  active: readonly Workflow[],
): { path: string; line: number } | undefined {
  const found =
    active.find(workflow =>
      workflow.triggers.some(({ event }) => event === 'pull_request'),
    ) ?? active[0];
  return found && { path: found.path, line: found.line };
}
