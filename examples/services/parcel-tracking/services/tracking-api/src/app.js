import cors from 'cors';
import express from 'express';
import { requireToken } from './auth.js';
import { carrierRoutes } from './routes/carriers.js';
import { eventRoutes } from './routes/events.js';
import { healthRoutes } from './routes/health.js';
import { parcelRoutes } from './routes/parcels.js';

export function createApp({ config, db }) {
  const app = express();
  app.disable('x-powered-by');

  app.use(cors());
  app.use((req, res, next) => {
    const start = Date.now();
    res.on('finish', () => {
      console.log(
        `${req.method} ${req.originalUrl} ${res.statusCode} ${Date.now() - start}ms`,
      );
    });
    next();
  });

  app.use(healthRoutes(db));

  app.use(express.json({ limit: '200kb' }));
  app.use('/api/v1/parcels', parcelRoutes(db));
  app.use(
    '/api/v1/events',
    requireToken(config.CARRIER_TOKEN),
    eventRoutes(db),
  );
  app.use(
    '/api/v1/carriers',
    requireToken(config.BACKOFFICE_TOKEN),
    carrierRoutes(db),
  );

  app.use((req, res) => {
    res
      .status(404)
      .json({ code: 'not-found', message: 'There is nothing here.' });
  });

  app.use((error, req, res, _next) => {
    if (error.status === 400 || error.name === 'ZodError') {
      res
        .status(400)
        .json({ code: 'invalid-input', message: 'The request is not valid.' });
      return;
    }
    console.error('request failed', error);
    res
      .status(500)
      .json({ code: 'internal', message: 'Something went wrong.' });
  });

  return app;
}
