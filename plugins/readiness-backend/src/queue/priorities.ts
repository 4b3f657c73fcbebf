/** Why a run is due; lower runs first. */
export const PRIORITY = {
  /** Asked for by a person. */
  requested: 0,
  /** Something was pushed to its repository. */
  pushed: 2,
  /** The catalog says something else about it. */
  changed: 5,
  scheduled: 10,
  /** Never audited, or by other rules than today's: usually many at once. */
  backlog: 20,
} as const;

/** One of the priorities. */
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];
