import { createHash } from 'crypto';
import bcrypt from 'bcrypt';

export const digest = (password: string) =>
  createHash('md5').update(password).digest('hex');

export const hash = (password: string) => bcrypt.hash(password, 8);
