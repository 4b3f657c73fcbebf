/**
 * How much a finding matters, hardest first. Shown as P0–P3.
 *
 * @public
 */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/**
 * All severities, hardest first.
 *
 * @public
 */
export const SEVERITIES: readonly Severity[] = [
  'critical',
  'high',
  'medium',
  'low',
];

/**
 * How sure a check is of what it says. `plausible` never blocks a stage and never caps an area.
 *
 * @public
 */
export type Confidence = 'certain' | 'likely' | 'plausible';

/**
 * The harder of two severities.
 *
 * @public
 */
export function worstSeverity(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}

/**
 * Whether `severity` is at least as hard as `limit`.
 *
 * @public
 */
export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}
