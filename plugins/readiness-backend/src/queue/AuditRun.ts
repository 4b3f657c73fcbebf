/** A claimed audit. Whoever holds the ticket may write its outcome. */
export interface AuditRun {
  entityRef: string;
  ticket: string;
  /** Failed runs before this one. */
  attempts: number;
  /** When the next run is due after a good one, by the schedule of the entity. */
  nextInSeconds: number;
}

/** Claimed audits of entities that live in one repository: worked on one after the other. */
export interface AuditGroup {
  /** Host that their source is read from, empty for none. */
  host: string;
  /** The first is the one that was due; there is always one. */
  runs: AuditRun[];
}
