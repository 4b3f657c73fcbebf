import { Router } from 'express';
import { prisma } from './prisma';
import { requireMember } from './require-member';

export const boards = Router();

boards.use(requireMember);

boards.get('/', async (req, res) => {
  res.json(await prisma.board.findMany({ where: { workspaceId: req.workspaceId } }));
});

boards.get('/:id', async (req, res) => {
  const board = await prisma.board.findUnique({ where: { id: req.params.id } });
  res.json(board);
});

boards.get('/:id/cards', async (req, res) => {
  const board = await prisma.board.findFirst({
    where: { id: req.params.id, workspaceId: req.workspaceId },
  });
  if (!board) {
    return res.sendStatus(404);
  }
  res.json(await prisma.card.findMany({ where: { boardId: board.id } }));
});

boards.delete('/cards/:id', async (req, res) => {
  const { id } = req.params;
  await prisma.card.delete({ where: { id } });
  res.sendStatus(204);
});
