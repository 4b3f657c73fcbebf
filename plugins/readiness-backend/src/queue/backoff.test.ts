import { backoffSeconds } from './backoff';

describe('backoffSeconds', () => {
  const seconds = (attempts: number, random: number, intervalSeconds = 1e6) =>
    backoffSeconds({ attempts, intervalSeconds, random: () => random });

  it('doubles up to an hour', () => {
    expect([1, 2, 3, 4].map(attempts => seconds(attempts, 1))).toEqual([
      30, 60, 120, 240,
    ]);
    expect(seconds(8, 1)).toBe(3600);
    expect(seconds(100_000, 1)).toBe(3600);
  });

  it('is half random and never longer than the interval', () => {
    expect(seconds(2, 0)).toBe(30);
    expect(seconds(2, 0.5)).toBe(45);
    expect(seconds(8, 1, 100)).toBe(100);
  });
});
