import { assembleAudit } from '../audit/assembleAudit';
import { Audit } from '../model/audit';
import { CheckResult } from '../model/check';
import { enterpriseStandard as standard } from '../standards/enterprise';
import { definition, result } from '../testing/results';
import { auditToMarkdown } from './auditToMarkdown';
import { auditToSarif } from './auditToSarif';
import { nextFixes } from './nextFixes';
import { code, codeBlock, table, text } from './markdown';
import { visible } from './visible';

const checks = [
  definition({
    id: 'hardcoded-secret',
    area: 'secrets-and-credentials',
    severity: 'critical',
    phase: 'security-critical',
    title: 'Hard-coded secret',
    failureMode: 'A secret is in the code.',
    remediation: 'Read it from the environment.',
    guardrail: { linter: 'gitleaks' },
    references: [
      {
        title: 'CWE-798',
        url: 'https://cwe.mitre.org/data/definitions/798.html',
      },
    ],
  }),
  definition({ id: 'no-structured-logging', title: 'No structured logs' }),
  definition({ id: 'no-request-correlation', title: 'No correlation' }),
];

const HOSTILE = 'src/a|b`c\n# heading\u001b[31m\u202e.py';

function audit(results: CheckResult[], overrides: Partial<Audit> = {}): Audit {
  return {
    ...assembleAudit({
      entity: 'component:default/payments',
      owner: 'group:default/payments',
      source: '/srv/payments',
      revision: 'abc',
      standard,
      checks,
      results,
      skipped: [{ path: 'x\ny', reason: 'too large: 2 MiB' }],
      startedAt: '2026-11-22T10:00:00.000Z',
      durationMs: 12,
    }),
    ...overrides,
  };
}

const results = [
  result('secrets-and-credentials', 'hardcoded-secret', 'critical', {
    status: 'fail',
    summary: 'One *secret* in <script>',
    evidence: [
      {
        path: HOSTILE,
        line: 3,
        endLine: 4,
        snippet: 'KEY = """\n```\n# not a heading',
        subject: 'KEY',
        related: [{ path: 'src/use.py', line: 9, note: 'used here' }],
      },
      { path: 'b.py', line: 1, severity: 'high', note: 'in b' },
    ],
  }),
  result('logging', 'no-structured-logging', 'high', {
    status: 'fail',
    confidence: 'plausible',
    summary: 'No library',
    lookedFor: ['structlog', 'pino'],
  }),
  result('logging', 'no-request-correlation', 'medium', {
    status: 'unknown',
    summary: 'Could not be decided: a [file] was too large',
  }),
  result('health-checks', 'app-without-health-endpoint', 'high', {
    evidence: [{ path: 'main.py', line: 3, note: 'GET /health' }],
  }),
];

describe('visible', () => {
  it('spells out what moves the cursor or hides', () => {
    expect(visible('a\nb\u001b[2J\u0085\u202e\ud800é')).toBe(
      'a\\nb\\x1b[2J\\x85\\u{202e}\\u{d800}é',
    );
  });
});

describe('Markdown of foreign text', () => {
  it('is never acted on', () => {
    expect(text('*a* [x](y) <b> `c` | #1')).toBe(
      '\\*a\\* \\[x\\](y) \\<b> \\`c\\` \\| #1',
    );
    expect(text('# a_b _c_ &amp; d & e')).toBe('\\# a_b \\_c\\_ \\&amp; d & e');
    expect(text('1. a')).toBe('1\\. a');
    expect(text('- a')).toBe('\\- a');
    expect(code('a`b``c')).toBe('```a`b``c```');
    expect(code('`')).toBe('`` ` ``');
    expect(codeBlock('````\nx')).toBe('`````\n````\nx\n`````');
    expect(table(['A'], [[code('a|b')], [text('a|b')]])).toBe(
      '| A |\n| --- |\n| `a\\|b` |\n| a\\|b |',
    );
  });
});

describe('auditToMarkdown', () => {
  const report = auditToMarkdown(audit(results), { checks, standard });

  it('has the sections of a readiness report in their order', () => {
    const headings = report.match(/^#{1,2} .*$/gm);
    expect(headings?.filter(line => line !== '# not a heading')).toEqual([
      '# Readiness report: payments',
      '## Executive summary',
      '## Findings',
      '## Strengths',
      '## Scorecard',
      '## Risk assessment',
      '## Preventability',
      '## Roadmap',
      '## Verdicts',
      '## Not judged',
      '## Next review',
    ]);
    expect(report).toContain('- **Standard:** Enterprise Readiness 1.0.0');
    expect(report).toContain(
      '3 open findings: 1 critical, 2 high (1 of them only plausible',
    );
    expect(report).toContain('### Critical (P0): 1 finding');
    expect(report).toContain('**Looked for:** `structlog`, `pino`');
    expect(report).toContain('- GET /health (`main.py:3`)');
    expect(report).toContain(
      '| Secrets & Credentials | 0.0/10 | 9.0/10 | 9.0 | 0 of 1 |',
    );
    expect(report).toContain(
      '| Secrets & Keys | critical (P0) | 2 | Blocking |',
    );
    expect(report).toContain('| Hard-coded secret | gitleaks | – | – | – |');
    expect(report).toContain('### Phase 1: Security Critical (Week 1–2), 0 of');
    expect(report).toContain('- [ ] Hard-coded secret, `hardcoded-secret`');
    expect(report).toContain('### Pilot: no-go');
    expect(report).toContain('a \\[file\\] was too large');
    expect(report).toContain('- `x\\ny`: too large: 2 MiB');
    expect(report).toContain('2026-11-29, 7 days from this audit');
  });

  it('shows hostile paths and snippets without being changed by them', () => {
    expect(report).toContain(
      '| ``src/a\\|b`c\\n# heading\\x1b[31m\\u{202e}.py:3-4`` |',
    );
    expect(report).toContain(
      '````python\nKEY = """\n```\n# not a heading\n````',
    );
    expect(report).toContain('One \\*secret\\* in \\<script>');
    // eslint-disable-next-line no-control-regex
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('says what it leaves out', () => {
    const partial = auditToMarkdown(
      audit(results, { scope: { checks: ['a', 'b'], changedSince: 'main' } }),
      { checks, standard },
    );
    expect(partial).toContain('**Only 2 checks were run.**');
    expect(partial).toContain('files changed since `main` are listed');
  });

  it('says so when there is nothing', () => {
    const empty = auditToMarkdown(
      audit([], { entity: null, source: null, revision: null }),
      { checks, standard },
    );
    expect(empty).toContain('# Readiness report\n');
    expect(empty).toContain('There is no overall score');
    expect(empty).toContain('There are no open findings.');
    expect(empty).toContain('No control was found with evidence.');
  });
});

describe('auditToSarif', () => {
  const { runs } = auditToSarif(audit(results), {
    checks,
    standard,
    version: '1.2.3',
  });
  const [run] = runs as any[];

  it('describes rules with weight and help', () => {
    expect(run.tool.driver.rules.map(({ id }: any) => id)).toEqual([
      'hardcoded-secret',
      'no-request-correlation',
      'no-structured-logging',
    ]);
    expect(run.tool.driver.rules[0]).toMatchObject({
      name: 'HardcodedSecret',
      defaultConfiguration: { level: 'error' },
      help: { markdown: expect.stringContaining('Read it from') },
      properties: {
        'security-severity': '9.5',
        tags: ['secrets-and-credentials', 'security'],
      },
    });
    expect(run.tool.driver.rules[2].properties).not.toHaveProperty(
      'security-severity',
    );
  });

  it('gives each finding its place, level and fingerprint', () => {
    const [first, second, absence] = run.results;
    expect(first).toMatchObject({
      ruleId: 'hardcoded-secret',
      ruleIndex: 0,
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: {
              uri: 'src/a%7Cb%60c%0A%23%20heading%1B%5B31m%E2%80%AE.py',
              uriBaseId: 'SRCROOT',
            },
            region: { startLine: 3, endLine: 4 },
          },
        },
      ],
      relatedLocations: [{ message: { text: 'used here' } }],
    });
    expect(second.properties['security-severity']).toBe('8.0');
    expect(absence.message.text).toBe(
      'No structured logs: No library: looked for structlog, pino',
    );
    expect(absence.locations).toHaveLength(1);
    const prints = run.results.map(
      (item: any) => item.partialFingerprints['readinessFingerprint/v1'],
    );
    expect(prints).toEqual(
      audit(results).findings.map(({ fingerprint }) => fingerprint),
    );
  });

  it('tells new results from known ones', () => {
    const [{ fingerprint }] = audit(results).findings;
    const [against] = auditToSarif(audit(results), {
      checks,
      standard,
      version: '1.2.3',
      known: new Set([fingerprint]),
    }).runs as any[];
    expect(against.results.map((item: any) => item.baselineState)).toEqual([
      'unchanged',
      'new',
      'new',
    ]);
  });

  it('notes what could not be decided or read', () => {
    expect(run.invocations[0].toolExecutionNotifications).toEqual([
      expect.objectContaining({
        level: 'warning',
        associatedRule: { id: 'no-request-correlation', index: 1 },
      }),
      expect.objectContaining({
        level: 'note',
        message: { text: 'Not judged: x\\ny: too large: 2 MiB' },
      }),
    ]);
  });
});

describe('nextFixes', () => {
  it('puts blockers first and leaves plausible failures out', () => {
    expect(nextFixes(audit(results), { checks, standard })).toEqual([
      {
        check: 'hardcoded-secret',
        title: 'Hard-coded secret',
        severity: 'critical',
        findings: 2,
        effort: 'small',
        blocks: 'pilot',
        gain: 3.4,
      },
    ]);
  });
});
