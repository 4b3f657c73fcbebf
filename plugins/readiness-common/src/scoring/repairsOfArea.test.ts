import { enterpriseStandard as standard } from '../standards/enterprise';
import { result } from '../testing/results';
import { repairsOfArea } from './repairsOfArea';

const area = 'logging';
const fail = { status: 'fail' as const };

describe('repairsOfArea', () => {
  it('names the three repairs that raise the area most', () => {
    const results = [
      result(area, 'sensitive-data-logged', 'high', fail),
      result(area, 'no-request-correlation', 'medium', fail),
      result(area, 'print-instead-of-logger', 'low', { ...fail, share: 0.5 }),
      result(area, 'unsafe-log-files', 'low', fail),
      result(area, 'no-structured-logging', 'high'),
      result('caching', 'no-shared-cache', 'medium', fail),
    ];
    expect(repairsOfArea(area, results, standard)).toEqual([
      { check: 'sensitive-data-logged', score: 6.5 },
      { check: 'no-request-correlation', score: 5.5 },
      { check: 'unsafe-log-files', score: 4.5 },
    ]);
  });

  it('leaves out what a cap makes useless', () => {
    const results = [
      result(area, 'no-structured-logging', 'high', fail),
      result(area, 'sensitive-data-logged', 'high', fail),
      result(area, 'no-request-correlation', 'medium'),
      result(area, 'no-security-event-logging', 'medium'),
    ];
    expect(repairsOfArea(area, results, standard)).toEqual([
      { check: 'no-structured-logging', score: 7 },
    ]);
  });
});
