import { Router } from 'express';
import { z } from 'zod';
import type { Store } from '../db/store';
import { asyncHandler } from '../middleware/async-handler';
import { HttpError } from '../middleware/errors';
import { placeholders } from '../services/templates';

const templateName = z.string().regex(/^[a-z][a-z0-9-]{2,60}$/);

const templateBody = z.strictObject({
  subject: z.string().min(1).max(160),
  body: z.string().min(1).max(20_000),
});

const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});

export function templateRoutes({ store }: { store: Store }): Router {
  const router = Router();

  router.get(
    '/',
    asyncHandler(async (req, res) => {
      const { limit, offset } = page.parse(req.query);
      res.json({
        items: await store.listTemplates(limit, offset),
        limit,
        offset,
      });
    }),
  );

  router.get(
    '/:name',
    asyncHandler(async (req, res) => {
      const template = await store.findTemplate(
        templateName.parse(req.params.name),
      );
      if (!template) {
        throw new HttpError(404, 'not-found', 'There is no such template.');
      }
      res.json({ ...template, placeholders: placeholders(template.body) });
    }),
  );

  router.put(
    '/:name',
    asyncHandler(async (req, res) => {
      const name = templateName.parse(req.params.name);
      const { subject, body } = templateBody.parse(req.body);
      await store.saveTemplate({ name, subject, body }, req.account!.id);
      res.status(204).end();
    }),
  );

  return router;
}
