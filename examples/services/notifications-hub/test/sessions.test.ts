import request from 'supertest';
import { hashPassword } from '../src/services/passwords';
import { testApp } from './support';

async function withEditor() {
  const context = testApp();
  await context.store.createAccount({
    email: 'robin@aurora-retail.example',
    displayName: 'Robin',
    role: 'editor',
    passwordHash: await hashPassword('a long enough phrase'),
  });
  return context;
}

describe('sessions', () => {
  it('signs an editor in and lets them change a template', async () => {
    const { app, templates } = await withEditor();
    const session = await request(app).post('/api/sessions').send({
      email: 'robin@aurora-retail.example',
      password: 'a long enough phrase',
    });
    expect(session.status).toBe(201);

    const response = await request(app)
      .put('/api/templates/welcome')
      .set('authorization', `Bearer ${session.body.token}`)
      .send({ subject: 'Welcome', body: '<p>Hello {{name}}</p>' });

    expect(response.status).toBe(204);
    expect(templates.get('welcome')?.subject).toBe('Welcome');
  });

  it('refuses a wrong password', async () => {
    const { app } = await withEditor();
    const response = await request(app)
      .post('/api/sessions')
      .send({ email: 'robin@aurora-retail.example', password: 'wrong' });

    expect(response.status).toBe(401);
  });

  it('keeps editors away from accounts', async () => {
    const { app } = await withEditor();
    const session = await request(app).post('/api/sessions').send({
      email: 'robin@aurora-retail.example',
      password: 'a long enough phrase',
    });

    const response = await request(app)
      .post('/api/accounts')
      .set('authorization', `Bearer ${session.body.token}`)
      .send({});

    expect(response.status).toBe(403);
  });
});

describe('GET /health', () => {
  it('answers without a token', async () => {
    const { app } = testApp();
    const response = await request(app).get('/health');

    expect(response.status).toBe(200);
    expect(response.headers['x-request-id']).toBeDefined();
    expect(response.headers['strict-transport-security']).toBeDefined();
  });
});
