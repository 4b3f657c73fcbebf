import express from 'express';

export function createServer() {
  const app = express();
  app.get('/items', (req, res) => res.json([]));
  return app;
}
