import type { NextFunction, Request, RequestHandler, Response } from 'express';

export function asyncHandler(
  handle: (req: Request, res: Response, next: NextFunction) => Promise<unknown>,
): RequestHandler {
  return (req, res, next) => {
    handle(req, res, next).catch(next);
  };
}
