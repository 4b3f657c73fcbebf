import express from 'express';
import { PrismaClient } from '@prisma/client';

const app = express();
const prisma = new PrismaClient();

app.post('/orders', async (req, res) => {
  const order = await prisma.order.create({ data: { total: 1 } });
  await prisma.item.create({ data: { orderId: order.id } });
  res.json(order);
});

app.listen(3000);
