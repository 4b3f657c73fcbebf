import type { SyntaxNode } from '../../syntax/nodes';
import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { FileSyntax } from '../../syntax/schema';
import { access } from '../access/extract';
import { applications } from '../applications/extract';
import { manifests } from '../manifests/extract';
import { RouteFact } from '../applications/schema';
import { Resolver } from '../applications/Resolver';
import { Language } from '../inventory/schema';
import { CallSites } from './CallSites';
import { functionAt } from './functions';
import { guardOf } from './guards';
import { isOwnMethod } from './ownMethods';
import { handlersOf } from './routes';
import { FlowFact, Flows, FlowStep, SinkFact } from './schema';
import { calleeName, endLineOf, lineOf, Piece, shapeOf, Shape } from './shapes';
import { SinkRule, SINKS, SinkTable } from './sinks';
import { Sources } from './sources';
import { Tracer } from './Tracer';
import { Frame, Trail } from './trails';

const LANGUAGES: Record<keyof typeof SINKS, Language[]> = {
  python: ['python'],
  script: ['typescript', 'tsx', 'javascript'],
  go: ['go'],
  java: ['java'],
};

/** Sinks of one tree that are followed; hostile trees have no end of them. */
const MAX_SINKS = 20_000;

/**
 * Values of callers that reach places where they may do harm: files, queries, addresses, templates. Starts at those
 * places and walks back, so that files without one are never parsed for it.
 *
 * @public
 */
export const flows = defineExtractor<Flows>({
  id: 'flows',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const guarded = await guardedRoutes(context);
    const sites = new CallSites(context, new Resolver(context));
    const handlers = await handlersOf(apps, context, sites);
    const sources = new Sources(handlers, route => guarded.has(placeOf(route)));
    const tracer = new Tracer(sources, sites);
    const documents = await mayHoldDocuments(context);
    const sinks: SinkFact[] = [];
    let unfollowed = 0;
    for (const [name, table] of Object.entries(SINKS)) {
      const key = name as keyof typeof SINKS;
      const files = await context.syntax.files({
        languages: LANGUAGES[key],
        containing: table.words,
      });
      for (const file of files) {
        for (const found of sinksOf(file, table)) {
          if (
            (found.rule.kind === 'filter' && !documents) ||
            (['filter', 'sql'].includes(found.rule.kind) &&
              (await isOwnMethod(file, found.own.callee, sites.resolver)))
          ) {
            continue;
          }
          if (sinks.length >= MAX_SINKS || tracer.isSpent) {
            unfollowed += 1;
            continue;
          }
          sinks.push(await follow(found, file, tracer, sources, sites));
        }
        await new Promise(resolve => setImmediate(resolve));
      }
    }
    return {
      sinks: sinks.sort(
        (a, b) =>
          compare(a.path, b.path) || a.line - b.line || compare(a.kind, b.kind),
      ),
      unfollowed,
    };
  },
});

/** Clients of databases whose filters are objects. */
const DOCUMENT_STORE =
  /mongo|typegoose|monk|nedb|couch|cosmos|documentdb|firestore|parse-server|beanie|motor|odmantic|linvodb|lokijs|^papr$/i;

/** Whether the tree works with a database whose filters are objects: `findOne` of others takes columns. */
async function mayHoldDocuments(context: ExtractContext): Promise<boolean> {
  const { manifests: found, unreadable } = await context.facts(manifests);
  const named = found.flatMap(item => item.dependencies);
  return (
    unreadable.length > 0 ||
    named.length === 0 ||
    named.some(item => DOCUMENT_STORE.test(item.name))
  );
}

function placeOf(route: RouteFact) {
  return `${route.path}:${route.line}:${route.method} ${route.fullPath}`;
}

/** Routes whose callers have to prove who they are. */
async function guardedRoutes(context: ExtractContext): Promise<Set<string>> {
  const facts = await context.facts(access);
  return new Set(
    facts.applications
      .flatMap(app => app.routes)
      .filter(item => item.authentication === 'required')
      .map(item => placeOf(item.route)),
  );
}

function compare(a: string, b: string) {
  return a < b ? -1 : Number(a > b);
}

interface Found {
  rule: SinkRule;
  node: SyntaxNode;
  own: Extract<Shape, { kind: 'call' }>;
  values: SyntaxNode[];
}

/** Calls of a file that are sinks. */
function sinksOf(file: FileSyntax, table: SinkTable): Found[] {
  const callees = table.callees ? new RegExp(table.callees) : undefined;
  const nodes = file.calls.flatMap(call =>
    !callees || (!call.construct && callees.test(call.callee))
      ? file.nodeOf(call) ?? []
      : [],
  );
  if (!nodes.length) {
    return [];
  }
  let text: string | undefined;
  return nodes.flatMap((node): Found[] => {
    const own = shapeOf(node);
    if (own.kind !== 'call') {
      return [];
    }
    const name = calleeName(own, item => file.resolve(item));
    const receiver = own.receiver && endOf(own.receiver);
    const written =
      receiver === undefined
        ? name
        : `${clientsOf(file).has(receiver) ? 'client' : receiver}.${
            own.method
          }`;
    return table.rules
      .filter(
        item =>
          (item.name.test(name) || item.name.test(written)) &&
          !(item.bare && own.args.length),
      )
      .filter(rule => {
        if (rule.inFilesWith) {
          text ??= file.text;
        }
        return (
          (!rule.inFilesWith || rule.inFilesWith.test(text!)) &&
          !rule.unless?.test(node.text().slice(0, 2000))
        );
      })
      .flatMap(rule => {
        const values = argumentsOf(rule, own);
        return values.length ? [{ rule, node, own, values }] : [];
      });
  });
}

const clients = new WeakMap<FileSyntax, Set<string>>();

/** Names of HTTP clients of a Python file: `async with httpx.AsyncClient() as c`, `s = requests.Session()`. */
function clientsOf(file: FileSyntax): Set<string> {
  let found = clients.get(file);
  if (!found) {
    found = new Set(
      file.language === 'python' &&
      file.imports.some(item =>
        /^(?:httpx|aiohttp|requests)(?:\.|$)/.test(item.module),
      )
        ? file.calls
            .filter(call =>
              /^(?:httpx\.(?:Async)?Client|aiohttp\.ClientSession|requests\.(?:Session|session))$/.test(
                call.name,
              ),
            )
            .flatMap(call => call.assignedTo ?? aliasAt(file, call.line))
        : [],
    );
    clients.set(file, found);
  }
  return found;
}

/** `with … as name` in a line. */
function aliasAt(file: FileSyntax, line: number): string[] {
  const text = file.root
    .text()
    .split('\n')
    .slice(line - 1, line + 4)
    .join('\n');
  const match = /\)\s+as\s+(\w+)/.exec(text);
  return match ? [match[1]] : [];
}

const CONNECTION =
  /^(?:(?:self|this|ctx|app|request)\.)*_?\w*(?:conn|connection|session|cursor|cur|db|database|engine|pool|tx|transaction|client|bind)$/i;

/** The end of an expression, which is enough to know a client by its name. */
function endOf(node: SyntaxNode): string {
  const { start, end } = node.range();
  return end.index - start.index > 200 ? '…' : node.text().slice(-60);
}

function argumentsOf(
  rule: SinkRule,
  own: Extract<Shape, { kind: 'call' }>,
): SyntaxNode[] {
  const positional = own.args.filter(item => !item.name);
  const result: (SyntaxNode | undefined)[] = [];
  for (const wanted of rule.args) {
    if (
      rule.kind === 'sql' &&
      rule.args[0] === 0 &&
      wanted === 1 &&
      own.method !== 'extra' &&
      !CONNECTION.test(positional[0]?.value.text() ?? '')
    ) {
      // `execute(sql, values)`: what is bound is no text. `execute(connection, sql)` has the query second.
      continue;
    }
    if (wanted === 'receiver') {
      result.push(own.receiver);
    } else if (wanted === 'all') {
      result.push(...own.args.map(item => item.value));
    } else {
      result.push(...optionsOf(rule, positional[wanted]));
    }
  }
  for (const keyword of rule.keywords ?? []) {
    result.push(own.args.find(item => item.name === keyword)?.value);
  }
  return result.filter((item): item is SyntaxNode => item !== undefined);
}

/** `axios({ url })`: the entry in question instead of the whole object. */
function optionsOf(rule: SinkRule, piece: Piece | undefined): SyntaxNode[] {
  if (!piece) {
    return [];
  }
  const own = shapeOf(piece.value);
  if (own.kind !== 'collection' || !rule.keywords) {
    return [piece.value];
  }
  return own.items
    .filter(item => item.name && rule.keywords!.includes(item.name))
    .map(item => item.value);
}

async function follow(
  { rule, node, own, values }: Found,
  file: FileSyntax,
  tracer: Tracer,
  sources: Sources,
  sites: CallSites,
): Promise<SinkFact> {
  const at = node.range().start.index;
  const fn = functionAt(file, at);
  const frame: Frame = { file, fn, depth: 0 };
  const sink: SinkFact = {
    kind: rule.kind,
    language: file.language,
    path: file.path,
    line: lineOf(node),
    endLine: endLineOf(node),
    callee: calleeText(own),
    what: rule.what,
    enclosing: file.enclosingOf(node),
    flows: [],
    guards: [],
    constant: values.every(value => shapeOf(value).kind === 'constant'),
  };
  if (sink.constant) {
    return sink;
  }
  for (const value of values) {
    const { trails, cleaned } = await tracer.trace(rule.kind, value, frame);
    for (const trail of trails) {
      if (rule.kind === 'redirect' && trail.source.kind === 'url') {
        // The address that was asked for is one of ours.
        continue;
      }
      if (rule.needsText && !trail.joined) {
        continue;
      }
      if (
        rule.kind === 'sql' &&
        trail.through.some(name => /(?:^|\.)(?:text|RawSQL)$/.test(name))
      ) {
        // Where the text is made a query speaks.
        continue;
      }
      const isUpload = trail.source.kind === 'upload';
      if (
        (rule.kind === 'read' && !isUpload && trail.source.kind !== 'body') ||
        (rule.kind === 'store' && !isUpload)
      ) {
        continue;
      }
      if (
        rule.needsPath &&
        !trail.joined &&
        !trail.through.some(name =>
          /(?:^|\.)(?:Path|PurePath|joinpath|PosixPath|join)$/.test(name),
        )
      ) {
        continue;
      }
      const guard = await guardOf(
        rule.kind,
        trail.uses,
        (where, inside, callee) => sites.definition(where, inside, callee),
      );
      if (guard.verdict === 'holds') {
        add(sink.guards, guard.place!);
        continue;
      }
      sink.flows.push(flowOf(trail, sources, guard));
    }
    cleaned.forEach(item => add(sink.guards, item));
  }
  return sink;
}

function add(list: FlowStep[], item: FlowStep): void {
  if (
    !list.some(other => other.path === item.path && other.line === item.line)
  ) {
    list.push(item);
  }
}

function flowOf(
  trail: Trail,
  sources: Sources,
  guard: { verdict?: 'holds' | 'filter'; place?: FlowStep; unsure?: string },
): FlowFact {
  const route = sources.routeAt(trail.source.path, trail.source.line);
  return {
    source: trail.source,
    steps: trail.steps,
    ...(route ? { route } : {}),
    ...(trail.unsure ?? guard.unsure
      ? { unsure: trail.unsure ?? guard.unsure }
      : {}),
    ...(guard.verdict === 'filter' ? { filter: guard.place } : {}),
    joined: trail.joined,
    ...(trail.before === undefined ? {} : { before: trail.before.slice(-200) }),
    ...(trail.after === undefined ? {} : { after: trail.after.slice(0, 200) }),
  };
}

function calleeText(own: Extract<Shape, { kind: 'call' }>) {
  const text = own.callee.text().replace(/\s+/g, '');
  return text.length > 60 ? `….${own.method}` : text;
}
