import { timingSafeEqual } from 'node:crypto';

export const isToken = (token: Buffer, expected: Buffer) =>
  timingSafeEqual(token, expected);
