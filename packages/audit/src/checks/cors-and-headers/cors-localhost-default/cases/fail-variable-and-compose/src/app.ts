import express from 'express';
import cors from 'cors';

const app = express();
const origins = (process.env.WEB_ORIGINS || 'http://localhost:3000').split(',');
app.use(cors({ origin: origins }));
app.get('/items', (_req, res) => res.json([]));
app.listen(3000);
