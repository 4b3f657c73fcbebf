import { createHash } from 'crypto';

/** Names a finding across all entities, for ever: the fingerprint alone is unique within its entity only. */
export function findingId(entityRef: string, fingerprint: string): string {
  return createHash('sha256')
    .update(`${entityRef}\n${fingerprint}`)
    .digest('hex')
    .slice(0, 32);
}
