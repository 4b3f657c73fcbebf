import { createHash } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

const claims = z.object({
  sub: z.string(),
  role: z.enum(['editor', 'admin']),
});

export interface Session {
  id: string;
  role: 'editor' | 'admin';
}

export function digestToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function issueSession(session: Session, signingKey: string): string {
  return jwt.sign({ role: session.role }, signingKey, {
    subject: session.id,
    algorithm: 'HS256',
    issuer: 'notifications-hub',
    expiresIn: '8h',
  });
}

export function readSession(
  token: string,
  signingKey: string,
): Session | undefined {
  try {
    const decoded = claims.parse(
      jwt.verify(token, signingKey, {
        algorithms: ['HS256'],
        issuer: 'notifications-hub',
      }),
    );
    return { id: decoded.sub, role: decoded.role };
  } catch {
    return undefined;
  }
}
