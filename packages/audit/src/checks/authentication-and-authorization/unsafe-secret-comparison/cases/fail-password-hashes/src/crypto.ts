import { hashPassword } from './hash';

export const verifyHash = (hash: string, password: string): boolean => {
  const hashPass = hashPassword(password);
  return hashPass === hash;
};
