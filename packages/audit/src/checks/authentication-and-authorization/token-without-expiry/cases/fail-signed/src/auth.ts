import jwt from 'jsonwebtoken';

export const issue = (id: string) => jwt.sign({ id }, process.env.JWT_KEY!);

export const issueLong = (id: string) =>
  jwt.sign({ id }, process.env.JWT_KEY!, { expiresIn: '30d' });

export const issueShort = (id: string) =>
  jwt.sign({ id }, process.env.JWT_KEY!, { expiresIn: '15m' });
