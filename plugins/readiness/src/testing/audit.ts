import {
  assembleAudit,
  Audit,
  AuditState,
  CheckResult,
  EntityReadiness,
  enterpriseStandard,
  Evidence,
  StandardWithChecks,
} from '@readiness/plugin-readiness-common';
import { fixtureChecks } from './checks';

export const ENTITY_REF = 'component:default/payments';

export const fixtureStandard: StandardWithChecks = {
  ...enterpriseStandard,
  checks: fixtureChecks,
};

type Outcome = Partial<CheckResult> & Pick<CheckResult, 'status' | 'summary'>;

/** What each check said; a check that is not named passes with a place. */
const OUTCOMES: Record<string, Outcome> = {
  'cors-wildcard-with-credentials': fail(
    'allow_origins contains "*" while allow_credentials is true.',
    {
      path: 'src/api/main.py',
      line: 71,
      endLine: 75,
      subject: 'CORSMiddleware',
      snippet:
        'app.add_middleware(\n    CORSMiddleware, allow_origins=["*"],\n    allow_credentials=True)',
      related: [
        {
          path: 'src/api/settings.py',
          line: 18,
          snippet: 'allowed_origins: list[str] = ["*"]',
          note: 'where the default comes from',
        },
      ],
    },
  ),
  'default-secret-in-code': fail(
    'SECRET_KEY falls back to a literal of 24 characters.',
    {
      path: 'src/api/settings.py',
      line: 31,
      subject: 'SECRET_KEY',
      snippet:
        'SECRET_KEY = os.getenv("SECRET_KEY", "chan********************")',
    },
  ),
  'no-security-headers': fail('No header of the six that browsers act on.', {
    path: 'src/api/main.py',
    line: 60,
    subject: 'app',
    severity: 'low',
    snippet: '<img src=x onerror=alert(1)> # a text, never an element',
  }),
  'endpoint-without-authentication': fail(
    '3 of 14 routes have no dependency that proves an identity.',
    ...['/admin/export', '/internal/replay', '/refunds/{id}'].map(
      (subject, index) => ({
        path: 'src/api/routes/admin.py',
        line: 24 + index * 31,
        subject,
        snippet: `@router.post("${subject}")`,
      }),
    ),
  ),
  'print-instead-of-logging': fail(
    '23 calls of print() in production code.',
    ...Array.from({ length: 23 }, (_, index) => ({
      path: `src/worker/${index % 2 ? 'jobs' : 'runner'}.py`,
      line: 12 + index * 7,
      snippet: `print("processing", job.id, ${index})`,
    })),
  ),
  'no-structured-logging': fail(
    'logging.basicConfig() writes plain text; no formatter for JSON is set.',
    {
      path: 'src/api/main.py',
      line: 14,
      subject: 'logging.basicConfig',
      snippet: 'logging.basicConfig(level=logging.INFO)',
    },
  ),
  'no-application-metrics': {
    status: 'fail',
    summary: 'Nothing exports metrics.',
    lookedFor: [
      'prometheus-client',
      'prometheus-fastapi-instrumentator',
      'opentelemetry-sdk with a metric reader',
      'a route /metrics',
    ],
  },
  'no-distributed-tracing': {
    status: 'fail',
    summary: 'Nothing starts a tracer.',
    lookedFor: ['opentelemetry-sdk', 'ddtrace', 'a propagator of traceparent'],
  },
  'list-without-pagination': fail('GET /refunds returns every row.', {
    path: 'src/api/routes/refunds.py',
    line: 40,
    subject: 'GET /refunds',
    confidence: 'plausible',
    snippet: 'return session.scalars(select(Refund)).all()',
  }),
  'http-client-without-timeout': {
    ...fail('2 of 5 outgoing calls have no timeout.', {
      path: 'src/api/clients/ledger.py',
      line: 22,
      subject: 'post_entry',
      snippet: 'response = requests.post(url, json=entry)',
    }),
    share: 0.6,
    strengths: [
      {
        path: 'src/api/clients/bank.py',
        line: 9,
        note: 'Calls to the bank time out after 5 s',
      },
    ],
  },
  'action-not-pinned': fail('1 of 4 actions is pinned to a branch.', {
    path: '.github/workflows/ci.yml',
    line: 17,
    subject: 'acme/deploy-action',
    snippet: 'uses: acme/deploy-action@main',
  }),
  'container-runs-as-root': fail('No USER in the final stage.', {
    path: 'Dockerfile',
    line: 1,
    subject: 'final stage',
    snippet: 'FROM python:3.12',
  }),
  'base-image-not-pinned': fail('python:3.12 has no digest.', {
    path: 'Dockerfile',
    line: 1,
    subject: 'python:3.12',
    snippet: 'FROM python:3.12',
  }),
  'no-runbook': {
    status: 'fail',
    summary: 'No runbook, and no annotation that links one.',
    lookedFor: ['docs/runbook*', 'RUNBOOK*', 'links of type runbook'],
  },
  'migration-without-rollback': unknown('alembic/env.py could not be parsed.'),
  'control-not-accessible': notApplicable('There is no frontend.'),
  'vulnerable-dependency': unknown('No vulnerability report was supplied.'),
  'no-lock-file': unknown('pyproject.toml could not be parsed.'),
};

function fail(summary: string, ...evidence: Evidence[]): Outcome {
  return { status: 'fail', summary, evidence };
}

function unknown(summary: string): Outcome {
  return { status: 'unknown', summary };
}

function notApplicable(summary: string): Outcome {
  return { status: 'not-applicable', summary };
}

function passOf(title: string, index: number): Outcome {
  return {
    status: 'pass',
    summary: 'In place.',
    evidence: [
      {
        path: [
          'src/api/health.py',
          '.github/workflows/ci.yml',
          'src/api/main.py',
        ][index % 3],
        line: 8 + index,
        note: `Holds: ${title.toLocaleLowerCase('en-US')} was not found`,
      },
    ],
  };
}

function results(): CheckResult[] {
  return fixtureChecks.map((check, index) => ({
    check: check.id,
    area: check.area,
    severity: check.severity,
    confidence: check.confidence,
    evidence: [],
    lookedFor: [],
    ...(OUTCOMES[check.id] ?? passOf(check.title, index)),
  }));
}

/** An audit as the backend makes it, with dates of the ledger. */
export function fixtureAudit(
  options: { source?: string | null; clean?: boolean; now?: Date } = {},
): Audit {
  const now = options.now ?? new Date();
  const audit = assembleAudit({
    entity: ENTITY_REF,
    owner: 'group:default/payments-team',
    source: options.source === undefined ? '/srv/payments' : options.source,
    revision: '8f3c2a1d9b7e6f5041c2d3e4f5a6b7c8d9e0f1a2',
    standard: enterpriseStandard,
    checks: fixtureChecks,
    results: options.clean
      ? results().map(result =>
          result.status === 'fail'
            ? { ...result, status: 'pass', evidence: [] }
            : result,
        )
      : results(),
    skipped: [
      { path: 'data/export.csv', reason: 'too large: 48 MB' },
      { path: 'alembic/env.py', reason: 'unparsable: line 12' },
    ],
    startedAt: hours(now, -3),
    durationMs: 812,
  });
  for (const finding of audit.findings) {
    finding.firstSeenAt = hours(now, -24 * 9);
    if (finding.confidence !== 'plausible') {
      const days =
        enterpriseStandard.severities[finding.severity].fixWithinDays;
      finding.dueAt = hours(now, 24 * (days - 9));
    }
  }
  return audit;
}

export function fixtureState(changes: Partial<AuditState> = {}): AuditState {
  const now = new Date();
  return {
    status: 'done',
    checkedAt: hours(now, -3),
    nextAuditAt: hours(now, 21),
    stale: false,
    ...changes,
  };
}

export function fixtureReadiness(
  state: Partial<AuditState> = {},
  audit: Audit | null = fixtureAudit(),
): EntityReadiness {
  return { entityRef: ENTITY_REF, audit, state: fixtureState(state) };
}

function hours(from: Date, count: number): string {
  return new Date(from.getTime() + count * 3_600_000).toISOString();
}
