import { Router } from 'express';
import { z } from 'zod';

const carrierName = z.string().regex(/^[a-z]{2,20}$/);

const carrierRules = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        when: z.string().min(1).max(200),
        status: z.enum([
          'announced',
          'collected',
          'in-transit',
          'out-for-delivery',
          'delivered',
          'problem',
        ]),
      }),
    )
    .max(50),
});

export function carrierRoutes(db) {
  const router = Router();

  router.get('/:carrier/rules', async (req, res) => {
    const carrier = carrierName.parse(req.params.carrier);
    const rules = await db.rules.findOne(
      { carrier },
      { projection: { _id: 0 } },
    );
    res.json(rules ?? { carrier, steps: [] });
  });

  router.put('/:carrier/rules', async (req, res) => {
    const carrier = carrierName.parse(req.params.carrier);
    const { steps } = carrierRules.parse(req.body);
    await db.rules.updateOne(
      { carrier },
      { $set: { steps } },
      { upsert: true },
    );
    console.log(`rules of ${carrier} changed, ${steps.length} steps`);
    res.status(204).end();
  });

  return router;
}
