import { Worker } from 'bullmq';
import { loadConfig } from './config';
import { createPool } from './db/pool';
import { createStore } from './db/store';
import { createLogger } from './logger';
import { createEmailProvider } from './providers/email';
import { createSmsProvider } from './providers/sms';
import { deliver } from './services/delivery';
import {
  connectionOptions,
  DELIVERY_QUEUE,
  type DeliveryJob,
} from './services/queue';

const config = loadConfig();
const logger = createLogger(config.LOG_LEVEL, 'worker');
const pool = createPool(config.DATABASE_URL);
const store = createStore(pool);
const providers = {
  email: createEmailProvider(config),
  sms: createSmsProvider(config),
};

const worker = new Worker<DeliveryJob>(
  DELIVERY_QUEUE,
  async job => {
    await deliver({ store, providers, logger }, job.data.notificationId);
  },
  { connection: connectionOptions(config.REDIS_URL), concurrency: 10 },
);

worker.on('failed', (job, error) => {
  logger.error(
    { err: error, jobId: job?.id, attempt: job?.attemptsMade },
    'delivery failed',
  );
});

async function stop() {
  await worker.close();
  await pool.end();
  process.exit(0);
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
logger.info('waiting for deliveries');
