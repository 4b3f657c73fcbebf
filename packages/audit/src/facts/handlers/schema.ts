import { Framework, RouteFact, SpanFact } from '../applications/schema';

/** Own function that a handler calls, itself or through others. @public */
export interface ReachedFunction extends SpanFact {
  name: string;
  /** Calls between the handler and the function: 1 is called by the handler itself. */
  depth: number;
  /** Line of the call in the function before it. */
  calledAt: { path: string; line: number };
}

/**
 * The own function that answers a route, with what it leads to.
 *
 * @public
 */
export interface HandlerFact {
  /** `id` of the application. */
  application: string;
  framework: Framework;
  route: RouteFact;
  /** Lines of the function. */
  body: SpanFact;
  /** Own functions that it calls, at most two calls deep, nearest first; itself is not among them. */
  reaches: ReachedFunction[];
}

/** @public */
export interface Handlers {
  /** One for each route whose handler was found; a function that answers several routes stands there for each. */
  handlers: HandlerFact[];
}
