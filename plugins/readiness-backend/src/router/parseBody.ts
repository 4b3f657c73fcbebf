import { InputError, isError } from '@backstage/errors';
import express, { RequestHandler } from 'express';

/** Enough for 500 findings with a long comment. */
const LIMIT = '256kb';

const parseJson = express.json({
  limit: LIMIT,
  reviver: (key, value) => {
    // PostgreSQL refuses the character 0 in texts.
    if (
      key.includes('\0') ||
      (typeof value === 'string' && value.includes('\0'))
    ) {
      throw new InputError(
        `Invalid field "${key.replace(
          /\0/g,
          '',
        )}": it contains the character 0`,
      );
    }
    return value;
  },
});

/** Reads bodies of requests. Whatever is wrong with one is the fault of the sender, and told in words. */
export const parseBody: RequestHandler = (req, res, next) => {
  parseJson(req, res, error => {
    if (error === undefined) {
      next();
    } else {
      const reason = isError(error) ? error.message : String(error);
      next(
        reason.startsWith('Invalid field')
          ? new InputError(reason)
          : new InputError(`Invalid body: ${reason}`),
      );
    }
  });
};
