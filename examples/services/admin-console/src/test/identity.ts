import { vi } from 'vitest';

const answers: Record<string, unknown> = {
  '/identity/v1/accounts': {
    items: [
      {
        id: 'a1',
        email: 'robin@aurora-retail.example',
        displayName: 'Robin Holm',
        role: 'support',
        blocked: false,
      },
    ],
    nextCursor: null,
  },
  '/identity/v1/roles': [
    { name: 'support', description: 'Read accounts', members: 12 },
  ],
  '/identity/v1/clients': [
    {
      id: 'c1',
      name: 'orders-api',
      owner: 'checkout',
      expiresAt: '2030-01-01T00:00:00Z',
    },
  ],
  '/identity/v1/sessions': { accessToken: 'issued-for-a-test' },
};

export function stubIdentity(status = 200) {
  const fetchStub = vi.fn(async (url: string) => {
    const path = url.split('?')[0] ?? '';
    return new Response(JSON.stringify(answers[path] ?? {}), { status });
  });
  vi.stubGlobal('fetch', fetchStub);
  return fetchStub;
}
