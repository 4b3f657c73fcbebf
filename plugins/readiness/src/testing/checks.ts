import { CheckDefinition } from '@readiness/plugin-readiness-common';

type Given = Pick<
  CheckDefinition,
  'id' | 'area' | 'severity' | 'phase' | 'title'
> &
  Partial<CheckDefinition>;

function check(given: Given): CheckDefinition {
  return {
    kind: 'judged',
    confidence: 'certain',
    effort: 'small',
    description: `Looks for: ${given.title}.`,
    failureMode: `${given.title}.`,
    manifestation: 'It shows in production, at the worst moment.',
    impact: 'People who depend on the service notice before its owners do.',
    remediation: 'Follow the example of the template.',
    guardrail: {},
    references: [],
    ...given,
  };
}

/** Some checks with realistic texts, enough for every part of the screen. */
export const fixtureChecks: CheckDefinition[] = [
  check({
    id: 'cors-wildcard-with-credentials',
    area: 'cors-and-headers',
    severity: 'critical',
    phase: 'security-critical',
    title: 'Any origin may call with credentials',
    failureMode:
      'The cross-origin policy reflects every origin and allows credentials at the same time.',
    manifestation:
      'A page on any domain reads the answers of a signed-in user with one fetch.',
    impact:
      'Every account can be used by any site its owner visits; nothing in the logs looks odd.',
    remediation:
      'Name the origins that may call:\n\n```python\napp.add_middleware(\n    CORSMiddleware,\n    allow_origins=settings.allowed_origins,\n    allow_credentials=True,\n)\n```\n\nRead `allowed_origins` from the environment and refuse to start when it is `*`.',
    guardrail: {
      linter: 'semgrep: wildcard-cors',
      tests: 'A request with a foreign Origin gets no allow header',
      architecture: 'CORS is set once, at the gateway',
    },
    references: [
      {
        title: 'CWE-942',
        url: 'https://cwe.mitre.org/data/definitions/942.html',
      },
      {
        title: 'OWASP ASVS 3.4.2',
        url: 'https://owasp.org/www-project-application-security-verification-standard/',
      },
    ],
  }),
  check({
    id: 'default-secret-in-code',
    area: 'secrets-and-credentials',
    severity: 'critical',
    phase: 'security-critical',
    title: 'A secret has a default value in code',
    failureMode:
      'The signing key falls back to a literal when the variable is missing.',
    manifestation:
      'A deployment without the variable starts and signs tokens with a key that is public.',
    impact: 'Anyone who has read the repository can make valid tokens.',
    remediation:
      'Fail at start-up when the variable is missing:\n\n```python\nsecret_key = os.environ["SECRET_KEY"]\n```\n\n<script>alert("text, not HTML")</script>',
    guardrail: { linter: 'ruff S105', ci: 'gitleaks' },
    references: [
      {
        title: 'CWE-798',
        url: 'https://cwe.mitre.org/data/definitions/798.html',
      },
    ],
  }),
  check({
    id: 'no-security-headers',
    area: 'cors-and-headers',
    severity: 'medium',
    phase: 'security-critical',
    title: 'Security headers are not set',
    guardrail: { tests: 'Snapshot of the response headers' },
  }),
  check({
    id: 'endpoint-without-authentication',
    area: 'authentication-and-authorization',
    severity: 'high',
    phase: 'security-critical',
    confidence: 'likely',
    effort: 'medium',
    title: 'Endpoints answer without authentication',
    guardrail: { architecture: 'Authentication as a router dependency' },
  }),
  check({
    id: 'unbounded-request-body',
    area: 'input-validation',
    severity: 'medium',
    phase: 'security-critical',
    title: 'Request bodies have no size limit',
  }),
  check({
    id: 'no-structured-logging',
    area: 'logging',
    severity: 'high',
    phase: 'observability',
    effort: 'medium',
    title: 'Logs are not structured',
    guardrail: { linter: 'ruff T201' },
  }),
  check({
    id: 'print-instead-of-logging',
    area: 'logging',
    severity: 'low',
    phase: 'observability',
    title: 'print() is used instead of a logger',
    guardrail: { linter: 'ruff T201' },
  }),
  check({
    id: 'no-application-metrics',
    area: 'monitoring',
    severity: 'high',
    phase: 'observability',
    effort: 'medium',
    title: 'No application metrics',
  }),
  check({
    id: 'no-error-tracking',
    area: 'error-tracking',
    severity: 'medium',
    phase: 'observability',
    title: 'No error tracking',
  }),
  check({
    id: 'no-distributed-tracing',
    area: 'distributed-tracing',
    severity: 'low',
    phase: 'production-hardening',
    effort: 'medium',
    title: 'No distributed tracing',
  }),
  check({
    id: 'app-without-health-endpoint',
    area: 'health-checks',
    severity: 'high',
    phase: 'observability',
    title: 'An application has no health endpoint',
  }),
  check({
    id: 'no-automated-tests',
    area: 'testing',
    severity: 'high',
    phase: 'testing-and-quality',
    effort: 'large',
    title: 'No automated tests',
  }),
  check({
    id: 'no-linter-configured',
    area: 'code-quality',
    severity: 'low',
    phase: 'testing-and-quality',
    title: 'No linter is configured',
  }),
  check({
    id: 'list-without-pagination',
    area: 'api-design',
    severity: 'medium',
    phase: 'api-maturity',
    confidence: 'plausible',
    effort: 'medium',
    title: 'Lists are returned whole',
  }),
  check({
    id: 'http-client-without-timeout',
    area: 'resilience-and-scalability',
    severity: 'high',
    phase: 'production-hardening',
    title: 'Outgoing calls have no timeout',
    remediation:
      'Give every client a timeout:\n\n```python\nhttpx.get(url, timeout=5)\n```',
    guardrail: { linter: 'ruff S113' },
  }),
  check({
    id: 'no-ci-pipeline',
    area: 'ci-cd-and-supply-chain',
    severity: 'high',
    phase: 'testing-and-quality',
    effort: 'medium',
    title: 'No pipeline runs on changes',
  }),
  check({
    id: 'action-not-pinned',
    area: 'ci-cd-and-supply-chain',
    severity: 'medium',
    phase: 'testing-and-quality',
    title: 'Actions are not pinned to a commit',
    guardrail: { ci: 'zizmor' },
  }),
  check({
    id: 'container-runs-as-root',
    area: 'deployment-and-operations',
    severity: 'high',
    phase: 'production-hardening',
    title: 'The container runs as root',
    guardrail: { linter: 'hadolint DL3002' },
  }),
  check({
    id: 'base-image-not-pinned',
    area: 'deployment-and-operations',
    severity: 'medium',
    phase: 'production-hardening',
    title: 'The base image is not pinned',
  }),
  check({
    id: 'no-automated-backup',
    area: 'disaster-recovery',
    severity: 'high',
    phase: 'security-critical',
    effort: 'medium',
    title: 'Nothing backs up the data',
  }),
  check({
    id: 'migration-without-rollback',
    area: 'data-layer',
    severity: 'medium',
    phase: 'api-maturity',
    title: 'Migrations cannot be rolled back',
  }),
  check({
    id: 'no-lock-file',
    area: 'dependencies',
    severity: 'medium',
    phase: 'testing-and-quality',
    title: 'Dependencies are not locked',
  }),
  check({
    id: 'vulnerable-dependency',
    area: 'dependencies',
    severity: 'high',
    phase: 'security-critical',
    title: 'A dependency has a known vulnerability',
  }),
  check({
    id: 'entity-without-owning-team',
    area: 'documentation-and-ownership',
    severity: 'high',
    phase: 'security-critical',
    title: 'No team owns the entity',
  }),
  check({
    id: 'no-runbook',
    area: 'documentation-and-ownership',
    severity: 'medium',
    phase: 'observability',
    title: 'No runbook',
  }),
  check({
    id: 'control-not-accessible',
    area: 'accessibility',
    severity: 'medium',
    phase: 'production-hardening',
    title: 'Controls without an accessible name',
  }),
];
