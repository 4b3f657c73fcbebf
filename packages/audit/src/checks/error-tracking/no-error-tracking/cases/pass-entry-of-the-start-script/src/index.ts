import * as Sentry from '@sentry/node';
import { createServer } from './server';

Sentry.init({ dsn: process.env.SENTRY_DSN });
createServer().listen(3000);
