import { Router } from 'express';
import { z } from 'zod';
import type { Store } from '../db/store';
import { asyncHandler } from '../middleware/async-handler';
import { HttpError } from '../middleware/errors';
import type { DeliveryQueue } from '../services/queue';

const newNotification = z.discriminatedUnion('channel', [
  z.strictObject({
    channel: z.literal('email'),
    to: z.email(),
    template: z.string().regex(/^[a-z][a-z0-9-]{2,60}$/),
    variables: z.record(z.string(), z.string().max(500)).default({}),
  }),
  z.strictObject({
    channel: z.literal('sms'),
    to: z.string().regex(/^\+[1-9]\d{7,14}$/),
    template: z.string().regex(/^[a-z][a-z0-9-]{2,60}$/),
    variables: z.record(z.string(), z.string().max(160)).default({}),
  }),
]);

const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).default(0),
});

interface Dependencies {
  store: Store;
  queue: DeliveryQueue;
}

export function notificationRoutes({ store, queue }: Dependencies): Router {
  const router = Router();

  router.post(
    '/',
    asyncHandler(async (req, res) => {
      const input = newNotification.parse(req.body);
      if (!(await store.findTemplate(input.template))) {
        throw new HttpError(
          422,
          'unknown-template',
          'There is no template with this name.',
        );
      }
      const id = await store.createNotification({
        service: req.service!,
        template: input.template,
        channel: input.channel,
        recipient: input.to,
        variables: input.variables,
      });
      await queue.add(id);
      res.status(202).json({ id, status: 'queued' });
    }),
  );

  router.get(
    '/',
    asyncHandler(async (req, res) => {
      const { limit, offset } = page.parse(req.query);
      const items = await store.listNotifications(req.service!, limit, offset);
      res.json({ items, limit, offset });
    }),
  );

  router.get(
    '/:id',
    asyncHandler(async (req, res) => {
      const id = z.uuid().parse(req.params.id);
      const notification = await store.findNotification(id);
      if (!notification || notification.service !== req.service) {
        throw new HttpError(404, 'not-found', 'There is no such notification.');
      }
      res.json(notification);
    }),
  );

  return router;
}
