import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { testApp, tokens } from './support.js';

const scan = {
  id: 'scan-1',
  parcel: 'AR0000000001',
  carrier: 'nordpost',
  code: 'DLV',
  depot: 'Malmo',
  at: '2026-05-04T08:00:00Z',
};

function knownParcel() {
  return {
    number: 'AR0000000001',
    carrier: 'nordpost',
    status: 'announced',
    events: [],
  };
}

function post(app, body) {
  return request(app)
    .post('/api/v1/events')
    .set('authorization', `Bearer ${tokens.CARRIER_TOKEN}`)
    .send(body);
}

describe('scan events', () => {
  it('change the status by the rules of the carrier', async () => {
    const parcel = knownParcel();
    const app = testApp({
      parcels: [parcel],
      rules: [
        {
          carrier: 'nordpost',
          steps: [{ when: 'event.code === "DLV"', status: 'delivered' }],
        },
      ],
    });

    const response = await post(app, scan);

    expect(response.status).toBe(202);
    expect(parcel.status).toBe('delivered');
    expect(parcel.events).toHaveLength(1);
  });

  it('count once', async () => {
    const parcel = knownParcel();
    const app = testApp({ parcels: [parcel] });
    await post(app, scan);
    await post(app, scan);

    expect(parcel.events).toHaveLength(1);
  });

  it('need the token of the carriers', async () => {
    const response = await request(testApp()).post('/api/v1/events').send(scan);
    expect(response.status).toBe(401);
  });

  it('are refused when they are not complete', async () => {
    const response = await post(testApp(), { ...scan, at: 'yesterday' });
    expect(response.status).toBe(400);
  });
});

describe('parcels', () => {
  it('are found by their number', async () => {
    const app = testApp({ parcels: [knownParcel()] });
    const response = await request(app).get('/api/v1/parcels/AR0000000001');

    expect(response.body.status).toBe('announced');
    expect(response.headers['cache-control']).toBe('public, max-age=30');
  });

  it('are listed page by page', async () => {
    const app = testApp({
      parcels: [knownParcel(), { ...knownParcel(), number: 'AR0000000002' }],
    });
    const response = await request(app).get('/api/v1/parcels?limit=1&offset=1');

    expect(response.body.items.map(parcel => parcel.number)).toEqual([
      'AR0000000002',
    ]);
  });

  it('answer 404 for an unknown number', async () => {
    const response = await request(testApp()).get(
      '/api/v1/parcels/AR9999999999',
    );
    expect(response.status).toBe(404);
  });
});

describe('probes', () => {
  it('answer without a token', async () => {
    expect((await request(testApp()).get('/healthz')).status).toBe(200);
    expect((await request(testApp()).get('/readyz')).status).toBe(200);
  });
});
