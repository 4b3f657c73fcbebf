import express from 'express';
import cors from 'cors';

const allowed = new Set((process.env.ORIGINS ?? '').split(','));
const app = express();
app.use(
  cors({
    origin: (origin, callback) => callback(null, allowed.has(origin ?? '')),
    credentials: true,
  }),
);
app.get('/orders', (_req, res) => res.json([]));
app.listen(3000);
