import { Audit, RollupDimension } from '@readiness/plugin-readiness-common';
import { DailyRollupRow } from '../database/tables';

/** Numbers that are added up over entities. */
export type RollupSums = Omit<DailyRollupRow, 'dimension' | 'key' | 'day'>;

/** Names of the sums. */
export const SUMS = [
  'entities',
  'scored',
  'score_sum',
  'target_sum',
  'findings_critical',
  'findings_high',
  'findings_medium',
  'findings_low',
] as const satisfies readonly (keyof RollupSums)[];

/** What one entity puts into the sums, and into which. */
export interface Contribution {
  owner: string | null;
  system: string | null;
  sums: RollupSums;
}

/** The sums that an entity belongs to. */
export function keysOf({
  owner,
  system,
}: Pick<Contribution, 'owner' | 'system'>): {
  dimension: RollupDimension;
  key: string;
}[] {
  return [
    { dimension: 'organisation', key: '' },
    { dimension: 'owner', key: owner ?? '' },
    { dimension: 'system', key: system ?? '' },
  ];
}

/** What an entity with this audit puts in. */
export function contributionOf(options: {
  audit: Audit;
  owner: string | null;
  system: string | null;
  findings: { critical: number; high: number; medium: number; low: number };
}): Contribution {
  const { audit, owner, system, findings } = options;
  const { score, target } = audit.overall;
  return {
    owner,
    system,
    sums: {
      entities: 1,
      scored: score === null ? 0 : 1,
      score_sum: score ?? 0,
      target_sum: target ?? 0,
      findings_critical: findings.critical,
      findings_high: findings.high,
      findings_medium: findings.medium,
      findings_low: findings.low,
    },
  };
}

/**
 * What changes in which sums when a contribution takes the place of another. Sums that stay as they are do not occur.
 * Always in the same order, so that nobody waits in a circle, and what everybody waits for comes last.
 */
export function changesBetween(
  before: Contribution | null,
  after: Contribution | null,
): { dimension: RollupDimension; key: string; delta: RollupSums }[] {
  const changes = new Map<
    string,
    { dimension: RollupDimension; key: string; delta: RollupSums }
  >();
  for (const [contribution, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    for (const target of contribution ? keysOf(contribution) : []) {
      const id = JSON.stringify([target.dimension, target.key]);
      const change = changes.get(id) ?? { ...target, delta: nothing() };
      for (const name of SUMS) {
        change.delta[name] += sign * contribution!.sums[name];
      }
      changes.set(id, change);
    }
  }
  const rank = ({ dimension }: { dimension: RollupDimension }) =>
    ['owner', 'system', 'organisation'].indexOf(dimension);
  return [...changes.values()]
    .sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1))
    .filter(({ delta }) => SUMS.some(name => Math.abs(delta[name]) > 1e-9));
}

function nothing(): RollupSums {
  return {
    entities: 0,
    scored: 0,
    score_sum: 0,
    target_sum: 0,
    findings_critical: 0,
    findings_high: 0,
    findings_medium: 0,
    findings_low: 0,
  };
}
