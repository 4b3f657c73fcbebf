import { RateLimitedError } from '@readiness/plugin-readiness-node';
import { AsyncLocalStorage } from 'async_hooks';
import { subscribe } from 'diagnostics_channel';
import { ClientRequest, IncomingMessage } from 'http';
import { readRefusal, Refusal } from './readRefusal';

interface Watch {
  refusal?: Refusal;
}

const watches = new AsyncLocalStorage<Watch>();
/** Whoever began a request is told of its response, which comes in a context of its own. */
const watchOfRequest = new WeakMap<object, Watch>();
let listening = false;

/**
 * Does something that sends HTTP requests. When it fails and a host had answered one of them with "too many requests",
 * the error says so, with the time to wait.
 *
 * The readers of Backstage turn a response into a text and drop its headers, so responses are looked at where Node
 * reports them, whichever client sent the request.
 */
export async function watchRefusals<T>(work: () => Promise<T>): Promise<T> {
  listen();
  const watch: Watch = {};
  try {
    return await watches.run(watch, work);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (watch.refusal || /rate limit exceeded/i.test(message)) {
      throw new RateLimitedError(message, watch.refusal);
    }
    throw error;
  }
}

function listen(): void {
  if (listening) {
    return;
  }
  listening = true;
  // `fetch` of Node.
  subscribe('undici:request:create', message => {
    begin((message as { request: object }).request);
  });
  subscribe('undici:request:headers', message => {
    const { request, response } = message as {
      request: object;
      response: { statusCode: number; headers: Buffer[] };
    };
    end(request, response.statusCode, name => {
      for (let i = 0; i + 1 < response.headers.length; i += 2) {
        if (response.headers[i].toString().toLowerCase() === name) {
          return response.headers[i + 1].toString();
        }
      }
      return undefined;
    });
  });
  // Everything that is built on `http`, such as node-fetch.
  subscribe('http.client.request.start', message => {
    begin((message as { request: ClientRequest }).request);
  });
  subscribe('http.client.response.finish', message => {
    const { request, response } = message as {
      request: ClientRequest;
      response: IncomingMessage;
    };
    end(request, response.statusCode ?? 0, name => {
      const value = response.headers[name];
      return Array.isArray(value) ? value[0] : value;
    });
  });
}

function begin(request: object): void {
  const watch = watches.getStore();
  if (watch) {
    watchOfRequest.set(request, watch);
  }
}

function end(
  request: object,
  status: number,
  header: (name: string) => string | undefined,
): void {
  const watch = watchOfRequest.get(request);
  if (watch) {
    watch.refusal = readRefusal(status, header) ?? watch.refusal;
  }
}
