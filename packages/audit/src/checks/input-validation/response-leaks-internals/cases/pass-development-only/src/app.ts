import express, { NextFunction, Request, Response } from 'express';
import { ZodError } from 'zod';
import { list } from './store';

const app = express();

app.get('/orders', async (req: Request, res: Response) => {
  try {
    res.json(await list(req.query));
  } catch (error) {
    if (error instanceof ZodError) {
      res.status(400).json({ message: error.message });
      return;
    }
    console.error(error);
    res.status(500).json({ error: 'orders cannot be read now' });
  }
});

app.use((err: Error, req: Request, res: Response, next: NextFunction) => {
  res.status(500).json({
    error: 'failed',
    ...(process.env.NODE_ENV !== 'production' && { stack: err.stack }),
    detail: process.env.NODE_ENV === 'development' ? err.message : undefined,
  });
});

app.listen(3000);
