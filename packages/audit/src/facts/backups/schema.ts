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
  /** What runs it. */
  by:
    | 'script'
    | 'command'
    | 'service'
    | 'workload'
    | 'operator'
    | 'managed'
    | 'workflow'
    | 'code';
  /** How the copy leaves the machine; absent when nothing in what runs moves it. */
  offSite?: {
    text: string;
    path: string;
    line: number;
    /** Variable without which a script leaves the copy out. */
    needs?: string;
  };
  /** Volumes and folders of the host that the service or workload mounts. */
  mounts: BackupMount[];
}

/** @public */
export interface BackupMount {
  /** Name of the volume, path of the host, or name of the claim. */
  source: string;
  target: string;
  type: 'named' | 'bind' | 'claim' | 'other';
  /** A volume whose driver keeps it on another machine. */
  remote: boolean;
}

/**
 * Something that copies files to another place regularly.
 *
 * @public
 */
export interface OffSiteFact {
  text: string;
  path: string;
  line: number;
  mounts: BackupMount[];
}

/**
 * Logs of a database that are archived as they are written: worth nothing without a copy to start from, and lost with
 * the machine when they stay there.
 *
 * @public
 */
export interface LogArchiveFact {
  /** Service of the database. */
  service: string;
  path: string;
  line: number;
  /** Where the logs go, as far as it is mounted. */
  mounts: BackupMount[];
  offSite?: BackupFact['offSite'];
}

/** @public */
export interface Backups {
  backups: BackupFact[];
  archives: LogArchiveFact[];
  /** Scripts that copy to another place, and that nothing runs. */
  byHand: OffSiteFact[];
  /** Scheduled copies to another place that make no backup themselves. */
  offSite: OffSiteFact[];
}
