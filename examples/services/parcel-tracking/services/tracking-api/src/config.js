import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().default(8090),
  MONGO_URL: z.string().startsWith('mongodb'),
  CARRIER_TOKEN: z.string().min(24),
  BACKOFFICE_TOKEN: z.string().min(24),
});

export function loadConfig(env = process.env) {
  return schema.parse(env);
}
