/** @public */
export interface EnvEntry {
  name: string;
  /** Without quotes. */
  value: string;
  line: number;
  /** Commented out: a proposal, no value. */
  commented: boolean;
}

/** @public */
export interface EnvFile {
  path: string;
  /** `example`: to be copied; `tracked`: read as it is. */
  kind: 'example' | 'tracked';
  entries: EnvEntry[];
}

/** @public */
export interface EnvFiles {
  files: EnvFile[];
}
