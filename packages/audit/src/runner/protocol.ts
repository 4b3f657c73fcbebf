import { CheckResult, SkippedFile } from '@readiness/plugin-readiness-common';
import { CheckSource } from '../engine/availableChecks';
import { AuditTask } from '../engine/TaskStack';

/** From the parent to the child that judges. One run at a time. */
export type ToChild =
  | { type: 'files'; files: [path: string, content: Uint8Array][] }
  | {
      type: 'run';
      skipped: readonly SkippedFile[];
      checks: readonly string[];
      /** Declarative checks, compiled in the child. */
      extraChecks: readonly CheckSource[];
      catalog: unknown;
      /** Extractors that cost an earlier child its life, with the reason. */
      lostFacts: ReadonlyMap<string, string>;
      /** Files that cost an earlier child its life, with the reason. */
      lostFiles: ReadonlyMap<string, string>;
      /** Threads for parsing. */
      threads: number;
    };

/** From the child to the parent. */
export type FromChild =
  | { type: 'begin'; task: AuditTask }
  | { type: 'end'; task: AuditTask }
  /** A large file is being read: if nothing more is heard, it may be why. */
  | { type: 'file'; path: string }
  | { type: 'result'; result: CheckResult }
  | { type: 'done'; skipped: SkippedFile[] }
  | { type: 'failed'; message: string };
