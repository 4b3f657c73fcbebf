import type { RequestHandler } from 'express';
import { asyncHandler } from './async-handler';
import { HttpError } from './errors';
import { readToken } from './tokens';

export const required: RequestHandler = asyncHandler(async (req, _res, next) => {
  const user = await readToken(req.headers.authorization);
  if (!user) {
    throw new HttpError(401, 'sign in first');
  }
  next();
});
