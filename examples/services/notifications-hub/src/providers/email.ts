import { z } from 'zod';
import type { Config } from '../config';
import type { Provider } from '../services/delivery';

const accepted = z.object({ messageId: z.string() });

export function createEmailProvider(config: Config): Provider {
  return {
    async send(message) {
      const response = await fetch(`${config.POSTVIK_API_URL}/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${config.POSTVIK_API_KEY}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          from: config.SENDER_ADDRESS,
          to: message.to,
          subject: message.subject,
          html: message.body,
        }),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok) {
        throw new Error(`E-mail provider answered ${response.status}`);
      }
      return accepted.parse(await response.json());
    },
  };
}
