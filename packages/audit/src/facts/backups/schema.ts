/**
 * Something that copies data.
 *
 * @public
 */
export interface BackupFact {
  /** Program or image. */
  tool: string;
  /** Products it copies; empty for tools that copy any volume. */
  products: readonly string[];
  path: string;
  line: number;
  /** What runs it regularly; absent for what somebody has to start. */
  schedule?: { text: string; path: string; line: number };
  /** In the code of the application, where a schedule may be set that is not seen. */
  inCode: boolean;
}

/** @public */
export interface Backups {
  backups: BackupFact[];
}
