import { z } from 'zod';
import { tokenStore } from './token-store';

const account = z.object({
  id: z.string(),
  email: z.string(),
  displayName: z.string(),
  role: z.string(),
  blocked: z.boolean(),
});

const accountPage = z.object({
  items: z.array(account),
  nextCursor: z.string().nullable(),
});

const role = z.object({
  name: z.string(),
  description: z.string(),
  members: z.number(),
});

const client = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  expiresAt: z.string(),
});

export type Account = z.infer<typeof account>;
export type Role = z.infer<typeof role>;
export type ApiClient = z.infer<typeof client>;

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function request<T>(
  schema: z.ZodType<T>,
  path: string,
  init: { method?: string; body?: unknown } = {},
): Promise<T> {
  const token = tokenStore.read();
  const response = await fetch(`/identity/v1${path}`, {
    method: init.method ?? 'GET',
    headers: {
      accept: 'application/json',
      ...(init.body === undefined
        ? {}
        : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: init.body === undefined ? undefined : JSON.stringify(init.body),
    signal: AbortSignal.timeout(15_000),
  });
  if (!response.ok) {
    throw new ApiError(
      response.status,
      `The identity service answered ${response.status}.`,
    );
  }
  return schema.parse(await response.json());
}

export function signIn(email: string, password: string) {
  return request(z.object({ accessToken: z.string() }), '/sessions', {
    method: 'POST',
    body: { email, password },
  });
}

export function listAccounts(search: string, cursor?: string) {
  const query = new URLSearchParams({ limit: '25', q: search });
  if (cursor) query.set('cursor', cursor);
  return request(accountPage, `/accounts?${query}`);
}

export function getAccount(id: string) {
  return request(account, `/accounts/${encodeURIComponent(id)}`);
}

export function setBlocked(id: string, blocked: boolean) {
  return request(account, `/accounts/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    body: { blocked },
  });
}

export function listRoles() {
  return request(z.array(role), '/roles');
}

export function listClients() {
  return request(z.array(client), '/clients');
}
