/**
 * `lapsed`: its time is over. `replaced`: there is a newer one. Only a `valid` one counts.
 *
 * @public
 */
export type AttestationStatus = 'valid' | 'lapsed' | 'replaced' | 'withdrawn';

/**
 * Somebody's word, with evidence, for what no machine can see.
 *
 * @public
 */
export interface Attestation {
  id: string;
  entityRef: string;
  /** Id of the attested check. */
  check: string;
  status: AttestationStatus;
  /** What was done and seen. */
  evidence: string;
  /** Where it can be looked up. */
  link: string | null;
  /** When the act took place, ISO 8601. */
  performedAt: string;
  /** ISO 8601. */
  expiresAt: string;
  /** Entity reference of who attests it. */
  author: string;
  /** ISO 8601. */
  createdAt: string;
  /** When it ended before its time, by whom and why. */
  endedAt: string | null;
  endedBy: string | null;
  endReason: string | null;
}

/**
 * Attests a check.
 *
 * @public
 */
export interface AttestationRequest {
  check: string;
  evidence: string;
  link?: string;
  /** ISO 8601, not in the future. */
  performedAt: string;
  /** ISO 8601; default, and no later than: the day of the act plus the days that the check allows. */
  expiresAt?: string;
}
