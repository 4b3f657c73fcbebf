import jwt from 'jsonwebtoken';

export const secret = process.env.JWT_SECRET || 'secret';
export const options = { apiKey: 'k-93847-qpzm' };
export const sign = (user: string) => jwt.sign({ user }, 'keyboard-cat');
