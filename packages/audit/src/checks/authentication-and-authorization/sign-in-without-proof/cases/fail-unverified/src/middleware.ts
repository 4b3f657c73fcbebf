import type { RequestHandler } from 'express';
import jwt from 'jsonwebtoken';

export const authenticate: RequestHandler = (req, _res, next) => {
  req.user = jwt.decode(req.headers.authorization!.slice(7));
  next();
};
