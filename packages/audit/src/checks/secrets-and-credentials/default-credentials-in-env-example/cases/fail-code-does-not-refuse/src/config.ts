import { z } from 'zod';

export const schema = z.object({
  JWT_SECRET: z.string().min(8),
});
