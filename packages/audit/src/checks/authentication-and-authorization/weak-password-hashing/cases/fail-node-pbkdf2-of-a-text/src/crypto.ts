import crypto from 'crypto';

const salt = process.env.PASSWORD_SALT ?? '';
const iterations = 10000;
const digest = 'sha512';

export const hashPassword = (text: string): string => {
  return crypto
    .pbkdf2Sync(text, salt, iterations, 64, digest)
    .toString('base64');
};

export const keyOf = (text: string): Buffer =>
  crypto.pbkdf2Sync(text, salt, 1000, 32, digest);
