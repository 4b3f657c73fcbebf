import type { SgNode } from '@ast-grep/napi';
import {
  CallFact,
  ClassFact,
  FileSyntax,
  FunctionFact,
} from '../../syntax/schema';
import { Language } from '../inventory/schema';
import {
  argumentNodes,
  entryNode,
  environmentCondition,
  joinPaths,
  leadingName,
  namedChildren,
  nodeOfCall,
  stringText,
  unwrap,
} from './code';
import { newNode, RouteGraph, sortRoutes } from './RouteGraph';
import { ApplicationFact, MiddlewareFact, RouteFact } from './schema';
import { decorated, isListType, resolvedName, Workbench } from './Workbench';

const LANGUAGES: Language[] = ['typescript', 'tsx', 'javascript'];
const METHODS: Record<string, string> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
  Options: 'OPTIONS',
  All: '*',
  Sse: 'GET',
};
/** Providers that are wired for every request. */
const GLOBAL_PROVIDERS = [
  'APP_GUARD',
  'APP_INTERCEPTOR',
  'APP_FILTER',
  'APP_PIPE',
];

interface Prefix {
  path: string;
  line: number;
  file: string;
  exclude: string[];
}

interface Versioning {
  type: string;
  defaultVersion?: string;
  prefix: string;
  path: string;
  line: number;
}

interface Wiring {
  controllers: ClassFact[];
  guards: string[];
  middleware: MiddlewareFact[];
  partial: string[];
}

/** NestJS: from the bootstrap through the modules to the controllers. */
export async function readNest(bench: Workbench): Promise<ApplicationFact[]> {
  const { syntax } = bench.context;
  const files = await syntax.files({
    languages: LANGUAGES,
    containing: ['NestFactory'],
  });
  const creations = files.flatMap(file =>
    file.calls.filter(call => call.callee.endsWith('NestFactory.create')),
  );
  if (!creations.length) {
    return [];
  }
  const all = await syntax.files({
    languages: LANGUAGES,
    containing: [
      '@nestjs/',
      ...creations.flatMap(call => call.enclosing).filter(Boolean),
    ],
  });
  const graph = new RouteGraph(bench.resolver, LANGUAGES, all);
  const result: ApplicationFact[] = [];
  for (const call of creations) {
    const node = newNode('app', call);
    await graph.add(node);
    const file = (await bench.resolver.file(call.path))!;
    const app = bench.application('nestjs', file.language, call);
    app.id = `${call.path}:${call.assignedTo ?? 'app'}`;
    let prefix: Prefix | undefined;
    let versioning: Versioning | undefined;
    const guards: string[] = [];
    const options = call.args[1]?.entries?.find(item => item.name === 'cors');
    if (options && options.value !== false) {
      app.middleware.push({
        name: 'nestjs.enableCors',
        path: call.path,
        line: options.line,
        endLine: options.line,
        args: options.entries ? [{ ...options, name: undefined }] : [],
      });
    }
    await graph.callsOn(async (owner, method, inner, innerFile) => {
      if (owner !== node) {
        return;
      }
      const callNode = nodeOfCall(innerFile, inner);
      switch (method) {
        case 'setGlobalPrefix': {
          const text = await bench.argumentText(innerFile, inner, undefined, 0);
          if (text === undefined) {
            app.partial.push(
              `${inner.path}:${inner.line}: the prefix is computed`,
            );
          }
          prefix = {
            path: text ?? '{…}',
            file: inner.path,
            line: inner.line,
            exclude: excluded(callNode),
          };
          break;
        }
        case 'enableVersioning':
          versioning = readVersioning(inner, callNode);
          app.features.push({
            kind: 'api-versioning',
            path: inner.path,
            line: inner.line,
            note: `enableVersioning (${versioning.type})`,
          });
          break;
        case 'enableCors':
          app.middleware.push({
            ...(await bench.middleware(
              innerFile,
              inner,
              { text: inner.callee, line: inner.line, value: undefined },
              inner.args,
              'nestjs.enableCors',
            )),
          });
          break;
        case 'use':
        case 'register': {
          const item =
            callNode && argumentNodes(callNode).find(arg => !stringText(arg));
          const what = item && inner.args.find(arg => arg.text === item.text());
          if (what && item) {
            const made = innerFile.calls.find(
              candidate =>
                nodeOfCall(innerFile, candidate)?.id() === unwrap(item).id(),
            );
            app.middleware.push(
              await bench.middleware(
                innerFile,
                inner,
                what,
                made?.args ?? inner.args.slice(1),
                made?.name ?? resolvedName(innerFile, what.text),
              ),
            );
          }
          break;
        }
        case 'useGlobalGuards':
          guards.push(
            ...inner.args
              .map(arg => leadingName(arg.text))
              .filter((x): x is string => Boolean(x)),
          );
          break;
        case 'useGlobalInterceptors':
        case 'useGlobalFilters':
          for (const arg of inner.args) {
            app.middleware.push(
              await bench.middleware(innerFile, inner, arg, []),
            );
          }
          break;
        case 'set':
          if (inner.args[0]?.value === 'etag') {
            app.features.push({
              kind: inner.args[1]?.value === false ? 'etag-off' : 'etag',
              path: inner.path,
              line: inner.line,
              note: 'etag setting of the adapter',
            });
          }
          break;
        default:
      }
    });
    await readSwagger(all, app);

    const wiring: Wiring = {
      controllers: [],
      guards,
      middleware: [],
      partial: [],
    };
    const root =
      call.args[0] &&
      (await bench.resolver.class(call.path, call.args[0].text));
    if (root) {
      await readModule(bench, root, wiring, new Set());
    } else {
      wiring.partial.push(
        `${call.path}:${call.line}: the root module was not found`,
      );
    }
    app.middleware.push(...wiring.middleware);
    app.partial.push(...wiring.partial);
    app.routes = sortRoutes(
      (
        await Promise.all(
          wiring.controllers.map(controller =>
            readController(
              bench,
              controller,
              prefix,
              versioning,
              wiring.guards,
            ),
          ),
        )
      ).flat(),
    );
    const fastify = call.args.some(arg => arg.text.includes('FastifyAdapter'));
    if (!fastify && !app.features.some(item => item.kind === 'etag-off')) {
      app.features.push({
        kind: 'etag',
        path: app.path,
        line: app.line,
        note: 'the Express adapter answers with an ETag by default',
      });
    }
    result.push(app);
  }
  return result;
}

function excluded(call: SgNode | undefined): string[] {
  const options = call && argumentNodes(call)[1];
  const list = options && entryNode(options, 'exclude');
  if (!list) {
    return [];
  }
  return namedChildren(unwrap(list)).flatMap(item => {
    const path =
      stringText(item) ?? stringText(entryNode(item, 'path') ?? item);
    return path === undefined ? [] : [joinPaths(path)];
  });
}

function readVersioning(call: CallFact, node: SgNode | undefined): Versioning {
  const options = node && argumentNodes(node)[0];
  const type = options && entryNode(options, 'type')?.text();
  const version = options && entryNode(options, 'defaultVersion');
  const prefix = options && entryNode(options, 'prefix');
  const first =
    version &&
    (version.kind() === 'array' ? namedChildren(version)[0] : version);
  return {
    type: type?.split('.').pop() ?? 'URI',
    ...(first ? { defaultVersion: stringText(first) } : {}),
    prefix: prefix ? stringText(prefix) ?? '' : 'v',
    path: call.path,
    line: call.line,
  };
}

async function readSwagger(files: FileSyntax[], app: ApplicationFact) {
  for (const file of files) {
    for (const call of file.calls) {
      if (call.callee !== 'SwaggerModule.setup') {
        continue;
      }
      const node = nodeOfCall(file, call);
      let condition = node && environmentCondition(node);
      // The helper that sets it up may itself be called under a condition.
      const helper = call.enclosing[call.enclosing.length - 1];
      if (!condition && helper) {
        for (const other of files) {
          for (const user of other.calls) {
            if (user.callee.split('.').pop() === helper) {
              const userNode = nodeOfCall(other, user);
              condition =
                condition ?? (userNode && environmentCondition(userNode));
            }
          }
        }
      }
      app.features.push({
        kind: 'openapi',
        path: call.path,
        line: call.line,
        note: '@nestjs/swagger generates the OpenAPI document',
        ...(condition?.developmentOnly ? { developmentOnly: true } : {}),
      });
    }
  }
}

/** Object that a class decorator takes. */
function decoratorObject(
  file: FileSyntax,
  owner: ClassFact,
  name: string,
): SgNode | undefined {
  const call = file.calls.find(
    item => item.callee === name && item.decorates === owner.name,
  );
  const node = call && nodeOfCall(file, call);
  return node && argumentNodes(node)[0];
}

async function readModule(
  bench: Workbench,
  module: ClassFact,
  wiring: Wiring,
  seen: Set<string>,
): Promise<void> {
  const key = `${module.path}\n${module.name}`;
  const file = await bench.resolver.file(module.path);
  if (seen.has(key) || !file) {
    return;
  }
  seen.add(key);
  const options = decoratorObject(file, module, 'Module');
  if (!options) {
    return;
  }
  const names = (property: string) => {
    const list = entryNode(options, property);
    return list ? namedChildren(unwrap(list)) : [];
  };
  for (const controller of names('controllers')) {
    const found = await bench.resolver.class(file.path, controller.text());
    if (found) {
      wiring.controllers.push(found);
    } else {
      wiring.partial.push(
        `${file.path}: controller ${controller
          .text()
          .slice(0, 60)} was not found`,
      );
    }
  }
  for (const provider of names('providers')) {
    const token = entryNode(provider, 'provide')?.text();
    const target =
      entryNode(provider, 'useClass') ?? entryNode(provider, 'useExisting');
    if (!token || !GLOBAL_PROVIDERS.includes(token)) {
      continue;
    }
    const name = target?.text() ?? token;
    if (token === 'APP_GUARD') {
      wiring.guards.push(name);
    }
    const own = target && (await bench.definition(file.path, name));
    wiring.middleware.push({
      name: resolvedName(file, name),
      path: file.path,
      line: provider.range().start.line + 1,
      endLine: provider.range().end.line + 1,
      args: [],
      ...(own ? { definedAt: [own] } : {}),
    });
  }
  // `configure(consumer) { consumer.apply(helmet()).forRoutes('*') }`
  for (const call of file.calls) {
    if (call.callee === 'consumer.apply' && call.enclosing[0] === module.name) {
      for (const arg of call.args) {
        const made = file.calls.find(
          item => item.line === arg.line && arg.text.startsWith(item.callee),
        );
        wiring.middleware.push(
          await bench.middleware(
            file,
            call,
            arg,
            made && made !== call ? made.args : [],
          ),
        );
      }
    }
  }
  for (const imported of names('imports')) {
    const text =
      imported.kind() === 'call_expression' &&
      /^forwardRef/.test(imported.text())
        ? imported.text().split('=>').pop()!.replace(/[)\s]/g, '')
        : imported.text();
    const lead = leadingName(text)?.split('.')[0];
    const found = lead && (await bench.resolver.class(file.path, lead));
    if (found) {
      await readModule(bench, found, wiring, seen);
    }
  }
}

async function readController(
  bench: Workbench,
  controller: ClassFact,
  prefix: Prefix | undefined,
  versioning: Versioning | undefined,
  globalGuards: string[],
): Promise<RouteFact[]> {
  const file = (await bench.resolver.file(controller.path))!;
  const options = decoratorObject(file, controller, 'Controller');
  const isObject = options?.kind() === 'object';
  const pathNode = isObject ? entryNode(options!, 'path') : options;
  const versionNode = isObject ? entryNode(options!, 'version') : undefined;
  const bases = await pathsOf(bench, file, pathNode);
  const own = file.calls.filter(
    call =>
      call.decorates &&
      call.enclosing[call.enclosing.length - 1] === controller.name,
  );
  const classGuards = guardsOf(
    file.calls.filter(
      call => call.decorates === controller.name && call.callee === 'UseGuards',
    ),
  );
  const isPublic = (decorators: readonly string[]) =>
    decorators.some(item =>
      /^(Public|SkipAuth|AllowAnonymous|NoAuth)\b/.test(item),
    );
  const routes: RouteFact[] = [];
  for (const call of own) {
    const method = METHODS[call.callee];
    if (!method) {
      continue;
    }
    const handler = decorated(file, call);
    const callNode = nodeOfCall(file, call);
    const ownVersion = own.find(
      item => item.callee === 'Version' && item.decorates === call.decorates,
    );
    const marks = [...controller.decorators, ...(handler?.decorators ?? [])];
    const guards = [
      ...(isPublic(marks) ? [] : globalGuards),
      ...classGuards,
      ...guardsOf(
        own.filter(
          item =>
            item.decorates === call.decorates && item.callee === 'UseGuards',
        ),
      ),
    ];
    for (const base of bases) {
      for (const tail of await pathsOf(
        bench,
        file,
        callNode && argumentNodes(callNode)[0],
      )) {
        const version = versionSegment(versioning, ownVersion, versionNode);
        const plain = joinPaths(base, tail);
        const withoutPrefix =
          prefix?.exclude.includes(plain) ||
          prefix?.exclude.includes(joinPaths(base, '*'));
        const prefixedAt =
          prefix && !withoutPrefix
            ? { path: prefix.file, line: prefix.line }
            : undefined;
        const composedAt =
          version && versioning
            ? { path: versioning.path, line: versioning.line }
            : prefixedAt;
        routes.push({
          method,
          fullPath: joinPaths(
            withoutPrefix ? '' : prefix?.path,
            version,
            plain,
          ).replace(/:([A-Za-z_]\w*)/g, '{$1}'),
          path: call.path,
          line: call.line,
          ...(call.decorates
            ? { handler: `${controller.name}.${call.decorates}` }
            : {}),
          ...(handler
            ? {
                body: {
                  path: handler.path,
                  line: handler.line,
                  endLine: handler.endLine,
                },
              }
            : {}),
          parameters: handler?.parameters.map(item => item.name) ?? [],
          guards: [...new Set(guards)],
          async: handler?.async ?? false,
          list: method === 'GET' && returnsList(handler),
          ...(composedAt ? { composedAt } : {}),
        });
      }
    }
  }
  return routes;
}

function returnsList(handler: FunctionFact | undefined): boolean {
  const inner = handler?.returns
    ?.replace(/^:\s*/, '')
    .replace(/^Promise<(.*)>$/, '$1');
  return (
    isListType(inner) || /Page\w*Dto$|ListDto$|Paginated/.test(inner ?? '')
  );
}

function versionSegment(
  versioning: Versioning | undefined,
  own: CallFact | undefined,
  controller: SgNode | undefined,
): string | undefined {
  if (!versioning || versioning.type !== 'URI') {
    return undefined;
  }
  const text = own ? own.args[0]?.text : controller?.text();
  if (text?.includes('VERSION_NEUTRAL')) {
    return undefined;
  }
  const first =
    controller?.kind() === 'array' ? namedChildren(controller)[0] : controller;
  const written = own ? own.args[0]?.value : first && stringText(first);
  const value = typeof written === 'string' ? written : undefined;
  const version = value ?? (text ? undefined : versioning.defaultVersion);
  return version === undefined ? undefined : `${versioning.prefix}${version}`;
}

function guardsOf(calls: CallFact[]): string[] {
  return calls.flatMap(call =>
    call.args
      .map(arg => leadingName(arg.text))
      .filter((item): item is string => Boolean(item)),
  );
}

async function pathsOf(
  bench: Workbench,
  file: FileSyntax,
  node: SgNode | undefined,
): Promise<string[]> {
  if (!node) {
    return [''];
  }
  const items = node.kind() === 'array' ? namedChildren(node) : [node];
  const result: string[] = [];
  for (const item of items) {
    result.push((await bench.text(file, [], item)) ?? '{…}');
  }
  return result.length ? result : [''];
}
