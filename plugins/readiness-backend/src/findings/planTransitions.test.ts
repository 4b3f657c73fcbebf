import {
  enterpriseStandard,
  Finding,
} from '@readiness/plugin-readiness-common';
import {
  createAudit,
  createCheck,
  createResult,
} from '../__testUtils__/fixtures';
import { planTransitions, StoredFinding } from './planTransitions';

const check = createCheck('log-levels', { severity: 'critical' });

describe('planTransitions', () => {
  const plan = (
    audit: ReturnType<typeof createAudit>,
    stored: Record<string, StoredFinding> = {},
  ) =>
    planTransitions({
      audit,
      standard: enterpriseStandard,
      stored: new Map(Object.entries(stored)),
    });
  const storedAs = (
    finding: Finding,
    changes: Partial<StoredFinding> = {},
  ): StoredFinding => ({
    check: finding.check,
    area: finding.area,
    severity: finding.severity,
    confidence: finding.confidence,
    path: finding.path,
    line: finding.line,
    open: true,
    keepsClock: true,
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    dueAt: '2026-01-15T00:00:00.000Z',
    dueFactor: 2,
    ...changes,
  });

  const failing = createAudit('component:default/one', [
    createResult(check, 'fail'),
  ]);
  const [finding] = failing.findings;
  const id = finding.fingerprint;

  it('starts what is new, and leaves alone what stays', () => {
    expect(plan(failing)).toEqual({
      started: [finding],
      continued: [],
      resolved: [],
    });
    expect(plan(failing, { [id]: storedAs(finding) })).toEqual({
      started: [],
      continued: [],
      resolved: [],
    });
  });

  it.each([
    ['came back', { open: false }],
    ['moved', { line: 1 }],
    ['got another severity', { severity: 'low' as const }],
    ['is due at another time', { dueAt: '2026-01-08T00:00:00.000Z' }],
  ])('continues what %s', (_, changes) => {
    expect(plan(failing, { [id]: storedAs(finding, changes) })).toEqual({
      started: [],
      continued: [{ finding, dueFactor: 2 }],
      resolved: [],
    });
  });

  it('starts again what was away for long', () => {
    const away = storedAs(finding, { open: false, keepsClock: false });
    expect(plan(failing, { [id]: away }).started).toEqual([finding]);
  });

  it.each([
    ['pass', [id]],
    ['not-applicable', [id]],
    ['unknown', []],
    ['exempt', []],
  ] as const)('on %s resolves %j', (status, resolved) => {
    const audit = createAudit('component:default/one', [
      createResult(check, status),
    ]);
    expect(plan(audit, { [id]: storedAs(finding) }).resolved).toEqual(resolved);
    expect(
      plan(audit, { [id]: storedAs(finding, { open: false }) }).resolved,
    ).toEqual([]);
  });
});
