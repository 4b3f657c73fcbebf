import {
  AssembleAuditOptions,
  Audit,
  CheckResult,
  SkippedFile,
  Standard,
} from '@readiness/plugin-readiness-common';
import { AuditRun } from '../queue/AuditRun';

/** What identifies the stored results of a collector. */
export interface CollectionHead {
  collectorId: string;
  version: string;
  /** Of the entity that the collector was given. */
  metadataHash: string;
  revision: string | null;
}

/** What a collector said of an entity. */
export interface Collection extends CollectionHead {
  source: string | null;
  results: CheckResult[];
  skipped: SkippedFile[];
}

/** What must be known before an audit. */
export interface KnownAudit {
  /** The ledger's clock, ISO 8601. */
  now: string;
  /** `null` without an audit. */
  rulesHash: string | null;
  /** Whom the last audit named as owner. */
  owner: string | null;
  /** A finding has become overdue since the last audit was judged, which may change a verdict. */
  becameOverdue: boolean;
  collections: Map<string, CollectionHead>;
}

/** What the ledger and people know beside what was collected. */
export type AuditKnowledge = Pick<
  AssembleAuditOptions,
  'knownFindings' | 'exemptions' | 'attestations'
>;

/** An audit with all that the ledger writes beside it. */
export interface AuditToWrite {
  run: AuditRun;
  /** Called once, in the transaction that writes: nobody decides anything between the two. */
  assemble: (knowledge: AuditKnowledge) => Audit;
  standard: Standard;
  rulesHash: string;
  owner: string | null;
  /** All collectors that took part; stored results of others are dropped. */
  collectorIds: string[];
  newCollections: Collection[];
}

/** Where audits are kept. */
export interface AuditLedger {
  readKnown(entityRef: string): Promise<KnownAudit>;
  readCollections(entityRef: string): Promise<Map<string, Collection>>;
  /** Writes everything and gives the ticket back, or nothing. `false`: the ticket was no longer valid. */
  writeAudit(options: AuditToWrite): Promise<boolean>;
  /** The sources are unchanged: remembers when that was seen. `false`: the ticket was no longer valid. */
  touchAudit(options: { run: AuditRun }): Promise<boolean>;
  /** The catalog no longer has the entity. */
  dropEntity(entityRef: string): Promise<void>;
}
