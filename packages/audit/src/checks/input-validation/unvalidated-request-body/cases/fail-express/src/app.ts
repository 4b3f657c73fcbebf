import express from 'express';
import { z } from 'zod';
import { Item } from './models';

const app = express();
app.use(express.json());
const NewOrder = z.object({ sku: z.string().max(20) }).strict();

app.post('/orders', async (req, res) => {
  const order = NewOrder.parse(req.body);
  res.status(201).json(order);
});

app.post('/items', async (req, res) => {
  res.status(201).json(await Item.create(req.body));
});

app.patch('/items/:id', async (req, res) => {
  const { name } = req.body;
  res.json(await Item.rename(req.params.id, name));
});

app.delete('/items/:id', async (req, res) => res.sendStatus(204));

app.listen(3000);
