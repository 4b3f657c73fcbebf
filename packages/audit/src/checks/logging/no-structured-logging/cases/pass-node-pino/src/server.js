import express from 'express';
import { log } from './log.js';

const app = express();
app.get('/', (req, res) => res.json({}));
app.listen(8080, () => log.info('up'));
