import { Router } from 'express';
import { z } from 'zod';

const parcelNumber = z.string().regex(/^AR[0-9]{10}$/);

const page = z.object({
  carrier: z
    .string()
    .regex(/^[a-z]{2,20}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).default(0),
});

export function parcelRoutes(db) {
  const router = Router();

  router.get('/', async (req, res) => {
    const { carrier, limit, offset } = page.parse(req.query);
    const items = await db.parcels
      .find(carrier ? { carrier } : {}, {
        projection: { _id: 0, number: 1, carrier: 1, status: 1 },
      })
      .sort({ number: 1 })
      .skip(offset)
      .limit(limit)
      .toArray();
    res.json({ items, limit, offset });
  });

  router.get('/:number', async (req, res) => {
    const number = parcelNumber.parse(req.params.number);
    const parcel = await db.parcels.findOne(
      { number },
      { projection: { _id: 0 } },
    );
    if (!parcel) {
      console.log(`parcel ${number} is not known`);
      res
        .status(404)
        .json({ code: 'not-found', message: 'This parcel is not known.' });
      return;
    }
    res.set('Cache-Control', 'public, max-age=30');
    res.json(parcel);
  });

  return router;
}
