import { RateLimiter } from './RateLimiter';

describe('RateLimiter', () => {
  const create = (perMinute: number) => {
    const clock = { now: 1_000_000 };
    return {
      clock,
      limiter: new RateLimiter({ perMinute, now: () => clock.now }),
    };
  };

  it('lets each caller do so much a minute', () => {
    const { clock, limiter } = create(3);
    limiter.spend('a');
    limiter.spend('a', 2);
    expect(() => limiter.spend('a')).toThrow(
      expect.objectContaining({
        statusCode: 429,
        message: expect.stringContaining('in 60 seconds'),
      }),
    );
    limiter.spend('b', 3);
    clock.now += 59_000;
    expect(() => limiter.spend('a')).toThrow('in 1 seconds');
    clock.now += 1_000;
    limiter.spend('a', 3);
  });

  it('lets one large request through, and then none', () => {
    const { limiter } = create(10);
    limiter.spend('a', 500);
    expect(() => limiter.spend('a')).toThrow('Too many requests');
  });
});
