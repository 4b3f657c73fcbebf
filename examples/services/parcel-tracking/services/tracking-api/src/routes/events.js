import { Router } from 'express';
import { z } from 'zod';
import { statusOf } from '../rules/evaluate.js';

const scan = z.strictObject({
  id: z.string().min(1).max(80),
  parcel: z.string().regex(/^AR[0-9]{10}$/),
  carrier: z.string().regex(/^[a-z]{2,20}$/),
  code: z.string().max(20),
  depot: z.string().max(60),
  at: z.iso.datetime(),
});

export function eventRoutes(db) {
  const router = Router();

  router.post('/', async (req, res) => {
    const event = scan.parse(req.body);
    console.log('scan received', event.carrier, event.parcel, event.code);

    const rules = await db.rules.findOne({ carrier: event.carrier });
    const status = statusOf(rules?.steps ?? [], event);

    const result = await db.parcels.updateOne(
      { number: event.parcel, 'events.id': { $ne: event.id } },
      {
        $set: { status },
        $push: {
          events: {
            id: event.id,
            code: event.code,
            depot: event.depot,
            at: event.at,
            status,
          },
        },
      },
    );
    if (result.matchedCount === 0) {
      console.log(`scan ${event.id} changes nothing`);
    }
    res.status(202).json({ status });
  });

  return router;
}
