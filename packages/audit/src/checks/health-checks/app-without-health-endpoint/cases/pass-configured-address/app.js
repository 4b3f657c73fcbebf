import express from 'express';
import config from './config.js';

const app = express();
app.get(config.healthCheck.path, (_req, res) => {
  res.json({ status: 'ok' });
});
app.get('/parcels', (_req, res) => res.json([]));
app.listen(8080);
