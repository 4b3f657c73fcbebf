import type { NextFunction, Request, Response } from 'express';

export function requireMember(req: Request, res: Response, next: NextFunction) {
  const workspaceId = req.headers['x-workspace-id'];
  if (!workspaceId) {
    return res.sendStatus(400);
  }
  req.workspaceId = workspaceId;
  next();
}
