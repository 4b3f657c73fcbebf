import { Router } from 'express';

export function healthRoutes(db) {
  const router = Router();

  router.get('/healthz', (req, res) => {
    res.json({ status: 'ok' });
  });

  router.get('/readyz', async (req, res) => {
    try {
      await db.ping();
      res.json({ status: 'ready' });
    } catch (error) {
      console.error('mongodb does not answer', error);
      res.status(503).json({ status: 'database' });
    }
  });

  return router;
}
