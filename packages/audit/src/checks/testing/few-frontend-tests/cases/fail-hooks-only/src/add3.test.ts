import { expect, test } from 'vitest';

test('adds', () => expect(1 + 3).toBeGreaterThan(1));
