import express from 'express';
import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();
const app = express();

app.get('/orders', async (req, res) => {
  res.json(await prisma.$queryRaw`SELECT * FROM orders WHERE status = ${req.query.status}`);
});

app.get('/tables', async (_req, res) => {
  const schema = process.env.SCHEMA;
  res.json(await prisma.$queryRawUnsafe(`SELECT * FROM ${schema}.tables`));
});
