import { expect, it } from 'vitest';
import { price2 } from './prices';

it('doubles', () => {
  expect(price2(2)).toBe(4);
});
