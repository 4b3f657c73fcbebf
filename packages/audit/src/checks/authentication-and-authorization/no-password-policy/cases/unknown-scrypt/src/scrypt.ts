import * as crypto from 'crypto';

export const saltAndHash = (password: string, salt: string): Buffer =>
  crypto.scryptSync(password, salt, 64);
