import { Neutraliser } from '../schema';

/**
 * What a scanner looks for. `infrastructure`: settings of deployment files.
 *
 * @public
 */
export type ScanKind =
  | 'static'
  | 'secrets'
  | 'dependencies'
  | 'images'
  | 'infrastructure';

/**
 * What a scanner does with a finding. `never`: it ends with success; `elsewhere`: it hands its result to a platform
 * that may block the merge.
 *
 * @public
 */
export type ScanResult =
  | { fails: 'on-finding' }
  | { fails: 'never' | 'elsewhere'; why: string };

/**
 * A security scanner that a pipeline or a hook runs.
 *
 * @public
 */
export interface SecurityScan {
  tool: string;
  kinds: ScanKind[];
  result: ScanResult;
  source: 'workflow' | 'hook' | 'template';
  /** Where the scanner is called. */
  path: string;
  line: number;
  /** Step of the pipeline that leads there. */
  stepPath: string;
  stepLine: number;
  workflow?: string;
  job?: string;
  /** What hides its status from the job, outermost first. */
  neutralisers: Neutraliser[];
  /** File it writes its findings to, which a later step may judge. */
  report?: string;
}

/**
 * An exception from what a scanner reports.
 *
 * @public
 */
export interface ScanException {
  tool: string;
  /** What is excepted, as written. */
  text: string;
  path: string;
  line: number;
  reason: boolean;
  expires: boolean;
}

/** @public */
export interface SecurityScans {
  scans: SecurityScan[];
  exceptions: ScanException[];
}
