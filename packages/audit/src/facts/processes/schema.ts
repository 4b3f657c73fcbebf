import { Language } from '../inventory/schema';

/**
 * `server` answers requests, `worker` takes jobs or messages, `scheduler` starts jobs by time, `job` ends by itself.
 *
 * @public
 */
export type ProcessKind = 'server' | 'worker' | 'scheduler' | 'job';

/**
 * Where something starts a process.
 *
 * @public
 */
export interface ProcessPlace {
  source:
    | 'dockerfile'
    | 'compose'
    | 'kubernetes'
    | 'procfile'
    | 'script'
    | 'code';
  path: string;
  line: number;
  /** Name of the service, workload or script. */
  name?: string;
}

/**
 * An entry point that runs by itself.
 *
 * @public
 */
export interface ProcessFact {
  /** `<kind>:<path of the entry>`, with the target where several start there; unique in the tree, without lines. */
  id: string;
  /** Short name for people: of the service or workload that runs it, else of its entry. */
  name: string;
  kind: ProcessKind;
  /** Folder of the part that it belongs to. */
  root: string;
  language: Language;
  /** File that is run. */
  entry: { path: string; line: number };
  /** Words of the command that starts it, wrappers taken off; empty when it was only found in code. */
  command: string[];
  /** Programs around the command that instrument it (`opentelemetry-instrument`, `ddtrace-run`), and loaded agents. */
  agents: string[];
  /** What the environment of the place sets. */
  environment: Record<string, string>;
  /** Ids of the application objects that it serves. */
  applications: string[];
  /** Everything that starts it, in production configuration. */
  places: ProcessPlace[];
  /** `certain` when production configuration starts it, `likely` when only code says so. */
  confidence: 'certain' | 'likely';
}

/** @public */
export interface Processes {
  processes: ProcessFact[];
  /** Commands of own images whose entry was not found in the tree. */
  unresolved: (ProcessPlace & { command: string })[];
}
