import { HostBudgets } from './HostBudgets';

describe('HostBudgets', () => {
  const budgets = new HostBudgets({
    general: { concurrency: 4, perMinute: 60 },
    hosts: [
      { host: 'git.example.com', concurrency: 1 },
      { host: 'slow.example.com', perMinute: 6 },
    ],
  });

  it('gives what a host has of its own, and the general rest', () => {
    expect(budgets.of('any.example.com')).toEqual({
      concurrency: 4,
      perMinute: 60,
    });
    expect(budgets.of('git.example.com')).toEqual({
      concurrency: 1,
      perMinute: 60,
    });
    expect(budgets.of('slow.example.com')).toEqual({
      concurrency: 4,
      perMinute: 6,
    });
  });

  it('bounds nothing where no host is asked', () => {
    expect(budgets.of('')).toEqual({ concurrency: Infinity });
  });
});
