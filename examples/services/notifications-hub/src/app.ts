import cors from 'cors';
import express, { type Express } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { randomUUID } from 'node:crypto';
import { pinoHttp } from 'pino-http';
import type { Config } from './config';
import type { Store } from './db/store';
import type { Logger } from './logger';
import { requireAccount, requireService } from './middleware/authenticate';
import { errorHandler } from './middleware/errors';
import { accountRoutes } from './routes/accounts';
import { healthRoutes } from './routes/health';
import { notificationRoutes } from './routes/notifications';
import { sessionRoutes } from './routes/sessions';
import { templateRoutes } from './routes/templates';
import { webhookRoutes } from './routes/webhooks';
import type { DeliveryQueue } from './services/queue';

export interface AppDependencies {
  config: Config;
  store: Store;
  queue: DeliveryQueue;
  logger: Logger;
}

export function createApp(deps: AppDependencies): Express {
  const { config, store, queue, logger } = deps;
  const app = express();

  app.set('etag', false);
  app.set('trust proxy', 1);

  app.use(
    pinoHttp({
      logger,
      genReqId: (req, res) => {
        const given = req.headers['x-request-id'];
        const id =
          typeof given === 'string' && /^[\w-]{8,64}$/.test(given)
            ? given
            : randomUUID();
        res.setHeader('x-request-id', id);
        return id;
      },
    }),
  );
  app.use(helmet());
  app.use(cors({ origin: true, credentials: true }));
  app.use(
    rateLimit({
      windowMs: 60_000,
      limit: 300,
      standardHeaders: 'draft-7',
      legacyHeaders: false,
      skip: req => req.path === '/health',
    }),
  );

  app.use(healthRoutes());
  app.use('/api/webhooks', webhookRoutes({ config, store, logger }));

  app.use(express.json({ limit: '64kb' }));
  app.use('/api/sessions', sessionRoutes({ config, store, logger }));
  app.use(
    '/api/notifications',
    requireService(store),
    notificationRoutes({ store, queue }),
  );
  app.use(
    '/api/templates',
    requireAccount(config, ['editor', 'admin']),
    templateRoutes({ store }),
  );
  app.use(
    '/api/accounts',
    requireAccount(config, ['admin']),
    accountRoutes({ store, logger }),
  );

  app.use(errorHandler(logger));
  return app;
}
