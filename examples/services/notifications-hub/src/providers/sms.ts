import { z } from 'zod';
import type { Config } from '../config';
import type { Provider } from '../services/delivery';

const MAX_LENGTH = 459;
const accepted = z.object({ messageId: z.string() });

export function createSmsProvider(config: Config): Provider {
  return {
    async send(message) {
      const response = await fetch(`${config.POSTVIK_API_URL}/texts`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${config.POSTVIK_API_KEY}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          to: message.to,
          text: message.body.slice(0, MAX_LENGTH),
        }),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok) {
        throw new Error(`Text provider answered ${response.status}`);
      }
      return accepted.parse(await response.json());
    },
  };
}
