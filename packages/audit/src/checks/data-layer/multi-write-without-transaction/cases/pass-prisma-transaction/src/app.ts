import express from 'express';
import { PrismaClient } from '@prisma/client';

const app = express();
const prisma = new PrismaClient();

app.post('/orders', async (req, res) => {
  const [order] = await prisma.$transaction([
    prisma.order.create({ data: { total: 1 } }),
    prisma.stock.update({ where: { id: 1 }, data: { left: { decrement: 1 } } }),
  ]);
  res.json(order);
});

app.listen(3000);
