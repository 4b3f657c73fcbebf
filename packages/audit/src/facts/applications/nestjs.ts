import type { SyntaxNode } from '../../syntax/nodes';
import { CallFact, ClassFact, FileSyntax } from '../../syntax/schema';
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
import {
  Applied,
  decoratorObject,
  guardUse,
  Prefix,
  readController,
  Versioning,
  Wiring,
} from './nestControllers';
import { newNode, RouteGraph, sortRoutes } from './RouteGraph';
import { ApplicationFact, GuardUse } from './schema';
import { resolvedName, Workbench } from './Workbench';

const LANGUAGES: Language[] = ['typescript', 'tsx', 'javascript'];
/** Providers that are wired for every request. */
const GLOBAL_PROVIDERS = [
  'APP_GUARD',
  'APP_INTERCEPTOR',
  'APP_FILTER',
  'APP_PIPE',
];

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
    const guardedBy: GuardUse[] = [];
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
          guardedBy.push(
            ...inner.args.map(arg => guardUse(arg.text, inner, 'application')),
          );
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
      guardedBy,
      applied: [],
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
            readController(bench, controller, prefix, versioning, wiring),
          ),
        )
      ).flat(),
    );
    const fastify = usesFastify(file, call);
    if (fastify) {
      await readAdapter(bench, file, call, app);
    }
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

/** Whether the application answers by Fastify: its adapter in the call, in a variable, or by its type. */
function usesFastify(file: FileSyntax, call: CallFact): boolean {
  const adapter = call.args[1]?.text ?? '';
  return (
    adapter.includes('FastifyAdapter') ||
    adapterCall(file, adapter) !== undefined ||
    Boolean(
      nodeOfCall(file, call)
        ?.field('type_arguments')
        ?.text()
        .includes('NestFastifyApplication'),
    )
  );
}

function adapterCall(file: FileSyntax, name: string) {
  return file.calls.find(
    item =>
      item.assignedTo === name && /(?:^|\.)FastifyAdapter$/.test(item.name),
  );
}

/** Plugins that are registered on the adapter, which surround everything. */
async function readAdapter(
  bench: Workbench,
  file: FileSyntax,
  call: CallFact,
  app: ApplicationFact,
) {
  const adapter = call.args[1]?.text ?? '';
  if (!adapterCall(file, adapter)) {
    return;
  }
  for (const inner of file.calls) {
    const [what, ...options] = inner.args;
    if (
      (inner.callee === `${adapter}.register` ||
        inner.callee === `${adapter}.getInstance().register`) &&
      what &&
      leadingName(what.text) === what.text
    ) {
      app.middleware.push(await bench.middleware(file, inner, what, options));
    }
  }
}

function excluded(call: SyntaxNode | undefined): string[] {
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

function readVersioning(
  call: CallFact,
  node: SyntaxNode | undefined,
): Versioning {
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
      wiring.guardedBy.push(
        guardUse(
          name,
          { path: file.path, line: provider.range().start.line + 1 },
          'application',
        ),
      );
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
      const targets = targetsOf(file, call);
      for (const arg of call.args) {
        wiring.applied.push({
          use: {
            ...guardUse(arg.text, call, 'application'),
            how: 'middleware',
          },
          targets,
        });
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

/** What `consumer.apply(…).forRoutes(…)` names. */
function targetsOf(file: FileSyntax, apply: CallFact): Applied['targets'] {
  const chain = file.calls.find(
    call =>
      call.callee.endsWith('forRoutes') &&
      call.line >= apply.line &&
      call.line <= apply.endLine + 10 &&
      call.enclosing.join('.') === apply.enclosing.join('.'),
  );
  return (chain?.args ?? []).map(arg => {
    const path = arg.entries?.find(item => item.name === 'path')?.value;
    const value = typeof arg.value === 'string' ? arg.value : path;
    const method = /\bRequestMethod\.([A-Z]+)/.exec(arg.text)?.[1];
    return {
      path: typeof value === 'string' ? value : arg.text,
      ...(method && method !== 'ALL' ? { method } : {}),
    };
  });
}
