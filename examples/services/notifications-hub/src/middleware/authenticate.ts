import type { RequestHandler } from 'express';
import type { Config } from '../config';
import type { Role, Store } from '../db/store';
import { digestToken, readSession } from '../services/tokens';
import { asyncHandler } from './async-handler';
import { HttpError } from './errors';

declare module 'express-serve-static-core' {
  interface Request {
    service?: string;
    account?: { id: string; role: Role };
  }
}

function bearer(header: string | undefined): string {
  const [scheme, value] = (header ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !value) {
    throw new HttpError(
      401,
      'not-authenticated',
      'Sign in or send a service token.',
    );
  }
  return value;
}

export function requireService(store: Store): RequestHandler {
  return asyncHandler(async (req, _res, next) => {
    const digest = digestToken(bearer(req.headers.authorization));
    const service = await store.findServiceByTokenDigest(digest);
    if (!service) {
      req.log.warn('service token refused');
      throw new HttpError(
        401,
        'not-authenticated',
        'The service token is not valid.',
      );
    }
    req.service = service;
    next();
  });
}

export function requireAccount(config: Config, roles: Role[]): RequestHandler {
  return (req, _res, next) => {
    const session = readSession(
      bearer(req.headers.authorization),
      config.SESSION_SIGNING_KEY,
    );
    if (!session) {
      req.log.warn('session refused');
      throw new HttpError(401, 'not-authenticated', 'The session has ended.');
    }
    if (!roles.includes(session.role)) {
      req.log.warn({ account: session.id, role: session.role }, 'role refused');
      throw new HttpError(403, 'not-allowed', 'Your role does not allow this.');
    }
    req.account = session;
    next();
  };
}
