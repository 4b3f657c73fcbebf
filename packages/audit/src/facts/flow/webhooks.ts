import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { FileSyntax } from '../../syntax/schema';
import { access } from '../access/extract';
import { applications } from '../applications/extract';
import { RouteFact } from '../applications/schema';
import { Resolver } from '../applications/Resolver';
import { CallSites } from './CallSites';
import { Fn } from './functions';
import { handlersOf } from './routes';
import { chainOf, lineOf, shapeOf } from './shapes';

/** A route that another system calls with news. @public */
export interface WebhookFact {
  method: string;
  fullPath: string;
  /** The handler. */
  path: string;
  line: number;
  endLine: number;
  /** Where a signature or shared secret is checked. */
  verified?: { path: string; line: number; text: string };
  /** Something asks who is calling before the handler. */
  guarded: boolean;
  /** Fields of the payload that are used as if they were always there. */
  unchecked: { path: string; line: number; text: string }[];
}

/** @public */
export interface Webhooks {
  webhooks: WebhookFact[];
}

const INBOUND = /(?:^|[-_/])(?:web-?hooks?|hooks?|ipn)(?:$|[-_/])/i;
const OUTSIDE =
  /(?:^|[-_/])(?:web-?hooks?|hooks?|ipn|sso|saml|acs|partner|assertions?)(?:$|[-_/])/i;

const VERIFIES =
  /(?:^|\.)(?:construct_event|constructEvent|constructEventAsync|compare_digest|constant_time_compare|timingSafeEqual|createHmac|verify_signature|verifySignature|verify_webhook|verifyWebhook|verify_webhook_signature|validateRequest|validate_request|unwrap|verify|verifyRequest|safe_equal|safeEqual|tsscmp|secure_compare|webhookVerifyMiddleware|ValidateSignature|ConstructEvent)$|^(?:hmac|crypto\/hmac)\.(?:new|digest|Equal)$|(?:^|\.)(?:check|validate|assert|verify)_?\w*(?:[sS]ignature|[sS]ecret|[tT]oken)\w*$/;
const SECRET = /secret|token|signature|api_?key|digest|passphrase/i;

const keyOf = (route: RouteFact) =>
  `${route.path}:${route.line}:${route.method} ${route.fullPath}`;

/** A route that takes news, not one that keeps a list of addresses to tell. */
export const isWebhook = (item: Pick<WebhookFact, 'fullPath'>) =>
  INBOUND.test(item.fullPath);

/** Calls between a handler and the function that reads the payload. */
const MAX_CALLS = 3;
const MAX_FUNCTIONS = 40;

class Reader {
  readonly sites: CallSites;

  constructor(context: ExtractContext) {
    this.sites = new CallSites(context, new Resolver(context));
  }

  async read(route: RouteFact, fn: Fn, guarded: boolean): Promise<WebhookFact> {
    const { file } = fn;
    // Names of addresses in decorators say nothing.
    const guards = [...route.guards, ...fn.decorators]
      .map(text => text.replace(/"[^"]*"|'[^']*'/g, "''"))
      .find(text => /signature|secret|hmac|verify|svix/i.test(text));
    const verified =
      (await this.verification(file, fn, 0)) ??
      (guards
        ? { path: file.path, line: fn.line, text: guards.slice(0, 80) }
        : undefined);
    return {
      method: route.method,
      fullPath: route.fullPath,
      path: file.path,
      line: fn.line,
      endLine: fn.endLine,
      ...(verified ? { verified } : {}),
      guarded,
      unchecked: await this.unchecked(fn),
    };
  }

  /** Fields of the payload, in the handler and in own functions that get a part of it. */
  private async unchecked(handler: Fn): Promise<WebhookFact['unchecked']> {
    const found = unchecked(handler);
    const seen = new Set<Fn>([handler]);
    let level = [handler];
    for (let depth = 0; depth < MAX_CALLS; depth++) {
      const next: Fn[] = [];
      for (const fn of level) {
        for (const target of await this.receivers(fn)) {
          if (!seen.has(target) && seen.size < MAX_FUNCTIONS) {
            seen.add(target);
            next.push(target);
            found.push(...unchecked(target, namesOf(target)));
          }
        }
      }
      level = next;
    }
    return found;
  }

  /** Own functions that a function calls with arguments, or finds in a table of handlers. */
  private async receivers(fn: Fn): Promise<Fn[]> {
    const { file } = fn;
    const names = file.calls
      .filter(
        call =>
          call.line >= fn.line &&
          call.endLine <= fn.endLine &&
          call.args.length > 0,
      )
      .map(({ callee }) => callee);
    const text = fn.node.text();
    for (const table of file.assignments) {
      if (
        table.enclosing.length === 0 &&
        table.text.startsWith('{') &&
        new RegExp(`\\b${table.target}\\b`).test(text)
      ) {
        names.push(
          ...[...table.text.matchAll(/:\s*([A-Za-z_]\w*)\s*[,}]/g)].map(
            ([, name]) => name,
          ),
        );
      }
    }
    const found: Fn[] = [];
    for (const name of [...new Set(names)].slice(0, MAX_FUNCTIONS)) {
      const target = await this.sites.definition(file, fn, name);
      if (target) {
        found.push(target);
      }
    }
    return found;
  }

  /** A call or comparison that verifies the sender, in the handler or in what it calls. */
  private async verification(
    file: FileSyntax,
    fn: Fn,
    depth: number,
  ): Promise<WebhookFact['verified']> {
    const inside = (line: number, endLine: number) =>
      line >= fn.line && endLine <= fn.endLine;
    const calls = file.calls.filter(call => inside(call.line, call.endLine));
    const call = calls.find(item => VERIFIES.test(item.name));
    if (call) {
      return {
        path: file.path,
        line: call.line,
        text: call.callee.slice(0, 80),
      };
    }
    const compared = file.comparisons.find(
      item =>
        inside(item.line, item.line) &&
        SECRET.test(`${item.left} ${item.right}`) &&
        // Against a value that is there, not against nothing.
        !/^(?:None|null|undefined|""|'')$/.test(item.right),
    );
    if (compared) {
      return {
        path: file.path,
        line: compared.line,
        text: 'compares a shared secret',
      };
    }
    if (depth < 2) {
      for (const item of calls.slice(0, 40)) {
        const target = await this.sites.definition(file, fn, item.callee);
        if (target && target.start !== fn.start) {
          const found = await this.verification(target.file, target, depth + 1);
          if (found) {
            return found;
          }
        }
      }
    }
    return undefined;
  }
}

/** Parameters of a function, and what it takes out of them. */
function namesOf(fn: Fn): Set<string> {
  const names = new Set(fn.parameters.flatMap(item => item.names));
  for (const item of fn.file.assignments) {
    if (
      item.line >= fn.line &&
      item.endLine <= fn.endLine &&
      names.has(/^\w+/.exec(item.text)?.[0] ?? '')
    ) {
      names.add(item.target);
    }
  }
  return names;
}

/**
 * `payload["amount"] / 100`, `attributes.get("mail", [""])[0]`, outside of `try`. With `roots`, only what is taken out
 * of these names.
 */
function unchecked(
  fn: Fn,
  roots?: ReadonlySet<string>,
): WebhookFact['unchecked'] {
  if (fn.file.language !== 'python') {
    return [];
  }
  const nodes = fn.node.findAll({
    rule: {
      any: [
        { kind: 'subscript', regex: '\\.get\\(.*\\)\\s*\\[\\s*-?\\d+\\s*\\]$' },
        {
          kind: 'binary_operator',
          has: { field: 'left', kind: 'subscript' },
          regex: '[/*-]\\s*\\d+(\\.\\d+)?$',
        },
      ],
    },
  });
  return nodes
    .filter(node => {
      const own = shapeOf(node);
      const object =
        own.kind === 'index' || own.kind === 'member'
          ? own.object
          : node.field('left');
      return (
        object &&
        chainOf(object) !== 'sys.argv' &&
        (!roots || roots.has(/^\w+/.exec(node.text())?.[0] ?? '')) &&
        !node.ancestors().some(item => item.kind() === 'try_statement')
      );
    })
    .map(node => ({
      path: fn.file.path,
      line: lineOf(node),
      text: node.text().replace(/\s+/g, ' ').slice(0, 80),
    }));
}

/** Routes for webhooks and other systems, with what verifies who sent it. */
export const webhooks = defineExtractor<Webhooks>({
  id: 'webhooks',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const outside = apps
      .map(app => ({
        ...app,
        routes: app.routes.filter(
          route =>
            ['POST', 'PUT', '*'].includes(route.method) &&
            OUTSIDE.test(route.fullPath),
        ),
      }))
      .filter(app => app.routes.length);
    if (!outside.length) {
      return { webhooks: [] };
    }
    const guarded = new Set(
      (await context.facts(access)).applications
        .flatMap(app => app.routes)
        .filter(item => item.authentication === 'required')
        .map(item => keyOf(item.route)),
    );
    const reader = new Reader(context);
    const found: WebhookFact[] = [];
    const seen = new Set<string>();
    for (const { route, fn } of await handlersOf(
      outside,
      context,
      reader.sites,
    )) {
      const key = `${fn.file.path}:${fn.start}`;
      if (!seen.has(key)) {
        seen.add(key);
        found.push(await reader.read(route, fn, guarded.has(keyOf(route))));
      }
    }
    return {
      webhooks: found.sort(
        (a, b) =>
          (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line,
      ),
    };
  },
});
