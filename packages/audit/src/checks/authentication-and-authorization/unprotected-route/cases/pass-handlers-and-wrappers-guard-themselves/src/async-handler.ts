import type { RequestHandler } from 'express';

export const asyncHandler =
  (handle: RequestHandler): RequestHandler =>
  (req, res, next) =>
    Promise.resolve(handle(req, res, next)).catch(next);
