import * as Sentry from '@sentry/node';
import { createApp } from './app';
import { loadConfig } from './config';
import { createPool } from './db/pool';
import { createStore } from './db/store';
import { createLogger } from './logger';
import { createDeliveryQueue } from './services/queue';

async function main() {
  const config = loadConfig();
  const logger = createLogger(config.LOG_LEVEL, 'api');

  Sentry.init({
    dsn: config.SENTRY_DSN,
    environment: process.env.NODE_ENV,
    sendDefaultPii: false,
  });

  const pool = createPool(config.DATABASE_URL);
  await pool.query('SELECT 1');

  const store = createStore(pool);
  const queue = createDeliveryQueue(config.REDIS_URL);
  const app = createApp({ config, store, queue, logger });

  const server = app.listen(config.PORT, () => {
    logger.info({ port: config.PORT }, 'listening');
  });

  const stop = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopping');
    server.close(() => {
      Promise.allSettled([queue.close(), pool.end(), Sentry.close(2000)]).then(
        () => process.exit(0),
      );
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch(error => {
  createLogger('info', 'api').fatal({ err: error }, 'could not start');
  process.exit(1);
});
