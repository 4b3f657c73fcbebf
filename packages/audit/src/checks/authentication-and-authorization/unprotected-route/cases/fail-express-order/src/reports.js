import { Router } from 'express';

export const reports = Router();

reports.get('/', (req, res) => res.json([]));
reports.post('/', (req, res) => res.status(201).end());
