import * as Sentry from '@sentry/react';
import { App } from './App';

Sentry.init({ dsn: import.meta.env.VITE_DSN });
console.log('ready', App);
