import { Language } from '../inventory/schema';

/**
 * Where a value that a caller controls may do harm.
 *
 * - `file`: names a file or folder · `archive`: members of an archive are written under their own names
 * - `sql`: part of the text of a query · `filter`: an object that a document store takes as filter
 * - `url`: target of a request that the server makes · `redirect`: target of a redirect
 * - `template`: a template that is compiled · `module`: name of a module that is loaded
 * - `read`: an upload or body that is read whole · `store`: an upload that is kept
 *
 * @public
 */
export type SinkKind =
  | 'file'
  | 'archive'
  | 'sql'
  | 'filter'
  | 'url'
  | 'redirect'
  | 'template'
  | 'module'
  | 'read'
  | 'store';

/** @public */
export type SourceKind =
  | 'path'
  | 'query'
  | 'header'
  | 'cookie'
  | 'body'
  | 'upload'
  | 'url'
  | 'message';

/**
 * A value of a caller.
 *
 * @public
 */
export interface SourceFact {
  kind: SourceKind;
  /** Name of the parameter or expression: `file_name`, `req.query.url`. */
  name: string;
  path: string;
  line: number;
  /** One segment of an address: it holds no slash. */
  segment?: boolean;
}

/** @public */
export interface FlowStep {
  path: string;
  line: number;
  /** What happens there, as written and short. */
  text: string;
}

/** Route whose handler a source belongs to. @public */
export interface FlowRoute {
  method: string;
  fullPath: string;
  /** Has a guard of its own or inherited. */
  guarded: boolean;
  /** Application that it belongs to. */
  application: string;
}

/**
 * A request value that reaches a sink.
 *
 * @public
 */
export interface FlowFact {
  source: SourceFact;
  /** From the source to the sink, both left out. */
  steps: FlowStep[];
  route?: FlowRoute;
  /** A step rests on a guess: a method found by its name only, a validation whose rules are elsewhere. */
  unsure?: string;
  /** A filter on the way that does not hold. */
  filter?: FlowStep;
  /** Becomes part of a text that is put together. */
  joined: boolean;
  /** Words of the text before the value, where it is put into one. */
  before?: string;
  /** Constant text after the value. */
  after?: string;
}

/** @public */
export interface SinkFact {
  kind: SinkKind;
  language: Language;
  path: string;
  line: number;
  endLine: number;
  /** As written: `fs.readFile`. */
  callee: string;
  /** What the sink does, for notes. */
  what: string;
  enclosing: string[];
  /** Request values that reach it. */
  flows: FlowFact[];
  /** Checks that stand between request values and the sink. */
  guards: FlowStep[];
  /** What it is given is a constant. */
  constant: boolean;
}

/** @public */
export interface Flows {
  sinks: SinkFact[];
  /** Sinks that were not followed to the end because they are too many. */
  unfollowed: number;
}
