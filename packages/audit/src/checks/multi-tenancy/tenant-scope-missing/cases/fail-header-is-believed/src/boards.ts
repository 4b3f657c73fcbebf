import { Router } from 'express';
import { prisma } from './prisma';
import { requireMember } from './require-member';

export const boards = Router();

boards.use(requireMember);

boards.get('/', async (req, res) => {
  res.json(await prisma.board.findMany({ where: { workspaceId: req.workspaceId } }));
});
