import { expect, it } from 'vitest';
import { a } from './a';

it('is one', () => {
  expect(a).toBe(1);
});
