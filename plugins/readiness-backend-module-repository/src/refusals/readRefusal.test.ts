import { readRefusal } from './readRefusal';

describe('readRefusal', () => {
  const read = (status: number, headers: Record<string, string> = {}) =>
    readRefusal(status, name => headers[name]);

  it.each([
    ['429 without more', 429, {}, undefined],
    ['seconds', 429, { 'retry-after': '120' }, 120],
    ['no time at all', 429, { 'retry-after': '0' }, 1],
    ['nonsense', 429, { 'retry-after': 'soon' }, undefined],
    ['a busy host', 503, { 'retry-after': '5' }, 5],
    ['a secondary limit', 403, { 'retry-after': '60' }, 60],
  ])('understands %s', (_, status, headers, seconds) => {
    expect(read(status, headers)).toEqual({
      status,
      ...(seconds && { retryAfterSeconds: seconds }),
    });
  });

  it('understands dates and the ends of budgets', () => {
    const in90 = Date.now() + 90_000;
    const answers: Record<string, string>[] = [
      { 'retry-after': new Date(in90).toUTCString() },
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.floor(in90 / 1000)),
      },
    ];
    for (const headers of answers) {
      const seconds = read(403, headers)?.retryAfterSeconds;
      expect(seconds).toBeGreaterThan(80);
      expect(seconds).toBeLessThan(95);
    }
  });

  it.each([
    [200, { 'x-ratelimit-remaining': '0' }],
    [403, { 'x-ratelimit-remaining': '12' }],
    [403, {}],
    [503, {}],
    [500, { 'retry-after': '5' }],
  ])('takes %s with %j for something else', (status, headers) => {
    expect(read(status, headers)).toBeUndefined();
  });
});
