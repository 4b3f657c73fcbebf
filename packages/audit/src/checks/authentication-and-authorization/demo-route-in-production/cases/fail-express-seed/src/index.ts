import express from 'express';
import { debugRoutes } from './debug';
import { seed } from './seed';

const app = express();
app.post('/api/seed', async (_req, res) => {
  await seed();
  res.status(204).end();
});
if (process.env.NODE_ENV !== 'production') {
  app.use('/debug', debugRoutes);
}
app.post('/api/mock-interviews', (_req, res) => res.status(201).end());
app.listen(3000);
