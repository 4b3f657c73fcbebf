import { Router } from 'express';

export const debugRoutes = Router();
debugRoutes.post('/clock', (_req, res) => res.status(204).end());
