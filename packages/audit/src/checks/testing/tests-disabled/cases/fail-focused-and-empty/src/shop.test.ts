import { describe, expect, it } from 'vitest';

describe('shop', () => {
  it.only('adds', () => expect(1 + 1).toBe(2));
  it('subtracts', () => {});
  it('fits', () => expect(fit(1)).toBe(1));
});
