import { createHmac } from 'node:crypto';
import request from 'supertest';
import { config, testApp } from './support';

const event = JSON.stringify({
  id: 'evt-1',
  message: 'msg-1',
  type: 'delivered',
});

function sign(body: string) {
  return createHmac('sha256', config.POSTVIK_WEBHOOK_SECRET)
    .update(body)
    .digest('hex');
}

describe('POST /api/webhooks/postvik', () => {
  it('records an event once', async () => {
    const { app } = testApp();
    const post = () =>
      request(app)
        .post('/api/webhooks/postvik')
        .set('content-type', 'application/json')
        .set('x-postvik-signature', sign(event))
        .send(event);

    expect((await post()).body).toEqual({ status: 'recorded' });
    expect((await post()).body).toEqual({ status: 'known' });
  });

  it('refuses a wrong signature', async () => {
    const { app } = testApp();
    const response = await request(app)
      .post('/api/webhooks/postvik')
      .set('content-type', 'application/json')
      .set('x-postvik-signature', sign('something else'))
      .send(event);

    expect(response.status).toBe(401);
  });
});
