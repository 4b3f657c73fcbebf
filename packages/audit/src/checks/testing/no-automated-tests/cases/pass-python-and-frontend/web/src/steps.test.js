import { expect, test } from 'vitest';
import { step1 } from './steps.js';

test('adds', () => {
  expect(step1(1)).toBe(2);
});
