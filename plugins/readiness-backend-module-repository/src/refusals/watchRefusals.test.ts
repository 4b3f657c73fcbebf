import { createServer, get, Server } from 'http';
import { AddressInfo } from 'net';
import { watchRefusals } from './watchRefusals';

describe('watchRefusals', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((req, res) => {
      const [, status, retryAfter] = req.url!.split('/');
      res.writeHead(
        Number(status),
        retryAfter ? { 'Retry-After': retryAfter } : {},
      );
      res.end('text');
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await new Promise(resolve => {
      server.close(resolve);
      server.closeAllConnections();
    });
  });

  /** As the readers do it: the response becomes a text. */
  const byFetch = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    if (!response.ok) {
      throw new Error(`Could not read it, ${response.status}`);
    }
  };
  const byHttp = (path: string) =>
    new Promise<void>((resolve, reject) => {
      get(`${url}${path}`, response => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200
            ? resolve()
            : reject(new Error(`Could not read it, ${response.statusCode}`)),
        );
      });
    });

  it.each([
    ['fetch', byFetch],
    ['http', byHttp],
  ])('tells what a host said to %s', async (_, request) => {
    await expect(
      watchRefusals(() => request('/429/120')),
    ).rejects.toMatchObject({
      name: 'RateLimitedError',
      message: 'Could not read it, 429',
      retryAfterSeconds: 120,
    });
    await expect(watchRefusals(() => request('/500'))).rejects.toMatchObject({
      name: 'Error',
    });
    await expect(watchRefusals(() => request('/200'))).resolves.toBe(undefined);
  });

  it('keeps apart what happens at the same time', async () => {
    const [refused, broken] = await Promise.allSettled([
      watchRefusals(() => byFetch('/429/7')),
      watchRefusals(() => byFetch('/404')),
    ]);
    expect(refused).toMatchObject({ reason: { retryAfterSeconds: 7 } });
    expect(broken).toMatchObject({ reason: { name: 'Error' } });
  });

  it('believes a reader that says so', async () => {
    await expect(
      watchRefusals(async () => {
        throw new Error('403 Forbidden (rate limit exceeded)');
      }),
    ).rejects.toMatchObject({ name: 'RateLimitedError' });
  });
});
