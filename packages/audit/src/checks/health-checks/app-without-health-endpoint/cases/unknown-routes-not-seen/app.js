import express from 'express';
import { createServer } from '@parcels/rpc';

export function create(handlers) {
  const app = express();
  app.set('trust proxy', 1);
  const rpc = createServer(handlers);
  app.use(rpc.router);
  return app;
}
