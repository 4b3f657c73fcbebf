import { Router } from 'express';

export const exports_ = Router();

exports_.post('/', (req, res) => res.status(202).end());
