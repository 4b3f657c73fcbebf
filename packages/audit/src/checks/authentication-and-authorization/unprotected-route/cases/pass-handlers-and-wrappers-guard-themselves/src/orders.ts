import { Router } from 'express';
import { required } from './auth';

export const orders = Router();
orders.use(required);
orders.route('/').get((req, res) => res.json([])).post((req, res) => res.status(201).end());
