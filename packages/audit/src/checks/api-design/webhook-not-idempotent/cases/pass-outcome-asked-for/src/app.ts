import express from 'express';
import { PrismaClient } from '@prisma/client';
import { apply } from './apply';

const app = express();
const prisma = new PrismaClient();

app.post('/webhooks/invoices', async (req, res) => {
  const event = req.body;
  const record = await prisma.webhookEvent.upsert({
    where: { eventId: event.id },
    create: { eventId: event.id, status: 'received' },
    update: {},
  });
  if (record.status === 'done') {
    res.sendStatus(200);
    return;
  }
  await apply(prisma, event);
  await prisma.webhookEvent.update({
    where: { eventId: event.id },
    data: { status: 'done' },
  });
  res.sendStatus(200);
});

app.post('/webhooks/customers', async (req, res) => {
  try {
    await apply(prisma, req.body);
    res.sendStatus(200);
  } catch (error) {
    res.status(500).json({ error: 'try again' });
  }
});

app.listen(3000);
