import { logger } from './logger';

export function register(user: { email: string; password: string }) {
  logger.info({ email: user.email, password: user.password }, 'registered');
}
