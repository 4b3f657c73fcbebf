import express from 'express';
import pino from 'pino';

const log = pino();
const app = express();
app.get('/', (req, res) => res.json({}));
app.listen(8080, () => log.info('up'));
