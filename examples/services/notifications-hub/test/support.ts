import type { Config } from '../src/config';
import { createApp } from '../src/app';
import type { Account, Notification, Store, Template } from '../src/db/store';
import { createLogger } from '../src/logger';
import { digestToken } from '../src/services/tokens';

export const SERVICE_TOKEN = 'test-service-token-for-orders';

export const config: Config = {
  PORT: 0,
  LOG_LEVEL: 'warn',
  DATABASE_URL: 'postgres://localhost/test',
  REDIS_URL: 'redis://localhost:6379/0',
  SESSION_SIGNING_KEY: 'signing-key-that-only-tests-know-about',
  POSTVIK_API_URL: 'https://api.postvik.example/v2',
  POSTVIK_API_KEY: 'provider-key-for-tests',
  POSTVIK_WEBHOOK_SECRET: 'webhook-secret-for-tests',
  SENDER_ADDRESS: 'hello@aurora-retail.example',
};

export function memoryStore() {
  const accounts = new Map<string, Account>();
  const templates = new Map<string, Template>();
  const notifications = new Map<string, Notification>();
  const events = new Set<string>();
  let counter = 0;
  const nextId = () =>
    `00000000-0000-4000-8000-${String(++counter).padStart(12, '0')}`;

  const store: Store = {
    findAccountByEmail: async email => accounts.get(email.toLowerCase()),
    createAccount: async account => {
      const id = nextId();
      accounts.set(account.email.toLowerCase(), { ...account, id });
      return id;
    },
    findServiceByTokenDigest: async digest =>
      digest === digestToken(SERVICE_TOKEN) ? 'orders-api' : undefined,
    findTemplate: async name => templates.get(name),
    listTemplates: async (limit, offset) =>
      [...templates.values()].slice(offset, offset + limit),
    saveTemplate: async template => {
      templates.set(template.name, template);
    },
    createNotification: async notification => {
      const id = nextId();
      notifications.set(id, { ...notification, id, status: 'queued' });
      return id;
    },
    findNotification: async id => notifications.get(id),
    listNotifications: async (service, limit, offset) =>
      [...notifications.values()]
        .filter(item => item.service === service)
        .slice(offset, offset + limit),
    markSent: async id => {
      notifications.get(id)!.status = 'sent';
    },
    recordProviderEvent: async eventId => {
      const fresh = !events.has(eventId);
      events.add(eventId);
      return fresh;
    },
  };

  return { store, accounts, templates, notifications };
}

export function testApp() {
  const memory = memoryStore();
  const queued: string[] = [];
  const logger = createLogger('silent', 'test');
  const app = createApp({
    config,
    store: memory.store,
    logger,
    queue: {
      add: async id => {
        queued.push(id);
      },
      close: async () => undefined,
    },
  });
  return { app, queued, logger, ...memory };
}
