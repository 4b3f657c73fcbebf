import { expect, it, test } from 'vitest';

it.skip('adds', () => expect(1).toBe(2));
it('a', () => expect(1).toBe(1));
it('b', () => expect(1).toBe(1));
test.skip(process.platform === 'win32', 'no sockets there');
