import * as Sentry from '@sentry/nextjs';

Sentry.init({
  dsn: process.env.NEXT_PUBLIC_SENTRY_DSN,
  environment: process.env.NODE_ENV,
  sendDefaultPii: false,
  ignoreErrors: ['ResizeObserver loop limit exceeded'],
});

export const onRouterTransitionStart = Sentry.captureRouterTransitionStart;
