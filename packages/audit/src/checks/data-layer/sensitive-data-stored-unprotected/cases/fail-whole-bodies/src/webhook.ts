import { prisma } from './prisma';

export async function receive(req, res) {
  await prisma.webhookEvent.create({
    data: {
      id: req.body.id,
      payload: req.body,
    },
  });
  res.sendStatus(204);
}
