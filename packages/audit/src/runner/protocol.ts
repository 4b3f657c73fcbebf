import { CheckResult, SkippedFile } from '@readiness/plugin-readiness-common';

/** From the parent to the child that judges. One run at a time. */
export type ToChild =
  | { type: 'files'; files: [path: string, content: Uint8Array][] }
  | {
      type: 'run';
      skipped: readonly SkippedFile[];
      checks: readonly string[];
      catalog: unknown;
    };

/** From the child to the parent. */
export type FromChild =
  | { type: 'started'; check: string }
  | { type: 'result'; result: CheckResult }
  | { type: 'done'; skipped: SkippedFile[] }
  | { type: 'failed'; message: string };
