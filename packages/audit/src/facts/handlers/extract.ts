import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { applications } from '../applications/extract';
import { Resolver } from '../applications/Resolver';
import { CallSites } from '../flow/CallSites';
import { Fn } from '../flow/functions';
import { handlersOf } from '../flow/routes';
import { Handlers, ReachedFunction } from './schema';

const MAX_DEPTH = 2;
/** Own functions of one handler. */
const MAX_REACHED = 40;
/** Calls of one function that are followed. */
const MAX_CALLS = 60;

/** Objects of frameworks and languages: their methods are nobody's own. */
const FOREIGN =
  /^(?:res|resp|response|req|request|reply|self\.request|this\.logger|log|logger|logging|console|JSON|Object|Array|Promise|Math|Number|String|Date|Buffer|process|path|fs|os|re|json|datetime|time|math|random|messages|reverse|fmt|strings|strconv|errors|c|ctx|w|r)\./;
/** Names of methods of every list, text and dictionary. */
const EVERYWHERE =
  /\.(?:append|extend|items|keys|values|join|split|strip|lower|upper|replace|format|startswith|endswith|push|map|filter|forEach|reduce|slice|includes|then|catch|toString|trim|length|pop|sort|concat|toLowerCase|toUpperCase)$/;

const keyOf = (fn: Fn) => `${fn.file.path}:${fn.start}`;

interface Call {
  target: Fn;
  line: number;
}

class Reader {
  readonly sites: CallSites;
  private readonly callees = new Map<string, Promise<Fn | undefined>>();
  private readonly called = new Map<string, Promise<Call[]>>();

  constructor(context: ExtractContext) {
    this.sites = new CallSites(context, new Resolver(context));
  }

  async reachedFrom(handler: Fn): Promise<ReachedFunction[]> {
    const result: ReachedFunction[] = [];
    const seen = new Set([keyOf(handler)]);
    let level: Fn[] = [handler];
    for (let depth = 1; depth <= MAX_DEPTH && level.length; depth++) {
      const next: Fn[] = [];
      for (const fn of level) {
        for (const { target, line } of await this.calledBy(fn)) {
          if (!seen.has(keyOf(target)) && result.length < MAX_REACHED) {
            seen.add(keyOf(target));
            next.push(target);
            result.push({
              path: target.file.path,
              line: target.line,
              endLine: target.endLine,
              name: target.name ?? '',
              depth,
              calledAt: { path: fn.file.path, line },
            });
          }
        }
      }
      level = next;
    }
    return result;
  }

  private calledBy(fn: Fn): Promise<Call[]> {
    const key = keyOf(fn);
    let found = this.called.get(key);
    if (!found) {
      found = this.readCalls(fn);
      this.called.set(key, found);
    }
    return found;
  }

  private async readCalls(fn: Fn): Promise<Call[]> {
    const result: Call[] = [];
    let followed = 0;
    for (const call of fn.file.calls) {
      if (call.line < fn.line || call.endLine > fn.endLine) {
        continue;
      }
      if (FOREIGN.test(call.callee) || EVERYWHERE.test(call.callee)) {
        continue;
      }
      followed += 1;
      if (followed > MAX_CALLS) {
        break;
      }
      const target = await this.definition(fn, call.callee);
      if (target) {
        result.push({ target, line: call.line });
      }
    }
    return result;
  }

  private definition(fn: Fn, callee: string): Promise<Fn | undefined> {
    const key = `${fn.file.path}\n${fn.className ?? ''}\n${callee}`;
    let found = this.callees.get(key);
    if (!found) {
      found = this.sites.called(fn.file, fn, callee);
      this.callees.set(key, found);
    }
    return found;
  }
}

/** Functions that answer routes, with the own functions that they call. */
export const handlers = defineExtractor<Handlers>({
  id: 'handlers',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const reader = new Reader(context);
    const known = new Map<string, ReachedFunction[]>();
    const result: Handlers['handlers'] = [];
    for (const { app, route, fn } of await handlersOf(
      apps,
      context,
      reader.sites,
    )) {
      const key = keyOf(fn);
      let reaches = known.get(key);
      if (!reaches) {
        reaches = await reader.reachedFrom(fn);
        known.set(key, reaches);
      }
      result.push({
        application: app.id,
        framework: app.framework,
        route,
        body: { path: fn.file.path, line: fn.line, endLine: fn.endLine },
        reaches,
      });
    }
    return { handlers: result };
  },
});
