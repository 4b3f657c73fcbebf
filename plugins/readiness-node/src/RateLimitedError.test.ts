import { isRateLimitedError, RateLimitedError } from './RateLimitedError';

describe('RateLimitedError', () => {
  it('is known by its name, and says how long to wait', () => {
    const error = new RateLimitedError('Too many requests', {
      retryAfterSeconds: 30,
    });
    expect(isRateLimitedError(error)).toBe(true);
    expect(error.retryAfterSeconds).toBe(30);
    expect(
      isRateLimitedError(
        Object.assign(new Error('a copy'), { name: 'RateLimitedError' }),
      ),
    ).toBe(true);
    expect(isRateLimitedError(new Error('Too many requests'))).toBe(false);
  });
});
