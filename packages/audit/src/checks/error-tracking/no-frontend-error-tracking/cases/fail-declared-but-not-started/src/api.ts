import { captureException } from '@sentry/react';

export const report = (error: unknown) => captureException(error);
