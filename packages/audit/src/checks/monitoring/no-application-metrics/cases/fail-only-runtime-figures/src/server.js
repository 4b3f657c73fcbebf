import express from 'express';
import { collectDefaultMetrics } from 'prom-client';

collectDefaultMetrics();
const app = express();
app.get('/', (req, res) => res.json({}));
app.listen(8080);
