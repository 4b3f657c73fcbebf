import * as Sentry from '@sentry/node';
import type { ErrorRequestHandler } from 'express';
import { ZodError } from 'zod';
import type { Logger } from '../logger';

export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error, req, res, _next) => {
    const requestId = req.id;
    if (error instanceof HttpError) {
      res
        .status(error.status)
        .json({ code: error.code, message: error.message, requestId });
      return;
    }
    if (error instanceof ZodError) {
      const fields = error.issues.map(issue => issue.path.join('.'));
      res.status(400).json({
        code: 'invalid-input',
        message: 'Some fields are not valid.',
        fields,
        requestId,
      });
      return;
    }
    Sentry.captureException(error);
    logger.error({ err: error, requestId }, 'unexpected error');
    res.status(500).json({
      code: 'internal',
      message: 'Something went wrong on our side.',
      requestId,
    });
  };
}
