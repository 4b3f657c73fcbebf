import type { SyntaxNode } from '../../syntax/nodes';
import { CallFact, FileSyntax } from '../../syntax/schema';
import { joinPaths, leadingName, nodeOfCall } from './code';
import {
  classGuards,
  defaultPermissions,
  functionGuards,
  routingGuards,
  viewClass,
} from './djangoGuards';
import { ninjaRoutes } from './djangoNinja';
import { cleanPattern, push, Routing } from './djangoRouting';
import { argument, Workbench } from './Workbench';

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

export async function readRouter(
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
    const { routes, partial } = await ninjaRoutes(bench, made);
    for (const route of routes) {
      push(routing, {
        ...route,
        fullPath: joinPaths(prefix, route.fullPath),
        composedAt: route.composedAt ?? composedAt,
      });
    }
    routing.app.partial.push(...partial);
    if (!routes.length) {
      routing.app.partial.push(
        `${file.path}:${line}: the operations of ${name} are not read`,
      );
    }
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
  const view = await viewClass(bench, owner);
  for (const base of view.outside) {
    VIEWSET_BASES[base.name.split('.').pop()!]?.forEach(action =>
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
  const defaults = defaultPermissions(routing.app.settings, routing.app);
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
        guardedBy: classGuards(view, made, method, defaults),
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
          guardedBy: classGuards(view, method, verb, defaults),
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

export async function readView(
  bench: Workbench,
  file: FileSyntax,
  target: SyntaxNode,
  fullPath: string,
  line: number,
  composedAt: { path: string; line: number } | undefined,
  routing: Routing,
) {
  const { guards: around, view: text } = routingGuards(target.text(), {
    path: file.path,
    line,
  });
  const defaults = defaultPermissions(routing.app.settings, routing.app);
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
        guardedBy: [...around, ...functionGuards(made, defaults)],
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
  const view = await viewClass(bench, owner);
  const bases = [
    className.split('.').pop()!,
    ...view.outside.map(base => base.name.split('.').pop()!),
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
      guardedBy: [...around, ...classGuards(view, made, method, defaults)],
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
