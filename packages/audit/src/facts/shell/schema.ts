/**
 * One simple command of a shell text.
 *
 * @public
 */
export interface ShellCommand {
  /** Name and arguments, quotes removed, variables as written. */
  words: string[];
  /** `NAME=value` before the name. */
  assignments: string[];
  redirects: { operator: string; target: string }[];
  /** As written. */
  text: string;
  line: number;
  endLine: number;
  /** `$( … )` and backticks (`command`), `<( … )` (`process`). */
  substitutions: { kind: 'command' | 'process'; text: string; line: number }[];
}

/** @public */
export interface ShellPipeline {
  commands: ShellCommand[];
  line: number;
  endLine: number;
  /** Operator behind it: `&&`, `||`, `;`, `&`, a line break, or nothing at the end. */
  next: '&&' | '||' | ';' | '&' | '\n' | '';
  /** `! …` */
  negated: boolean;
  /** Its status decides a branch: `if`, `while`, `until`, `elif`. */
  condition: boolean;
  /** Groups `( … )` and `{ … }` around it, outermost first, as indexes of `ShellScript.groups`. */
  groups: number[];
  /** Inside a function: runs only when that is called. */
  inFunction: boolean;
}

/**
 * What follows a group.
 *
 * @public
 */
export interface ShellGroup {
  next: ShellPipeline['next'] | '|';
  /** Index of the pipeline behind it. */
  followedBy: number;
}

/** @public */
export interface ShellScript {
  pipelines: ShellPipeline[];
  groups: ShellGroup[];
}
