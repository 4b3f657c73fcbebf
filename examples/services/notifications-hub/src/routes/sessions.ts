import { Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import type { Config } from '../config';
import type { Store } from '../db/store';
import type { Logger } from '../logger';
import { asyncHandler } from '../middleware/async-handler';
import { HttpError } from '../middleware/errors';
import { verifyPassword } from '../services/passwords';
import { issueSession } from '../services/tokens';

const credentials = z.object({
  email: z.email(),
  password: z.string().min(1).max(72),
});

interface Dependencies {
  config: Config;
  store: Store;
  logger: Logger;
}

export function sessionRoutes({ config, store, logger }: Dependencies): Router {
  const router = Router();
  const signInLimit = rateLimit({
    windowMs: 15 * 60_000,
    limit: 10,
    skipSuccessfulRequests: true,
  });

  router.post(
    '/',
    signInLimit,
    asyncHandler(async (req, res) => {
      const { email, password } = credentials.parse(req.body);
      const account = await store.findAccountByEmail(email);
      const known =
        account && (await verifyPassword(password, account.passwordHash));
      if (!known) {
        logger.warn({ requestId: req.id }, 'sign-in refused');
        throw new HttpError(
          401,
          'not-authenticated',
          'Address or password is wrong.',
        );
      }
      logger.info({ account: account.id }, 'signed in');
      res.status(201).json({
        token: issueSession(
          { id: account.id, role: account.role },
          config.SESSION_SIGNING_KEY,
        ),
      });
    }),
  );

  return router;
}
