import { verify } from './tokens.js';

export function requireUser(req, res, next) {
  const user = verify(req.headers.authorization);
  if (!user) {
    res.status(401).json({ code: 'not-authenticated' });
    return;
  }
  req.user = user;
  next();
}
