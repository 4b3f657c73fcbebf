import { z } from 'zod';

const subscription = z.strictObject({
  email: z.email().max(200),
  topics: z.array(z.enum(['news', 'offers'])).max(2),
});

export async function POST(request: Request) {
  const input = subscription.safeParse(
    await request.json().catch(() => undefined),
  );
  if (!input.success) {
    return Response.json({ code: 'invalid-input' }, { status: 400 });
  }

  try {
    const response = await fetch(
      `${process.env.NEWSLETTER_URL}/v1/subscriptions`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input.data),
        signal: AbortSignal.timeout(5_000),
      },
    );
    if (!response.ok) {
      throw new Error(`newsletter answered ${response.status}`);
    }
  } catch (error) {
    console.error('could not subscribe', error);
    return Response.json({ code: 'unavailable' }, { status: 503 });
  }
  return Response.json({ status: 'subscribed' }, { status: 202 });
}
