import * as Sentry from '@sentry/node';
import express from 'express';

if (process.env.SENTRY_DSN) {
  Sentry.init({ dsn: process.env.SENTRY_DSN });
}

const app = express();
app.get('/', (req, res) => res.json({}));
app.listen(8080);
