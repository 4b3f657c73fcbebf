import { Finding } from '../model/audit';
import { result } from '../testing/results';
import { leaveOut, waive } from './waive';

const failed = (places: number, share?: number) =>
  result('logging', 'x', 'high', {
    status: 'fail',
    share,
    summary: 'Seen.',
    evidence: Array.from({ length: places }, (_, line) => ({ line: line + 1 })),
  });
const findings = (...states: Finding['state'][]): Finding[] =>
  states.map((state, index) => ({
    fingerprint: `f${index}`,
    check: 'x',
    area: 'logging',
    severity: 'high',
    confidence: 'certain',
    title: 'x',
    owner: null,
    state,
  }));

describe('waive', () => {
  it('marks places of false positives', () => {
    const waived = waive(
      {
        result: failed(2),
        findings: findings('false-positive', 'open'),
      },
      [],
    );
    expect(waived).toMatchObject({ status: 'fail', summary: 'Seen.' });
    expect(waived.evidence).toEqual([
      { line: 1, falsePositive: true },
      { line: 2 },
    ]);
  });

  it('passes what has nothing but false positives, absences too', () => {
    expect(
      waive(
        {
          result: failed(2, 0.5),
          findings: findings('false-positive', 'false-positive'),
        },
        [],
      ),
    ).toMatchObject({
      status: 'pass',
      share: undefined,
      summary: 'Passes but for 2 false positives. Seen.',
    });
    expect(
      waive({ result: failed(0), findings: findings('false-positive') }, []),
    ).toMatchObject({ status: 'pass' });
  });

  it.each(['fail', 'unknown'] as const)('exempts what is %s', status => {
    const item = {
      result: { ...failed(1), status },
      findings: findings('open'),
    };
    for (const check of ['x', null]) {
      expect(
        waive(item, [
          { check, reason: 'Legacy.', expiresAt: '2027-01-31T00:00:00.000Z' },
        ]),
      ).toMatchObject({
        status: 'exempt',
        summary: 'Exempt until 2027-01-31: Legacy.',
      });
    }
    expect(
      waive(item, [{ check: 'other', reason: '', expiresAt: null }]),
    ).toEqual(item.result);
  });

  it.each(['pass', 'not-applicable'] as const)('exempts no %s', status => {
    const item = { result: { ...failed(1), status }, findings: [] };
    expect(waive(item, [{ check: 'x', reason: '', expiresAt: null }])).toEqual(
      item.result,
    );
  });
});

describe('leaveOut', () => {
  it('counts places that are left out as good ones', () => {
    expect(
      leaveOut(
        {
          result: failed(4, 0.5),
          findings: findings('accepted-risk', 'open', 'open', 'open'),
        },
        'accepted-risk',
      ),
    ).toMatchObject({
      status: 'fail',
      share: 0.625,
      evidence: [{ line: 2 }, { line: 3 }, { line: 4 }],
    });
    expect(
      leaveOut(
        { result: failed(1), findings: findings('accepted-risk') },
        'accepted-risk',
      ),
    ).toMatchObject({ status: 'pass', evidence: [] });
  });

  it('changes nothing else', () => {
    const item = { result: failed(1), findings: findings('open') };
    expect(leaveOut(item, 'accepted-risk')).toBe(item.result);
  });
});
