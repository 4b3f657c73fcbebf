import type { SgNode } from '@ast-grep/napi';
import { defineExtractor } from '../../engine/defineExtractor';
import { CallFact, FileSyntax } from '../../syntax/schema';
import { applications } from '../applications/extract';
import {
  argumentNode,
  argumentNodes,
  endLineOf,
  entryNode,
  environmentCondition,
  lineOf,
  namedChildren,
  nodeOfCall,
  nodesOfKind,
  stringText,
  unwrap,
} from '../applications/code';
import { ApplicationFact, MiddlewareFact } from '../applications/schema';
import { Workbench } from '../applications/Workbench';
import { edge } from '../edge/extract';
import { inventory } from '../inventory/extract';
import { headerWrites } from '../headers/writes';
import { OriginSet, originsOf } from './origins';
import { Cors, CorsFact, OriginFact } from './schema';

/** How a library names its options. */
interface Library {
  names: string[];
  /** Options are keyword arguments, or entries of the first argument. */
  style: 'keywords' | 'object';
  origins: string[];
  patterns: string[];
  credentials: string;
  methods: string;
  headers: string;
  /** Without an option for origins any origin is allowed. */
  openByDefault: boolean;
  /** Starlette: methods are few by default; others allow all. */
  allMethodsByDefault: boolean;
}

const LIBRARIES: Library[] = [
  {
    names: ['CORSMiddleware'],
    style: 'keywords',
    origins: ['allow_origins'],
    patterns: ['allow_origin_regex'],
    credentials: 'allow_credentials',
    methods: 'allow_methods',
    headers: 'allow_headers',
    openByDefault: false,
    allMethodsByDefault: false,
  },
  {
    names: ['flask_cors.CORS'],
    style: 'keywords',
    origins: ['origins'],
    patterns: [],
    credentials: 'supports_credentials',
    methods: 'methods',
    headers: 'allow_headers',
    openByDefault: true,
    allMethodsByDefault: true,
  },
  {
    names: [
      'cors',
      'cors.default',
      'nestjs.enableCors',
      '@fastify/cors',
      'fastify-cors',
      '@koa/cors',
    ],
    style: 'object',
    origins: ['origin'],
    patterns: [],
    credentials: 'credentials',
    methods: 'methods',
    headers: 'allowedHeaders',
    openByDefault: true,
    allMethodsByDefault: true,
  },
];

/**
 * CORS configurations of applications and proxies, with the origins they come to when nothing is set.
 *
 * @public
 */
export const cors = defineExtractor<Cors>({
  id: 'cors',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const bench = new Workbench(context, await context.facts(inventory));
    const configurations: CorsFact[] = [];
    for (const app of apps) {
      const own: CorsFact[] = [];
      for (const item of app.middleware) {
        const library = LIBRARIES.find(candidate =>
          candidate.names.some(
            name => item.name === name || item.name.endsWith(`.${name}`),
          ),
        );
        if (library) {
          const fact = await ofLibrary(bench, app, item, library);
          if (fact) {
            own.push(fact);
          }
        }
        for (const span of item.definedAt ?? []) {
          const file = await bench.resolver.file(span.path);
          if (file && !library) {
            const fact = await ofHeaders(app, item, file, span);
            if (fact) {
              own.push(fact);
            }
          }
        }
      }
      if (app.framework === 'django') {
        const fact = await ofDjango(bench, app);
        if (fact) {
          own.push(fact);
        }
      }
      if (app.framework === 'spring') {
        own.push(...(await ofSpring(bench, app)));
      }
      if (app.framework === 'go-http') {
        own.push(...(await ofGo(bench, app)));
      }
      // The same library twice on one object: the last one added wraps the others and answers first.
      const same = own.filter(
        item => item.by === 'CORSMiddleware' && !item.developmentOnly,
      );
      same.slice(0, -1).forEach(item => {
        item.overridden = true;
      });
      configurations.push(...own);
    }
    for (const site of (await context.facts(edge)).sites) {
      if (!site.loadedBy.some(item => item.role === 'production')) {
        continue;
      }
      const seen = new Set<number>();
      for (const route of site.routes) {
        const find = (name: string) =>
          route.headers.find(
            item => item.name.toLocaleLowerCase('en-US') === name,
          );
        const origin = find('access-control-allow-origin');
        const credentials = find('access-control-allow-credentials');
        if (!origin || seen.has(origin.line)) {
          continue;
        }
        seen.add(origin.line);
        const reflects =
          /^\$(?:\{)?http_origin|^\{(?:http\.request\.header\.Origin|header\.Origin|>Origin)\}/i.test(
            origin.value,
          ) && !origin.condition;
        configurations.push({
          subject: `${site.path} ${
            route.location || site.hosts[0] || ''
          }`.trim(),
          by: site.kind,
          path: origin.path,
          line: origin.line,
          endLine: origin.line,
          origins:
            /[$*{]/.test(origin.value) && origin.value !== '*'
              ? []
              : [literal(origin.value, origin.path, origin.line)],
          ...(reflects
            ? {
                reflects: {
                  path: origin.path,
                  line: origin.line,
                  note: `add_header with ${origin.value}`,
                },
              }
            : {}),
          dynamic: origin.value.includes('$'),
          credentials: credentials ? /true/i.test(credentials.value) : false,
          allMethods: find('access-control-allow-methods')?.value === '*',
          allHeaders: find('access-control-allow-headers')?.value === '*',
          developmentOnly: false,
          overridden: false,
        });
      }
    }
    // Applications of one part share what is found by folder.
    const unique = new Map(
      configurations.map(item => [
        `${item.path}:${item.line}:${item.by}`,
        item,
      ]),
    );
    return {
      configurations: [...unique.values()].sort(
        (a, b) =>
          (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line,
      ),
    };
  },
});

/** `true` and `false` as the languages write them. */
function truth(text: string): boolean | undefined {
  const word = text.toLocaleLowerCase('en-US');
  return word === 'true' || (word === 'false' ? false : undefined);
}

function literal(value: string, path: string, line: number): OriginFact {
  return {
    value,
    path,
    line,
    source: 'literal',
    pattern: false,
    developmentOnly: false,
    refused: false,
  };
}

const hasStar = (value: unknown) =>
  value === '*' || (Array.isArray(value) && value.includes('*'));

function blank(
  app: ApplicationFact,
  item: Pick<MiddlewareFact, 'path' | 'line' | 'endLine' | 'developmentOnly'>,
  by: string,
): CorsFact {
  return {
    subject: app.id,
    application: app.id,
    by,
    path: item.path,
    line: item.line,
    endLine: item.endLine,
    origins: [],
    dynamic: false,
    credentials: false,
    allMethods: false,
    allHeaders: false,
    developmentOnly: item.developmentOnly === true,
    overridden: false,
  };
}

async function ofLibrary(
  bench: Workbench,
  app: ApplicationFact,
  item: MiddlewareFact,
  library: Library,
): Promise<CorsFact | undefined> {
  const file = await bench.resolver.file(item.path);
  if (!file) {
    return undefined;
  }
  const fact = blank(
    app,
    item,
    library.names
      .find(name => item.name === name || item.name.endsWith(name))!
      .split('.')
      .pop()!,
  );
  const call = callAt(file, item, library);
  const scope = call?.enclosing ?? [];
  const node = call && nodeOfCall(file, call);
  const options =
    library.style === 'object'
      ? await optionsObject(bench, file, scope, node, item)
      : undefined;
  const nodeNamed = async (name: string) => {
    if (library.style === 'keywords') {
      // `cors = CORS(origins="*")` and `cors.init_app(app)`: options may stand at both calls.
      const direct = node && argumentNode(node, name);
      const fallback = item.args.find(argument => argument.name === name);
      return direct
        ? { file, node: direct }
        : fallback && (await argumentElsewhere(bench, fallback.text, name));
    }
    const entry = options && entryNode(options.node, name);
    return entry && options ? { file: options.file, node: entry } : undefined;
  };
  const valueOf = (name: string) =>
    item.args.find(argument => argument.name === name)?.value ??
    item.args
      .flatMap(argument => argument.entries ?? [])
      .find(entry => entry.name === name)?.value;
  const sets: OriginSet[] = [];
  for (const name of library.origins) {
    const found = await nodeNamed(name);
    if (found) {
      sets.push(await originsOf(bench, found.file, scope, found.node));
    }
  }
  for (const name of library.patterns) {
    const found = await nodeNamed(name);
    if (found) {
      const set = await originsOf(bench, found.file, scope, found.node);
      set.origins.forEach(origin => {
        origin.pattern = true;
      });
      sets.push(set);
    }
  }
  // Flask-CORS: one entry a path.
  const resources = await nodeNamed('resources');
  if (resources) {
    for (const object of nodesOfKind(resources.node, 'dictionary')) {
      const origins = entryNode(object, 'origins');
      if (origins) {
        sets.push(await originsOf(bench, resources.file, scope, origins));
      }
    }
  }
  for (const set of sets) {
    fact.origins.push(...set.origins);
    fact.dynamic = fact.dynamic || set.dynamic;
    fact.reflects = fact.reflects ?? set.reflects;
  }
  const unreadable =
    library.style === 'object' &&
    !options &&
    item.args.length > 0 &&
    argumentCount(node) > 0;
  if (!sets.length && library.openByDefault && !unreadable) {
    fact.origins.push(literal('*', item.path, item.line));
  }
  if (unreadable) {
    fact.dynamic = true;
  }
  const credentials = await nodeNamed(library.credentials);
  if (credentials) {
    const computed = valueOf(library.credentials);
    fact.credentials =
      truth(unwrap(credentials.node).text()) ??
      (typeof computed === 'boolean'
        ? computed
        : await settingTruth(bench, credentials.file, credentials.node));
  }
  fact.allMethods =
    hasStar(valueOf(library.methods)) ||
    (library.allMethodsByDefault && !valueOf(library.methods));
  fact.allHeaders =
    hasStar(valueOf(library.headers)) ||
    (library.allMethodsByDefault && !valueOf(library.headers));
  return fact;
}

async function settingTruth(
  bench: Workbench,
  file: FileSyntax,
  node: SgNode,
): Promise<boolean | undefined> {
  const setting = await bench.setting(file.path, unwrap(node).text());
  return typeof setting?.value === 'boolean' ? setting.value : undefined;
}

function argumentCount(node: SgNode | undefined): number {
  return node ? argumentNodes(node).length : 0;
}

/** The call that carries the options: `cors({…})` inside `app.use(…)`, or the attaching call itself. */
function callAt(
  file: FileSyntax,
  item: MiddlewareFact,
  library: Library,
): CallFact | undefined {
  const inside = file.calls.filter(
    call => call.line >= item.line && call.endLine <= item.endLine,
  );
  const last = item.name.split('.').pop()!;
  return (
    inside.find(
      call =>
        library.names.includes(call.name) ||
        call.callee.split('.').pop() === last,
    ) ??
    inside.find(
      call => call.line === item.line && call.endLine === item.endLine,
    ) ??
    inside[0]
  );
}

async function argumentElsewhere(
  bench: Workbench,
  text: string,
  name: string,
): Promise<{ file: FileSyntax; node: SgNode } | undefined> {
  for (const file of await bench.context.syntax.files({
    languages: ['python'],
    containing: ['flask_cors'],
  })) {
    for (const keyword of nodesOfKind(file.root, 'keyword_argument')) {
      const value = keyword.field('value');
      if (keyword.field('name')?.text() === name && value?.text() === text) {
        return { file, node: value };
      }
    }
  }
  return undefined;
}

/** The object literal with the options, also behind a name. */
async function optionsObject(
  bench: Workbench,
  file: FileSyntax,
  scope: readonly string[],
  node: SgNode | undefined,
  item: MiddlewareFact,
): Promise<{ file: FileSyntax; node: SgNode } | undefined> {
  const candidates = node ? argumentNodes(node) : [];
  for (const argument of candidates) {
    const plain = unwrap(argument);
    if (
      plain.kind() === 'object' &&
      (entryNode(plain, 'origin') ||
        entryNode(plain, 'credentials') ||
        candidates.length === 1)
    ) {
      // `NestFactory.create(App, { cors: { … } })`
      return { file, node: plain };
    }
    const nested =
      plain.kind() === 'object' ? entryNode(plain, 'cors') : undefined;
    if (nested?.kind() === 'object') {
      return { file, node: nested };
    }
  }
  for (const argument of candidates) {
    if (
      unwrap(argument).kind() !== 'identifier' &&
      unwrap(argument).kind() !== 'member_expression'
    ) {
      continue;
    }
    const assignment = await bench.resolver.assignment(
      file.path,
      scope,
      unwrap(argument).text(),
    );
    const target = assignment && (await bench.resolver.file(assignment.path));
    const object =
      target &&
      nodesOfKind(target.root, 'variable_declarator')
        .filter(
          declared => declared.field('name')?.text() === assignment!.target,
        )
        .map(declared => declared.field('value'))
        .map(value => value && unwrap(value))
        .find((value): value is SgNode => value?.kind() === 'object');
    if (object) {
      return { file: target!, node: object };
    }
  }
  if (!node && item.args.length === 0) {
    return undefined;
  }
  return undefined;
}

/** Own code that writes the headers. */
async function ofHeaders(
  app: ApplicationFact,
  item: MiddlewareFact,
  file: FileSyntax,
  span: { path: string; line: number; endLine: number },
): Promise<CorsFact | undefined> {
  const writes = headerWrites(file, span);
  const origin = writes.find(
    write => write.name === 'access-control-allow-origin',
  );
  if (!origin) {
    return undefined;
  }
  const credentials = writes.find(
    write => write.name === 'access-control-allow-credentials',
  );
  const fact: CorsFact = {
    ...blank(app, item, 'own middleware'),
    path: file.path,
    line: origin.line,
    endLine: origin.value ? endLineOf(origin.value) : origin.line,
  };
  const value = origin.value && unwrap(origin.value);
  const text = value?.text() ?? '';
  const condition = environmentCondition(origin.node);
  fact.developmentOnly =
    fact.developmentOnly || condition?.developmentOnly === true;
  fact.credentials = credentials
    ? /true/i.test(credentials.value?.text() ?? '')
    : false;
  const guarded = origin.node
    .ancestors()
    .some(
      ancestor =>
        String(ancestor.kind()) === 'if_statement' &&
        /origin/i.test(ancestor.field('condition')?.text() ?? ''),
    );
  if (value && stringText(value) !== undefined) {
    fact.origins.push(literal(stringText(value)!, file.path, origin.line));
  } else if (
    !guarded &&
    /(?:headers|header|get|META)\b[^=]*["'`.]?(?:HTTP_)?origin/i.test(text)
  ) {
    fact.reflects = {
      path: file.path,
      line: origin.line,
      note: `the caller's origin is sent back: ${text.slice(0, 60)}`,
    };
  } else {
    fact.dynamic = true;
  }
  return fact;
}

async function ofDjango(
  bench: Workbench,
  app: ApplicationFact,
): Promise<CorsFact | undefined> {
  const attached = app.middleware.find(
    item => item.name === 'corsheaders.middleware.CorsMiddleware',
  );
  if (!attached) {
    return undefined;
  }
  const setting = (...names: string[]) =>
    app.settings.find(item => names.includes(item.name));
  const all = setting('CORS_ALLOW_ALL_ORIGINS', 'CORS_ORIGIN_ALLOW_ALL');
  const list = setting('CORS_ALLOWED_ORIGINS', 'CORS_ORIGIN_WHITELIST');
  const patterns = setting(
    'CORS_ALLOWED_ORIGIN_REGEXES',
    'CORS_ORIGIN_REGEX_WHITELIST',
  );
  const credentials = setting('CORS_ALLOW_CREDENTIALS');
  const at = all?.value === true ? all : list ?? patterns ?? attached;
  const fact = blank(
    app,
    { path: at.path, line: at.line, endLine: at.line },
    'django-cors-headers',
  );
  if (all?.value === true) {
    fact.origins.push({ ...literal('*', all.path, all.line), name: all.name });
  } else if (all && all.value !== false) {
    // `CORS_ALLOW_ALL_ORIGINS = DEBUG` and values of the environment
    const debug = app.settings.find(item => item.name === all.text);
    fact.dynamic = true;
    if (
      debug?.value === true ||
      /default\s*=\s*True|,\s*True\s*\)/.test(all.text)
    ) {
      fact.origins.push({
        ...literal('*', all.path, all.line),
        source: 'environment-default',
        name: all.name,
      });
      fact.path = all.path;
      fact.line = all.line;
      fact.endLine = all.line;
    }
  }
  for (const [item, isPattern] of [
    [list, false],
    [patterns, true],
  ] as const) {
    const file = item && (await bench.resolver.file(item.path));
    const right =
      file &&
      nodesOfKind(file.root, 'assignment')
        .find(
          node =>
            lineOf(node) === item!.line &&
            node.field('left')?.text() === item!.name,
        )
        ?.field('right');
    if (file && right) {
      const set = await originsOf(bench, file, [], right);
      set.origins.forEach(origin => {
        origin.pattern = origin.pattern || isPattern;
        origin.name = origin.name ?? item!.name;
      });
      fact.origins.push(...set.origins);
      fact.dynamic = fact.dynamic || set.dynamic;
    }
  }
  const allowed = credentials ? credentials.value : false;
  fact.credentials = typeof allowed === 'boolean' ? allowed : undefined;
  return fact;
}

async function ofSpring(
  bench: Workbench,
  app: ApplicationFact,
): Promise<CorsFact[]> {
  const result: CorsFact[] = [];
  const files = await bench.context.syntax.files({
    languages: ['java'],
    containing: ['CrossOrigin', 'llowedOrigin'],
  });
  for (const file of files.filter(
    item => !app.part || item.path.startsWith(`${app.part}/`),
  )) {
    // `new CorsConfiguration()` and its setters, or `registry.addMapping(…)` and what is chained to it.
    const groups = new Map<string, CorsFact>();
    for (const call of file.calls) {
      const method = call.callee.split('.').pop()!;
      const group = call.enclosing.join('.');
      const fact = groups.get(group);
      if (/^(?:set|add)?[aA]llowedOrigin(?:Pattern)?s?$/.test(method)) {
        const made = fact ?? {
          ...blank(app, call, 'Spring'),
          line: call.endLine,
          endLine: call.endLine,
        };
        const node = nodeOfCall(file, call);
        for (const text of node
          ? nodesOfKind(node.field('arguments')!, 'string_literal')
          : []) {
          const value = stringText(text);
          if (value) {
            made.origins.push({
              ...literal(value, file.path, lineOf(text)),
              pattern: value !== '*' && value.includes('*'),
            });
            made.line = lineOf(text);
            made.endLine = lineOf(text);
          }
        }
        groups.set(group, made);
      }
    }
    for (const call of file.calls) {
      const fact = groups.get(call.enclosing.join('.'));
      if (
        fact &&
        /^(?:set)?[aA]llowCredentials$/.test(call.callee.split('.').pop()!)
      ) {
        fact.credentials =
          call.args[0]?.text === 'true' ||
          call.args[0]?.text === 'Boolean.TRUE';
      }
    }
    result.push(...groups.values());
    for (const kind of ['annotation', 'marker_annotation']) {
      for (const annotation of nodesOfKind(file.root, kind)) {
        if (annotation.field('name')?.text() !== 'CrossOrigin') {
          continue;
        }
        const text = annotation.text();
        const fact = blank(
          app,
          {
            path: file.path,
            line: lineOf(annotation),
            endLine: endLineOf(annotation),
          },
          '@CrossOrigin',
        );
        const values = nodesOfKind(annotation, 'string_literal').map(
          item => stringText(item) ?? '',
        );
        const origins = values.filter(
          value => value === '*' || value.includes('://'),
        );
        for (const value of origins.length ||
        /[oO]rigin/.test(text.replace('CrossOrigin', ''))
          ? origins
          : ['*']) {
          fact.origins.push({
            ...literal(value, file.path, lineOf(annotation)),
            pattern: value !== '*' && value.includes('*'),
          });
        }
        fact.credentials = /allowCredentials\s*=\s*"true"/.test(text);
        result.push(fact);
      }
    }
  }
  return result;
}

async function ofGo(
  bench: Workbench,
  app: ApplicationFact,
): Promise<CorsFact[]> {
  const result: CorsFact[] = [];
  const files = await bench.context.syntax.files({
    languages: ['go'],
    containing: ['cors', 'CORS'],
  });
  for (const file of files.filter(
    item => !app.part || item.path.startsWith(`${app.part}/`),
  )) {
    for (const literalNode of nodesOfKind(file.root, 'composite_literal')) {
      const type = literalNode.field('type')?.text() ?? '';
      if (
        !/^(?:\w+\.)?(?:cors\.Options|cors\.Config|CORSConfig)$|CORSConfig$/.test(
          type,
        )
      ) {
        continue;
      }
      const fact = blank(
        app,
        {
          path: file.path,
          line: lineOf(literalNode),
          endLine: endLineOf(literalNode),
        },
        type,
      );
      fact.credentials = false;
      let named = false;
      for (const element of nodesOfKind(literalNode, 'keyed_element')) {
        const [key, value] = namedChildren(element);
        const name = key?.text();
        if (!value) {
          continue;
        }
        if (name === 'AllowedOrigins' || name === 'AllowOrigins') {
          named = true;
          const strings = nodesOfKind(value, 'interpreted_string_literal');
          for (const item of strings) {
            const text = stringText(item) ?? '';
            fact.origins.push({
              ...literal(text, file.path, lineOf(item)),
              pattern: text !== '*' && text.includes('*'),
            });
          }
          fact.dynamic = !strings.length;
        } else if (name === 'AllowAllOrigins' && value.text() === 'true') {
          named = true;
          fact.origins.push(literal('*', file.path, lineOf(element)));
        } else if (name === 'AllowCredentials') {
          fact.credentials = truth(value.text());
        } else if (name === 'AllowOriginFunc') {
          named = true;
          const text = value.text();
          if (/\{\s*return\s+true\s*\}/.test(text)) {
            fact.reflects = {
              path: file.path,
              line: lineOf(element),
              note: 'AllowOriginFunc returns true',
            };
          } else {
            fact.dynamic = true;
          }
        }
      }
      if (!named && type === 'cors.Options') {
        fact.origins.push(literal('*', file.path, lineOf(literalNode)));
      }
      result.push(fact);
    }
    for (const call of file.calls) {
      if (/^cors\.(?:AllowAll|Default)$/.test(call.callee)) {
        result.push({
          ...blank(app, call, call.callee),
          origins: [literal('*', file.path, call.line)],
        });
      }
    }
  }
  // Several routers in one part share the middleware: it is reported with the first.
  return result;
}
