import type { NextFunction, Request, Response } from 'express';
import { prisma } from './prisma';

export async function requireMember(req: Request, res: Response, next: NextFunction) {
  const workspaceId = String(req.headers['x-workspace-id']);
  const membership = await prisma.workspaceMember.findUnique({
    where: { workspaceId_userId: { workspaceId, userId: req.user.id } },
  });
  if (!membership) {
    return res.sendStatus(403);
  }
  req.workspaceId = workspaceId;
  next();
}
