import { ReadinessClient } from './ReadinessClient';

function client(response: { status?: number; body: unknown }) {
  const requests: { url: string; init?: RequestInit }[] = [];
  const readiness = new ReadinessClient({
    discoveryApi: { getBaseUrl: async id => `http://backend/api/${id}` },
    fetchApi: {
      fetch: async (url, init) => {
        requests.push({ url: String(url), init });
        return new Response(JSON.stringify(response.body), {
          status: response.status ?? 200,
          headers: { 'Content-Type': 'application/json' },
        });
      },
    },
  });
  return { readiness, requests };
}

describe('ReadinessClient', () => {
  it('addresses entities by kind, namespace and name', async () => {
    const { readiness, requests } = client({ body: {} });
    await readiness.getEntityReadiness('Component:default/Payments');
    await readiness.requestAudit(
      { kind: 'API', namespace: 'a b', name: 'x' },
      { token: 't' },
    );
    expect(requests.map(({ url }) => url)).toEqual([
      'http://backend/api/readiness/v1/entities/component/default/payments',
      'http://backend/api/readiness/v1/entities/api/a%20b/x/audits',
    ]);
    expect(requests[1].init).toMatchObject({
      method: 'POST',
      headers: { Authorization: 'Bearer t' },
    });
  });

  it('repeats filters with several values and leaves out empty ones', async () => {
    const { readiness, requests } = client({ body: { items: [] } });
    await readiness.getServices({
      owner: ['group:default/a', 'group:default/b'],
      text: '',
      orderBy: 'area:logging',
      order: 'desc',
      limit: 25,
    });
    expect(new URL(requests[0].url).search).toBe(
      '?owner=group%3Adefault%2Fa&owner=group%3Adefault%2Fb&orderBy=area%3Alogging&order=desc&limit=25',
    );
  });

  it('sends decisions with what protects them', async () => {
    const { readiness, requests } = client({ body: { items: [] } });
    await readiness.triageFinding(
      'f/1',
      { type: 'acknowledge' },
      { version: 3, idempotencyKey: 'k' },
    );
    await readiness.getFindingEvents('f/1');
    expect(requests.map(({ url }) => url)).toEqual([
      'http://backend/api/readiness/v1/findings/f%2F1/triage',
      'http://backend/api/readiness/v1/findings/f%2F1/events',
    ]);
    expect(requests[0].init).toMatchObject({
      method: 'POST',
      headers: {
        'If-Match': '"3"',
        'Idempotency-Key': 'k',
        'Content-Type': 'application/json',
      },
      body: '{"type":"acknowledge"}',
    });
    expect(requests[1].init).toMatchObject({ headers: {}, body: undefined });
  });

  it('rejects with the error of the response', async () => {
    const { readiness } = client({
      status: 404,
      body: {
        error: { name: 'NotFoundError', message: 'No standard "x"' },
        response: { statusCode: 404 },
      },
    });
    await expect(readiness.getStandard('x')).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
      body: { error: { message: 'No standard "x"' } },
    });
  });
});
