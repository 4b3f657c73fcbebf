/** A claimed audit. Whoever holds the ticket may write its outcome. */
export interface AuditRun {
  entityRef: string;
  ticket: string;
  /** Failed runs before this one. */
  attempts: number;
}
