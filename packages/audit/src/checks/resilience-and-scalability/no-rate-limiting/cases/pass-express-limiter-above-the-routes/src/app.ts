import express from 'express';
import rateLimit from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
import { redis } from './redis';

const limiter = rateLimit({ windowMs: 60_000, limit: 120, store: new RedisStore(redis) });

export const app = express();
app.get('/health', (_req, res) => res.send('ok'));
app.use(limiter);
app.get('/products', (_req, res) => res.json([]));
