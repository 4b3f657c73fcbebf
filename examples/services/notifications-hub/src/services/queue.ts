import { Queue } from 'bullmq';
import type { RedisOptions } from 'ioredis';

export const DELIVERY_QUEUE = 'deliveries';

export interface DeliveryJob {
  notificationId: string;
}

export interface DeliveryQueue {
  add(notificationId: string): Promise<void>;
  close(): Promise<void>;
}

export function connectionOptions(redisUrl: string): RedisOptions {
  const url = new URL(redisUrl);
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    password: url.password || undefined,
    db: Number(url.pathname.slice(1) || 0),
    maxRetriesPerRequest: null,
  };
}

export function createDeliveryQueue(redisUrl: string): DeliveryQueue {
  const queue = new Queue<DeliveryJob>(DELIVERY_QUEUE, {
    connection: connectionOptions(redisUrl),
    defaultJobOptions: {
      attempts: 6,
      backoff: { type: 'exponential', delay: 5_000 },
      removeOnComplete: 1_000,
    },
  });

  return {
    async add(notificationId) {
      await queue.add('deliver', { notificationId }, { jobId: notificationId });
    },
    close: () => queue.close(),
  };
}
