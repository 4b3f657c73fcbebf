import { ProcessKind } from './schema';

/** What a command starts, before it is looked up in the tree. */
export interface Launch {
  /** How the target is written: a Python module, a file, a part that a framework serves, a binary. */
  target:
    | { type: 'module'; module: string; attribute?: string }
    | { type: 'file'; file: string }
    | { type: 'framework'; framework: string }
    /** A command of `manage.py` that the project itself brings. */
    | { type: 'management-command'; command: string }
    | { type: 'binary'; name: string };
  /** `undefined` when only the code can tell. */
  kind?: ProcessKind;
  words: string[];
  agents: string[];
  environment: Record<string, string>;
}
