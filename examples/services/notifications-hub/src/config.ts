import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().positive().default(8080),
  LOG_LEVEL: z.enum(['warn', 'info', 'debug']).default('info'),
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  SESSION_SIGNING_KEY: z.string().min(32),
  POSTVIK_API_URL: z.url(),
  POSTVIK_API_KEY: z.string().min(16),
  POSTVIK_WEBHOOK_SECRET: z.string().min(16),
  SENDER_ADDRESS: z.email(),
  SENTRY_DSN: z.url().optional(),
});

export type Config = z.infer<typeof schema>;

export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const result = schema.safeParse(env);
  if (!result.success) {
    const names = result.error.issues.map(issue => issue.path.join('.'));
    throw new Error(`Configuration is incomplete: ${names.join(', ')}`);
  }
  return result.data;
}
