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
const now = '2026-03-01T00:00:00.000Z';

describe('planTransitions', () => {
  const plan = (
    audit: ReturnType<typeof createAudit>,
    stored: Record<string, StoredFinding> = {},
    firstAudit = false,
  ) =>
    planTransitions({
      audit,
      standard: enterpriseStandard,
      stored: new Map(Object.entries(stored)),
      now,
      firstAudit,
    });
  const failing = createAudit(
    'component:default/one',
    [createResult(check, 'fail')],
    [check],
  );
  const [finding] = failing.findings;
  const id = finding.fingerprint;
  const seeing = (changes: Partial<Finding>) => ({
    ...failing,
    findings: [{ ...finding, ...changes }],
  });
  const storedAs = (changes: Partial<StoredFinding> = {}): StoredFinding => ({
    check: finding.check,
    area: finding.area,
    phase: check.phase,
    title: finding.title,
    severity: finding.severity,
    confidence: finding.confidence,
    path: finding.path,
    line: finding.line,
    state: 'open',
    owner: finding.owner,
    firstOwner: finding.owner,
    keepsClock: true,
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    confirmedAt: null,
    dueFactor: 2,
    dueAt: '2026-01-15T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    version: 4,
    ...changes,
  });
  const nothing = { written: [], resolved: [], events: [] };

  it('opens what is new, with double time at the first audit', () => {
    expect(plan(failing, {}, true)).toEqual({
      written: [
        {
          finding,
          phase: check.phase,
          state: 'open',
          firstSeenAt: now,
          confirmedAt: null,
          dueFactor: 2,
          firstOwner: finding.owner,
          dueAt: '2026-03-15T00:00:00.000Z',
          updatedAt: now,
          version: 1,
        },
      ],
      resolved: [],
      events: [{ fingerprint: id, kind: 'opened', from: null, to: 'open' }],
    });
    expect(plan(failing).written).toMatchObject([
      { dueFactor: 1, dueAt: '2026-03-08T00:00:00.000Z' },
    ]);
  });

  it.each(['open', 'reopened', 'acknowledged', 'in-progress'] as const)(
    'leaves alone what is %s and stays',
    state => {
      expect(plan(failing, { [id]: storedAs({ state }) })).toEqual(nothing);
    },
  );

  it.each(['accepted-risk', 'false-positive'] as const)(
    'leaves alone what is %s as long as the waiver stands',
    state => {
      expect(plan(seeing({ state }), { [id]: storedAs({ state }) })).toEqual(
        nothing,
      );
      expect(plan(failing, { [id]: storedAs({ state }) })).toMatchObject({
        written: [{ state: 'reopened', version: 5, dueFactor: 2 }],
        events: [{ kind: 'waiver-ended', from: state, to: 'reopened' }],
      });
    },
  );

  it('moves the place without telling anybody', () => {
    expect(plan(failing, { [id]: storedAs({ line: 1 }) })).toMatchObject({
      written: [{ version: 4, updatedAt: '2026-01-01T00:00:00.000Z' }],
      events: [],
    });
  });

  it('tells what changed besides the state', () => {
    const changed = storedAs({ severity: 'low', owner: 'group:default/b' });
    const { written, events } = plan(failing, { [id]: changed });
    expect(written).toMatchObject([{ state: 'open', version: 5 }]);
    expect(events).toMatchObject([
      { kind: 'severity-changed', text: 'low → critical', to: null },
      { kind: 'owner-changed', text: finding.owner, to: null },
    ]);
  });

  it('reopens with the old clock, and with a new one after a long time', () => {
    const resolved = { state: 'resolved' } as const;
    expect(plan(failing, { [id]: storedAs(resolved) })).toMatchObject({
      written: [
        { state: 'reopened', dueAt: '2026-01-15T00:00:00.000Z', version: 5 },
      ],
      events: [{ kind: 'reopened', from: 'resolved', to: 'reopened' }],
    });
    expect(
      plan(failing, { [id]: storedAs({ ...resolved, keepsClock: false }) }),
    ).toMatchObject({
      written: [
        { state: 'reopened', firstSeenAt: now, dueFactor: 1, version: 5 },
      ],
    });
  });

  it('lets a decision stand for what comes back', () => {
    const state = 'false-positive' as const;
    expect(
      plan(seeing({ state }), { [id]: storedAs({ state: 'resolved' }) }),
    ).toMatchObject({
      written: [{ state }],
      events: [{ kind: 'returned', from: 'resolved', to: state }],
    });
  });

  it('exempts, and back', () => {
    expect(
      plan(seeing({ state: 'exempt' }), { [id]: storedAs() }).events,
    ).toMatchObject([{ kind: 'exempted', from: 'open', to: 'exempt' }]);
    expect(
      plan(failing, { [id]: storedAs({ state: 'exempt' }) }).events,
    ).toMatchObject([{ kind: 'waiver-ended', to: 'reopened' }]);
  });

  it.each(['pass', 'not-applicable'] as const)(
    'resolves what is no longer seen when the check says %s',
    status => {
      const audit = createAudit('component:default/one', [
        createResult(check, status),
      ]);
      for (const state of [
        'open',
        'in-progress',
        'accepted-risk',
        'false-positive',
      ] as const) {
        expect(plan(audit, { [id]: storedAs({ state }) })).toEqual({
          written: [],
          resolved: [id],
          events: [
            { fingerprint: id, kind: 'resolved', from: state, to: 'resolved' },
          ],
        });
      }
      expect(plan(audit, { [id]: storedAs({ state: 'resolved' }) })).toEqual(
        nothing,
      );
    },
  );

  it.each(['unknown', 'exempt'] as const)(
    'resolves nothing when the check says %s and shows nothing',
    status => {
      const audit = createAudit('component:default/one', [
        createResult(check, status),
      ]);
      expect(plan(audit, { [id]: storedAs() })).toEqual(nothing);
    },
  );
});
