import { Router } from 'express';
import { z } from 'zod';
import type { Store } from '../db/store';
import type { Logger } from '../logger';
import { asyncHandler } from '../middleware/async-handler';
import { HttpError } from '../middleware/errors';
import { hashPassword } from '../services/passwords';

const newAccount = z.strictObject({
  email: z.email(),
  displayName: z.string().min(1).max(80),
  role: z.enum(['editor', 'admin']),
  password: z.string().min(12).max(72),
});

export function accountRoutes({
  store,
  logger,
}: {
  store: Store;
  logger: Logger;
}): Router {
  const router = Router();

  router.post(
    '/',
    asyncHandler(async (req, res) => {
      const { password, ...account } = newAccount.parse(req.body);
      if (await store.findAccountByEmail(account.email)) {
        throw new HttpError(
          409,
          'account-exists',
          'There is an account with this address.',
        );
      }
      const passwordHash = await hashPassword(password);
      const id = await store.createAccount({ ...account, passwordHash });
      logger.info(
        { id, role: account.role, by: req.account?.id },
        'account created',
      );
      res.status(201).json({ id });
    }),
  );

  return router;
}
