import express from 'express';
import { boards } from './boards';

const app = express();
app.use(express.json());
app.use('/boards', boards);
app.listen(3000);
