import { createHmac } from 'node:crypto';
import express, { Router } from 'express';
import { z } from 'zod';
import type { Config } from '../config';
import type { Store } from '../db/store';
import type { Logger } from '../logger';
import { asyncHandler } from '../middleware/async-handler';
import { HttpError } from '../middleware/errors';

const deliveryEvent = z.object({
  id: z.string().min(1).max(100),
  message: z.string().min(1).max(100),
  type: z.enum(['delivered', 'bounced', 'complained', 'opened']),
});

interface Dependencies {
  config: Config;
  store: Store;
  logger: Logger;
}

function isFromProvider(
  body: Buffer,
  signature: string,
  secret: string,
): boolean {
  const expected = createHmac('sha256', secret).update(body).digest('hex');
  return signature === expected;
}

export function webhookRoutes({ config, store, logger }: Dependencies): Router {
  const router = Router();

  router.post(
    '/postvik',
    express.raw({ type: 'application/json', limit: '64kb' }),
    asyncHandler(async (req, res) => {
      const signature = req.get('x-postvik-signature') ?? '';
      if (!isFromProvider(req.body, signature, config.POSTVIK_WEBHOOK_SECRET)) {
        logger.warn(
          { requestId: req.id },
          'provider event with a wrong signature',
        );
        throw new HttpError(
          401,
          'not-authenticated',
          'The signature does not match.',
        );
      }

      const event = deliveryEvent.safeParse(
        JSON.parse(req.body.toString('utf8')),
      );
      if (!event.success) {
        res.status(202).json({ status: 'ignored' });
        return;
      }

      const fresh = await store.recordProviderEvent(
        event.data.id,
        event.data.message,
        event.data.type,
      );
      res.status(202).json({ status: fresh ? 'recorded' : 'known' });
    }),
  );

  return router;
}
