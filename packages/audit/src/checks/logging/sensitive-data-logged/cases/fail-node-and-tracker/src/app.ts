import * as Sentry from '@sentry/node';
import { logger } from './logger';

Sentry.init({ dsn: process.env.SENTRY_DSN, sendDefaultPii: true });

export function handle(req: Request, res: Response) {
  console.log('body', req.body);
  logger.info({ headers: req.headers }, 'request');
  logger.info(`login ${req.body.username} ${req.body.password}`);
  logger.info({ path: req.path, token: mask(req.body.token) }, 'request');
  console.log('token count', usage.totalTokens);
}
