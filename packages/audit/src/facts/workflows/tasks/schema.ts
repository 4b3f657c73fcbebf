/** One line of a task as its runner gives it to a shell. */
export interface TaskLine {
  text: string;
  line: number;
  /** `-` of Make and just, `ignore_error` of Task: its failure does not count. */
  ignored?: string;
}

/** A named task of a task runner. */
export interface Task {
  name: string;
  path: string;
  line: number;
  /** Folder in which it runs. */
  cwd: string;
  /** Tasks that run before. */
  needs: string[];
  lines: TaskLine[];
}

/** The tasks of one file. */
export interface TaskFile {
  runner:
    | 'npm'
    | 'make'
    | 'task'
    | 'just'
    | 'tox'
    | 'nox'
    | 'hatch'
    | 'pdm'
    | 'poe';
  path: string;
  /** Folder, `''` for the root. */
  folder: string;
  /** Name of the package, for npm. */
  name?: string;
  tasks: Map<string, Task>;
  /** Task that runs without a name. */
  first?: string;
}
