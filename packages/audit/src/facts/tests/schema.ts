/** Languages that share runners. @public */
export type TestFamily = 'python' | 'javascript' | 'go' | 'java';

/**
 * A file with tests that its runner collects.
 *
 * @public
 */
export interface TestFileFact {
  path: string;
  family: TestFamily;
  /** Folder of the part whose code it tests. */
  part: string;
  /** Test functions or calls, and the place of the first one. */
  cases: number;
  line: number;
  /** Drives a browser through the whole system. */
  endToEnd: boolean;
}

/**
 * A file that looks like tests and that no runner would run, or that proves nothing.
 *
 * @public
 */
export interface UncollectedTestFact {
  path: string;
  part: string;
  family: TestFamily;
  reason:
    | 'no test in it'
    | 'outside of testpaths'
    | 'name is not collected'
    | 'placeholder';
}

/**
 * What runs the tests of a part.
 *
 * @public
 */
export interface TestRunnerFact {
  /** `pytest`, `jest`, `go test` … */
  name: string;
  family: TestFamily;
  part: string;
  /** Where it is declared; absent for what comes with the language. */
  path?: string;
  line?: number;
}

/** @public */
export interface Tests {
  files: TestFileFact[];
  uncollected: UncollectedTestFact[];
  runners: TestRunnerFact[];
}
