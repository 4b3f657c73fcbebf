import request from 'supertest';
import { SERVICE_TOKEN, testApp } from './support';

const shipped = {
  template: 'order-shipped',
  channel: 'email',
  to: 'kim@customer.example',
  variables: { orderNumber: 'A-1042' },
};

function withTemplate() {
  const context = testApp();
  context.templates.set('order-shipped', {
    name: 'order-shipped',
    subject: 'Order {{orderNumber}} is on its way',
    body: '<p>Order {{orderNumber}} has left our warehouse.</p>',
  });
  return context;
}

describe('POST /api/notifications', () => {
  it('queues a notification for a known service', async () => {
    const { app, queued } = withTemplate();
    const response = await request(app)
      .post('/api/notifications')
      .set('authorization', `Bearer ${SERVICE_TOKEN}`)
      .send(shipped);

    expect(response.status).toBe(202);
    expect(queued).toEqual([response.body.id]);
  });

  it('refuses an unknown token', async () => {
    const { app, queued } = withTemplate();
    const response = await request(app)
      .post('/api/notifications')
      .set('authorization', 'Bearer somebody-else')
      .send(shipped);

    expect(response.status).toBe(401);
    expect(queued).toEqual([]);
  });

  it('names the fields that are not valid', async () => {
    const { app } = withTemplate();
    const response = await request(app)
      .post('/api/notifications')
      .set('authorization', `Bearer ${SERVICE_TOKEN}`)
      .send({ ...shipped, to: 'nobody' });

    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({
      code: 'invalid-input',
      fields: ['to'],
    });
  });

  it('refuses a template that does not exist', async () => {
    const { app } = testApp();
    const response = await request(app)
      .post('/api/notifications')
      .set('authorization', `Bearer ${SERVICE_TOKEN}`)
      .send(shipped);

    expect(response.status).toBe(422);
  });
});

describe('GET /api/notifications', () => {
  it('answers a page of the caller’s own notifications', async () => {
    const { app } = withTemplate();
    const agent = request(app);
    await agent
      .post('/api/notifications')
      .set('authorization', `Bearer ${SERVICE_TOKEN}`)
      .send(shipped);

    const response = await agent
      .get('/api/notifications?limit=5')
      .set('authorization', `Bearer ${SERVICE_TOKEN}`);

    expect(response.body.items).toHaveLength(1);
    expect(response.body.limit).toBe(5);
  });
});
