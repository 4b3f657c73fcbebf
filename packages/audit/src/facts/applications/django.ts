import type { SgNode } from '@ast-grep/napi';
import { AssignmentFact, CallFact, FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  environmentCondition,
  joinPaths,
  leadingName,
  lineOf,
  namedChildren,
  nodeOfCall,
  nodesOfKind,
  stringText,
  unwrap,
} from './code';
import { sortRoutes } from './RouteGraph';
import { ApplicationFact, FrameworkSetting, RouteFact } from './schema';
import { argument, Workbench } from './Workbench';

/** Words in the name of a settings module that is not the one of production. */
const NOT_PRODUCTION =
  /(?:^|[._/-])(?:dev|develop|development|local|test|tests|testing|ci|e2e|docker_?dev|debug)(?:[._/-]|$)/i;
const PRODUCTION = /(?:^|[._/-])(?:prod|production|live|deploy)(?:[._/-]|$)/i;
const CALLS_WITH_PATHS = new Set(['path', 're_path', 'url']);
const MAX_DEPTH = 8;

/** What a viewset offers, by what it derives from. */
const VIEWSET_ROUTES: Record<
  string,
  [method: string, detail: boolean, action: string][]
> = {
  list: [['GET', false, 'list']],
  create: [['POST', false, 'create']],
  retrieve: [['GET', true, 'retrieve']],
  update: [
    ['PUT', true, 'update'],
    ['PATCH', true, 'partial_update'],
  ],
  destroy: [['DELETE', true, 'destroy']],
};
const VIEWSET_BASES: Record<string, string[]> = {
  ModelViewSet: ['list', 'create', 'retrieve', 'update', 'destroy'],
  ReadOnlyModelViewSet: ['list', 'retrieve'],
  ListModelMixin: ['list'],
  CreateModelMixin: ['create'],
  RetrieveModelMixin: ['retrieve'],
  UpdateModelMixin: ['update'],
  DestroyModelMixin: ['destroy'],
};
const VIEW_METHODS: Record<string, string[]> = {
  ListAPIView: ['GET'],
  CreateAPIView: ['POST'],
  RetrieveAPIView: ['GET'],
  UpdateAPIView: ['PUT', 'PATCH'],
  DestroyAPIView: ['DELETE'],
  ListCreateAPIView: ['GET', 'POST'],
  RetrieveUpdateAPIView: ['GET', 'PUT', 'PATCH'],
  RetrieveDestroyAPIView: ['GET', 'DELETE'],
  RetrieveUpdateDestroyAPIView: ['GET', 'PUT', 'PATCH', 'DELETE'],
  TemplateView: ['GET'],
  ListView: ['GET'],
  DetailView: ['GET'],
  RedirectView: ['GET'],
};
const LIST_VIEWS = ['ListAPIView', 'ListCreateAPIView', 'ListView'];
const PAGE_BASES = [
  'TemplateView',
  'ListView',
  'DetailView',
  'FormView',
  'CreateView',
  'UpdateView',
  'DeleteView',
];
/** Views that answer the OpenAPI document. */
const SCHEMA_VIEWS = [
  'SpectacularAPIView',
  'SpectacularJSONAPIView',
  'SpectacularYAMLAPIView',
  'get_schema_view',
  'get_swagger_view',
];

interface Setting extends FrameworkSetting {
  assignment: AssignmentFact;
}

interface Routing {
  routes: RouteFact[];
  app: ApplicationFact;
  seen: Set<string>;
}

/** Django with the REST framework. One application a project. */
export async function readDjango(bench: Workbench): Promise<ApplicationFact[]> {
  const { syntax } = bench.context;
  const files = await syntax.files({
    languages: ['python'],
    classes: ['source', 'config', 'script'],
    containing: [
      'ROOT_URLCONF',
      'INSTALLED_APPS',
      'MIDDLEWARE',
      'DJANGO_SETTINGS_MODULE',
    ],
  });
  const assigns = (file: FileSyntax, name: string) =>
    file.assignments.some(
      item => item.target === name && !item.enclosing.length,
    );
  const bases = files.filter(
    file => assigns(file, 'ROOT_URLCONF') || assigns(file, 'INSTALLED_APPS'),
  );
  if (!bases.length) {
    return [];
  }
  const named = new Set<string>();
  for (const file of files) {
    for (const call of file.calls) {
      const value = argument(call, undefined, 1)?.value;
      if (
        call.callee.endsWith('environ.setdefault') &&
        argument(call, undefined, 0)?.value === 'DJANGO_SETTINGS_MODULE' &&
        typeof value === 'string'
      ) {
        const target = bench.resolver.module(file.path, value);
        if (target) {
          named.add(target);
        }
      }
    }
  }
  // One project: the settings modules of one folder.
  const projects = new Map<string, FileSyntax[]>();
  for (const file of bases) {
    const folder = file.path.split('/').slice(0, -1).join('/');
    const key = folder.endsWith('settings')
      ? folder.split('/').slice(0, -1).join('/')
      : folder;
    projects.set(key, [...(projects.get(key) ?? []), file]);
  }
  const result: ApplicationFact[] = [];
  for (const [folder, modules] of projects) {
    const candidates = await productionModules(bench, folder, modules, named);
    const chosen = candidates[0];
    if (!chosen) {
      continue;
    }
    const settings = await effectiveSettings(bench, chosen, new Set());
    const root = settings.get('ROOT_URLCONF');
    const at = root ?? settings.get('INSTALLED_APPS');
    const app = bench.application('django', 'python', {
      path: at?.path ?? chosen.path,
      line: at?.line ?? 1,
      endLine: at?.line ?? 1,
    });
    app.id = `${chosen.path}:django`;
    app.name = 'django';
    app.settings = [...settings.values()].map(
      ({ assignment: _, ...setting }) => setting,
    );
    if (candidates.length > 1) {
      app.partial.push(
        `several settings modules may be the one of production: ${candidates
          .map(f => f.path)
          .join(', ')}`,
      );
    }
    await readMiddleware(
      bench,
      settings.get('MIDDLEWARE') ?? settings.get('MIDDLEWARE_CLASSES'),
      app,
    );
    const installed = await strings(bench, settings.get('INSTALLED_APPS'));
    app.servesPages = installed.some(
      ({ value }) => value === 'django.contrib.admin',
    );
    const framework = settings.get('REST_FRAMEWORK');
    const versioning = framework?.value;
    if (
      framework &&
      versioning &&
      typeof versioning === 'object' &&
      !Array.isArray(versioning)
    ) {
      const value = (versioning as Record<string, unknown>)
        .DEFAULT_VERSIONING_CLASS;
      if (typeof value === 'string') {
        const entry = framework.entries?.find(
          item => item.name === 'DEFAULT_VERSIONING_CLASS',
        );
        app.features.push({
          kind: 'api-versioning',
          path: framework.path,
          line: entry?.line ?? framework.line,
          note: `DEFAULT_VERSIONING_CLASS ${value.split('.').pop()}`,
        });
      }
    } else if (framework?.text.includes('DEFAULT_VERSIONING_CLASS')) {
      app.features.push({
        kind: 'api-versioning',
        path: framework.path,
        line: framework.line,
        note: 'DEFAULT_VERSIONING_CLASS',
      });
    }
    const module =
      root && typeof root.value === 'string'
        ? bench.resolver.module(root.path, root.value)
        : undefined;
    const urls = module && (await bench.resolver.file(module));
    if (urls) {
      const routing: Routing = { routes: [], app, seen: new Set() };
      await readUrls(bench, urls, '', undefined, routing, 0);
      app.routes = sortRoutes(routing.routes);
      app.partial.push(...(await dynamicPatterns(bench, folder)));
    } else {
      app.partial.push(
        `${chosen.path}: the root URL configuration was not found`,
      );
    }
    result.push(app);
  }
  return result;
}

/** Places that add routes while the program runs. */
async function dynamicPatterns(
  bench: Workbench,
  folder: string,
): Promise<string[]> {
  const found: string[] = [];
  for (const file of await bench.context.syntax.files({
    languages: ['python'],
    containing: ['urlpatterns'],
  })) {
    if (folder && !file.path.startsWith(`${folder}/`)) {
      continue;
    }
    const added = [
      ...file.calls
        .filter(call =>
          /(?:^|\.)urlpatterns\.(?:append|extend|insert)$/.test(call.callee),
        )
        .map(call => call.line),
      ...nodesOfKind(file.root, 'augmented_assignment')
        .filter(node => node.field('left')?.text().endsWith('.urlpatterns'))
        .map(lineOf),
    ];
    found.push(
      ...added.map(
        line => `${file.path}:${line}: routes are added while the program runs`,
      ),
    );
  }
  return found;
}

async function productionModules(
  bench: Workbench,
  folder: string,
  modules: FileSyntax[],
  named: Set<string>,
): Promise<FileSyntax[]> {
  // A production module may only import the base and change a little: it assigns neither of the two names.
  const around = bench.inventory.files.filter(
    file =>
      file.language === 'python' &&
      (folder ? file.path.startsWith(`${folder}/`) : true) &&
      /(?:^|\/)settings(?:[/_.-]|$)/.test(file.path.slice(folder.length)) &&
      file.path.split('/').length <=
        (folder ? folder.split('/').length : 0) + 2,
  );
  const paths = new Set([
    ...modules.map(file => file.path),
    ...around.map(file => file.path),
  ]);
  const ranked = [...paths].filter(
    path => !NOT_PRODUCTION.test(path.slice(folder.length)),
  );
  const production = ranked.filter(path =>
    PRODUCTION.test(path.slice(folder.length)),
  );
  // A module of production first, then the one that starters name, then any that has the settings.
  const chosen =
    [
      production,
      ranked.filter(path => named.has(path)),
      ranked.filter(path => modules.some(file => file.path === path)),
    ].find(list => list.length) ?? [];
  const files: FileSyntax[] = [];
  for (const path of (chosen.length
    ? chosen
    : modules.map(file => file.path)
  ).sort()) {
    const file = await bench.resolver.file(path);
    if (file) {
      files.push(file);
    }
  }
  return files;
}

async function effectiveSettings(
  bench: Workbench,
  file: FileSyntax,
  seen: Set<string>,
): Promise<Map<string, Setting>> {
  const result = new Map<string, Setting>();
  if (seen.has(file.path) || seen.size > MAX_DEPTH) {
    return result;
  }
  seen.add(file.path);
  for (const imported of file.imports) {
    if (
      imported.imported === '*' &&
      (imported.local === '*' || imported.local === '')
    ) {
      const target = bench.resolver.module(file.path, imported.module);
      const other = target && (await bench.resolver.file(target));
      if (other) {
        for (const [name, setting] of await effectiveSettings(
          bench,
          other,
          seen,
        )) {
          result.set(name, setting);
        }
      }
    }
  }
  const conditions = developmentLines(file);
  for (const assignment of file.assignments) {
    if (
      assignment.enclosing.length ||
      !/^[A-Z][A-Z0-9_]*$/.test(assignment.target) ||
      conditions.some(
        ([from, to]) => assignment.line >= from && assignment.line <= to,
      )
    ) {
      continue;
    }
    result.set(assignment.target, {
      name: assignment.target,
      path: file.path,
      line: assignment.line,
      text: assignment.text,
      value: assignment.value,
      assignment,
    });
  }
  return result;
}

/** Lines that only run outside of production. */
function developmentLines(file: FileSyntax): [number, number][] {
  const result: [number, number][] = [];
  for (const statement of nodesOfKind(file.root, 'if_statement')) {
    const body = statement.field('consequence');
    const first = body && namedChildren(body)[0];
    if (body && first && environmentCondition(first)?.developmentOnly) {
      result.push([lineOf(body), body.range().end.line + 1]);
    }
  }
  return result;
}

/** Right side of a setting as a syntax node. */
async function settingNode(
  bench: Workbench,
  setting: Setting,
): Promise<SgNode | undefined> {
  const file = await bench.resolver.file(setting.path);
  return (
    (file &&
      nodesOfKind(file.root, 'assignment')
        .find(
          node =>
            lineOf(node) === setting.line &&
            node.field('left')?.text() === setting.name,
        )
        ?.field('right')) ||
    undefined
  );
}

/** All string literals of a setting, in order; lists may be joined from several. */
async function strings(
  bench: Workbench,
  setting: Setting | undefined,
): Promise<{ value: string; line: number }[]> {
  const node = setting && (await settingNode(bench, setting));
  if (!setting || !node) {
    return [];
  }
  const own = nodesOfKind(node, 'string').flatMap(item => {
    const value = stringText(item);
    return value === undefined ? [] : [{ value, line: lineOf(item) }];
  });
  return own;
}

async function readMiddleware(
  bench: Workbench,
  setting: Setting | undefined,
  app: ApplicationFact,
) {
  if (!setting) {
    app.partial.push('MIDDLEWARE was not found');
    return;
  }
  const file = await bench.resolver.file(setting.path);
  const conditions = file ? developmentLines(file) : [];
  const list = await strings(bench, setting);
  // `MIDDLEWARE += [...]` and `MIDDLEWARE.insert(0, "…")`
  for (const node of file
    ? nodesOfKind(file.root, 'augmented_assignment')
    : []) {
    if (node.field('left')?.text() === setting.name) {
      for (const item of nodesOfKind(node, 'string')) {
        const value = stringText(item);
        if (
          value &&
          !conditions.some(
            ([from, to]) => lineOf(item) >= from && lineOf(item) <= to,
          )
        ) {
          list.push({ value, line: lineOf(item) });
        }
      }
    }
  }
  for (const call of file?.calls ?? []) {
    if (
      [`${setting.name}.insert`, `${setting.name}.append`].includes(call.callee)
    ) {
      const value = call.args[call.args.length - 1]?.value;
      if (typeof value === 'string') {
        list.push({ value, line: call.line });
      }
    }
  }
  for (const { value, line } of list) {
    const segments = value.split('.');
    const name = segments.pop()!;
    const module = segments.length
      ? bench.resolver.module(setting.path, segments.join('.'))
      : undefined;
    const own = module && (await bench.definition(module, name));
    app.middleware.push({
      name: value,
      path: setting.path,
      line,
      endLine: line,
      args: [],
      ...(own ? { definedAt: [own] } : {}),
    });
  }
}

async function readUrls(
  bench: Workbench,
  file: FileSyntax,
  prefix: string,
  composedAt: { path: string; line: number } | undefined,
  routing: Routing,
  depth: number,
  listName = 'urlpatterns',
): Promise<void> {
  const key = `${file.path}\n${listName}\n${prefix}`;
  if (routing.seen.has(key) || depth > MAX_DEPTH) {
    return;
  }
  routing.seen.add(key);
  for (const kind of ['assignment', 'augmented_assignment']) {
    for (const node of nodesOfKind(file.root, kind)) {
      const right = node.field('right');
      if (node.field('left')?.text() !== listName || !right) {
        continue;
      }
      await readPatterns(
        bench,
        file,
        right,
        prefix,
        composedAt,
        routing,
        depth,
      );
    }
  }
}

async function readPatterns(
  bench: Workbench,
  file: FileSyntax,
  node: SgNode,
  prefix: string,
  composedAt: { path: string; line: number } | undefined,
  routing: Routing,
  depth: number,
): Promise<void> {
  const plain = unwrap(node);
  const kind = String(plain.kind());
  if (kind === 'list' || kind === 'tuple') {
    for (const item of namedChildren(plain)) {
      await readPatterns(bench, file, item, prefix, composedAt, routing, depth);
    }
    return;
  }
  if (kind === 'binary_operator') {
    for (const side of [plain.field('left'), plain.field('right')]) {
      if (side) {
        await readPatterns(
          bench,
          file,
          side,
          prefix,
          composedAt,
          routing,
          depth,
        );
      }
    }
    return;
  }
  if (kind === 'list_splat') {
    for (const item of namedChildren(plain)) {
      await readPatterns(bench, file, item, prefix, composedAt, routing, depth);
    }
    return;
  }
  if (kind === 'attribute' && plain.text().endsWith('.urls')) {
    await readRouter(
      bench,
      file,
      plain.text().slice(0, -'.urls'.length),
      prefix,
      lineOf(plain),
      composedAt,
      routing,
    );
    return;
  }
  if (kind === 'identifier') {
    await readUrls(
      bench,
      file,
      prefix,
      composedAt,
      routing,
      depth + 1,
      plain.text(),
    );
    return;
  }
  if (kind !== 'call') {
    return;
  }
  const callee = plain.field('function')?.text().split('.').pop() ?? '';
  const args = argumentNodes(plain);
  if (!CALLS_WITH_PATHS.has(callee)) {
    // `i18n_patterns(path(…), …)`, `format_suffix_patterns(urlpatterns)`, `static(…)`
    if (callee === 'i18n_patterns' || callee === 'format_suffix_patterns') {
      for (const item of args) {
        await readPatterns(
          bench,
          file,
          item,
          prefix,
          composedAt,
          routing,
          depth + 1,
        );
      }
    }
    return;
  }
  const [pathNode, target] = args;
  const own = pathNode && (await bench.text(file, [], pathNode));
  if (own === undefined || !target) {
    routing.app.partial.push(
      `${file.path}:${lineOf(plain)}: the path is computed`,
    );
    return;
  }
  const full = joinPaths(prefix, cleanPattern(own, callee !== 'path'));
  const line = lineOf(plain);
  const targetCallee = target.field('function')?.text() ?? '';
  if (target.kind() === 'call' && targetCallee.split('.').pop() === 'include') {
    const [included] = argumentNodes(target);
    const at = own ? { path: file.path, line } : composedAt;
    await readInclude(bench, file, included, full, at, routing, depth);
    return;
  }
  if (target.text().endsWith('.urls')) {
    if (targetCallee === '' && target.text() === 'admin.site.urls') {
      routing.app.servesPages = true;
      push(routing, {
        method: '*',
        fullPath: `${full}/*`,
        path: file.path,
        line,
        handler: 'admin.site.urls',
      });
      return;
    }
    await readRouter(
      bench,
      file,
      target.text().slice(0, -'.urls'.length),
      full,
      line,
      composedAt,
      routing,
    );
    return;
  }
  await readView(bench, file, target, full, line, composedAt, routing);
}

async function readInclude(
  bench: Workbench,
  file: FileSyntax,
  included: SgNode | undefined,
  prefix: string,
  composedAt: { path: string; line: number } | undefined,
  routing: Routing,
  depth: number,
) {
  if (!included) {
    return;
  }
  const plain = unwrap(included);
  if (plain.kind() === 'tuple') {
    await readInclude(
      bench,
      file,
      namedChildren(plain)[0],
      prefix,
      composedAt,
      routing,
      depth,
    );
    return;
  }
  const text = stringText(plain);
  if (text === undefined) {
    if (plain.kind() === 'identifier') {
      const place = await bench.resolver.symbol(file.path, plain.text());
      const other =
        place?.name === '*' ? await bench.resolver.file(place.path) : undefined;
      if (other) {
        await readUrls(bench, other, prefix, composedAt, routing, depth + 1);
        return;
      }
    }
    await readPatterns(
      bench,
      file,
      plain,
      prefix,
      composedAt,
      routing,
      depth + 1,
    );
    return;
  }
  const module = bench.resolver.module(file.path, text);
  const other = module && (await bench.resolver.file(module));
  if (other) {
    await readUrls(bench, other, prefix, composedAt, routing, depth + 1);
    return;
  }
  push(routing, {
    method: '*',
    fullPath: `${prefix}/*`,
    path: file.path,
    line: composedAt?.line ?? lineOf(plain),
    handler: text,
    composedAt,
  });
}

function push(
  routing: Routing,
  route: Partial<RouteFact> &
    Pick<RouteFact, 'method' | 'fullPath' | 'path' | 'line'>,
) {
  if (routing.routes.length < 5000) {
    routing.routes.push({
      parameters: [],
      guards: [],
      async: false,
      list: false,
      ...route,
    });
  }
}

async function readRouter(
  bench: Workbench,
  file: FileSyntax,
  name: string,
  prefix: string,
  line: number,
  composedAt: { path: string; line: number } | undefined,
  routing: Routing,
) {
  const place = await bench.resolver.dotted(file.path, name);
  const routerFile = place ? await bench.resolver.file(place.path) : undefined;
  const local = place?.name.split('.')[0] ?? name;
  const made = routerFile?.calls.find(call => call.assignedTo === local);
  if (made && /ninja/i.test(made.name)) {
    routing.app.features.push({
      kind: 'openapi',
      path: made.path,
      line: made.line,
      note: 'django-ninja generates the OpenAPI document',
    });
    push(routing, {
      method: '*',
      fullPath: `${prefix}/*`,
      path: file.path,
      line,
      handler: name,
      composedAt,
    });
    routing.app.partial.push(
      `${file.path}:${line}: the operations of ${name} are not read`,
    );
    return;
  }
  const registrations =
    routerFile?.calls.filter(call => call.callee === `${local}.register`) ?? [];
  if (!registrations.length) {
    routing.app.partial.push(`${file.path}:${line}: ${name} was not found`);
    push(routing, {
      method: '*',
      fullPath: `${prefix}/*`,
      path: file.path,
      line,
      handler: name,
      composedAt,
    });
    return;
  }
  const at = prefix === '/' ? undefined : { path: file.path, line };
  for (const call of registrations) {
    const path = await bench.argumentText(routerFile!, call, 'prefix', 0);
    const view = argument(call, 'viewset', 1);
    await readViewset(
      bench,
      routerFile!,
      call,
      view?.text ?? '',
      joinPaths(prefix, cleanPattern(path ?? '{…}', true)),
      at,
      routing,
    );
  }
}

async function readViewset(
  bench: Workbench,
  file: FileSyntax,
  call: CallFact,
  name: string,
  full: string,
  composedAt: { path: string; line: number } | undefined,
  routing: Routing,
) {
  const owner = await bench.resolver.class(file.path, name);
  const actions = new Set<string>();
  const ownerFile = owner && (await bench.resolver.file(owner.path));
  for (const base of owner?.bases ?? []) {
    VIEWSET_BASES[base.split('.').pop()!]?.forEach(action =>
      actions.add(action),
    );
  }
  const methods =
    ownerFile?.functions.filter(
      item => item.enclosing[item.enclosing.length - 1] === owner!.name,
    ) ?? [];
  for (const method of methods) {
    if (VIEWSET_ROUTES[method.name]) {
      actions.add(method.name);
    }
  }
  if (!actions.size) {
    // An own base class: all of them, not sure which.
    Object.keys(VIEWSET_ROUTES).forEach(action => actions.add(action));
    routing.app.partial.push(
      `${file.path}:${call.line}: actions of ${
        name || 'a viewset'
      } are assumed`,
    );
  }
  const guards = owner?.fields.find(
    item => item.target === 'permission_classes',
  )?.text;
  const common = {
    path: call.path,
    line: call.line,
    guards: guards ? [guards] : [],
    composedAt,
  };
  for (const action of [...actions].sort()) {
    for (const [method, detail, handler] of VIEWSET_ROUTES[action]) {
      const made = methods.find(item => item.name === handler);
      push(routing, {
        ...common,
        method,
        fullPath: detail ? `${full}/{pk}` : full,
        handler: `${name}.${handler}`,
        ...(made
          ? {
              body: { path: made.path, line: made.line, endLine: made.endLine },
            }
          : {}),
        list: handler === 'list',
      });
    }
  }
  for (const method of methods) {
    const decorator = method.decorators.find(item =>
      /^(?:[\w.]*\.)?action\(/.test(item),
    );
    if (decorator) {
      const verbs = [
        ...decorator.matchAll(/["'](get|post|put|patch|delete)["']/gi),
      ].map(match => match[1]);
      const detail = /detail\s*=\s*True/.test(decorator);
      for (const verb of verbs.length ? verbs : ['get']) {
        push(routing, {
          ...common,
          method: verb.toUpperCase(),
          fullPath: joinPaths(full, detail ? '{pk}' : '', method.name),
          handler: `${name}.${method.name}`,
          body: {
            path: method.path,
            line: method.line,
            endLine: method.endLine,
          },
        });
      }
    }
  }
}

async function readView(
  bench: Workbench,
  file: FileSyntax,
  target: SgNode,
  fullPath: string,
  line: number,
  composedAt: { path: string; line: number } | undefined,
  routing: Routing,
) {
  const text = target.text();
  const name = leadingName(text) ?? text.slice(0, 80);
  const className = name.replace(/\.as_view$/, '');
  const common = { fullPath, path: file.path, line, handler: name, composedAt };
  if (
    SCHEMA_VIEWS.some(item => text.includes(item)) ||
    (await isSchemaView(bench, file, className))
  ) {
    routing.app.features.push({
      kind: 'openapi',
      path: file.path,
      line,
      note: `OpenAPI document at ${fullPath}`,
    });
  }
  if (!name.endsWith('.as_view')) {
    const made = await bench.resolver.function(file.path, name);
    if (made?.decorators.every(item => !item.includes('api_view'))) {
      const own = await bench.resolver.file(made.path);
      if (
        own?.calls.some(
          call =>
            call.callee === 'render' && call.enclosing.includes(made.name),
        )
      ) {
        routing.app.servesPages = true;
      }
    }
    const verbs = made?.decorators
      .filter(item => item.includes('api_view') || item.includes('require_'))
      .flatMap(item => {
        if (item.startsWith('require_GET') || item.startsWith('require_safe')) {
          return ['GET'];
        }
        return item.startsWith('require_POST')
          ? ['POST']
          : [...item.matchAll(/["']([A-Z]+)["']/g)].map(match => match[1]);
      });
    for (const method of verbs?.length ? verbs : ['*']) {
      push(routing, {
        ...common,
        method,
        ...(made
          ? {
              body: { path: made.path, line: made.line, endLine: made.endLine },
              parameters: made.parameters.map(item => item.name),
              guards: made.decorators.map(item => leadingName(item) ?? item),
              async: made.async,
            }
          : {}),
      });
    }
    return;
  }
  const owner = await bench.resolver.class(file.path, className);
  const ownerFile = owner && (await bench.resolver.file(owner.path));
  const bases = [
    className.split('.').pop()!,
    ...(owner?.bases ?? []).map(base => base.split('.').pop()!),
  ];
  if (bases.some(base => PAGE_BASES.includes(base))) {
    routing.app.servesPages = true;
  }
  const methods =
    ownerFile?.functions.filter(
      item =>
        ['get', 'post', 'put', 'patch', 'delete'].includes(item.name) &&
        item.enclosing[item.enclosing.length - 1] === owner!.name,
    ) ?? [];
  const verbs = new Set([
    ...methods.map(item => item.name.toUpperCase()),
    ...bases.flatMap(base => VIEW_METHODS[base] ?? []),
  ]);
  const guards = owner?.fields.find(
    item => item.target === 'permission_classes',
  )?.text;
  for (const method of verbs.size ? [...verbs].sort() : ['*']) {
    const made = methods.find(item => item.name.toUpperCase() === method);
    push(routing, {
      ...common,
      method,
      ...(made
        ? {
            body: { path: made.path, line: made.line, endLine: made.endLine },
            async: made.async,
          }
        : {}),
      guards: guards
        ? [guards]
        : bases.filter(base => /Required|Permission/.test(base)),
      list: method === 'GET' && bases.some(base => LIST_VIEWS.includes(base)),
    });
  }
}

/** `schema_view = get_schema_view(…)` and later `schema_view.with_ui(…)`. */
async function isSchemaView(
  bench: Workbench,
  file: FileSyntax,
  name: string,
): Promise<boolean> {
  const local = name.split('.')[0];
  const place = await bench.resolver.symbol(file.path, local);
  const other = place && (await bench.resolver.file(place.path));
  return Boolean(
    other?.calls.some(
      call =>
        call.assignedTo === place!.name &&
        ['get_schema_view', 'get_swagger_view'].includes(
          call.callee.split('.').pop()!,
        ) &&
        nodeOfCall(other, call),
    ),
  );
}

/** A readable path from a route or a regular expression of Django. */
function cleanPattern(pattern: string, expression: boolean): string {
  const parameters = pattern.replace(/<(?:[^<>:]*:)?([^<>:]*)>/g, '{$1}');
  return expression
    ? parameters
        .replace(/^\^/, '')
        .replace(/\$$/, '')
        .replace(/\(\?P(\{[^}]*\})[^()]*\)/g, '$1')
        .replace(/\\/g, '')
    : parameters;
}
