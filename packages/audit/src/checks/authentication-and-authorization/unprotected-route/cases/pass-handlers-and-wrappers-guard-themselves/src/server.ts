import express from 'express';
import { asyncHandler } from './async-handler';
import * as auth from './auth';
import { orders } from './orders';

const app = express();
app.use('/orders', orders);

app.get('/me', auth.required, (req, res) => res.json(req.user));

app.post(
  '/payments/events',
  express.raw({ type: 'application/json' }),
  asyncHandler(async (req, res) => {
    const event = stripe.webhooks.constructEvent(req.body, req.headers['stripe-signature'], secret);
    res.json({ received: event.id });
  }),
);

app.listen(8080);
