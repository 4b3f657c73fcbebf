import { AuditQueue } from './AuditQueue';
import { AuditRun } from './AuditRun';
import { HeldGroup } from './HeldGroup';

describe('HeldGroup', () => {
  const runs: AuditRun[] = ['a', 'b', 'c'].map(name => ({
    entityRef: name,
    ticket: 't',
    attempts: 0,
    nextInSeconds: 60,
  }));
  const [a, b, c] = runs;
  const queue = { renew: jest.fn(), handBack: jest.fn() };
  let held: HeldGroup;
  beforeEach(() => {
    jest.useFakeTimers();
    jest.resetAllMocks();
    held = new HeldGroup({ queue: queue as unknown as AuditQueue, runs });
  });
  afterEach(() => {
    held.release();
    jest.useRealTimers();
  });

  it('renews what has no outcome, and tells what was lost', async () => {
    const signals = runs.map(run => held.lostSignal(run));
    held.done(a);
    queue.renew.mockResolvedValueOnce([c]);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(queue.renew).toHaveBeenCalledWith([b, c]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true, false]);
  });

  it('bears a database that does not answer', async () => {
    queue.renew.mockRejectedValue(new Error('gone'));
    await jest.advanceTimersByTimeAsync(40_000);
    expect(queue.renew).toHaveBeenCalledTimes(2);
    expect(held.lostSignal(b).aborted).toBe(false);
  });

  it('hands back what has no outcome', async () => {
    held.done(a);
    await held.handBack();
    expect(queue.handBack).toHaveBeenCalledWith([b, c]);
    held.done(b);
    held.done(c);
    await held.handBack();
    expect(queue.handBack).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(40_000);
    expect(queue.renew).not.toHaveBeenCalled();
  });
});
