import type { SyntaxNode } from '../../syntax/nodes';
import {
  CallFact,
  ClassFact,
  FileSyntax,
  FunctionFact,
} from '../../syntax/schema';
import {
  argumentNodes,
  entryNode,
  joinPaths,
  leadingName,
  namedChildren,
  nodeOfCall,
  stringText,
} from './code';
import { GuardUse, MiddlewareFact, RouteFact } from './schema';
import { decorated, isListType, Workbench } from './Workbench';

export interface Prefix {
  path: string;
  line: number;
  file: string;
  exclude: string[];
}

export interface Versioning {
  type: string;
  defaultVersion?: string;
  prefix: string;
  path: string;
  line: number;
}

/** Middleware of a module with what it is applied to. */
export interface Applied {
  use: GuardUse;
  /** Controllers by name, addresses, or nothing for everything. */
  targets: { path: string; method?: string }[];
}

export interface Wiring {
  controllers: ClassFact[];
  guards: string[];
  guardedBy: GuardUse[];
  applied: Applied[];
  middleware: MiddlewareFact[];
  partial: string[];
}

/** Object that a class decorator takes. */
export function decoratorObject(
  file: FileSyntax,
  owner: ClassFact,
  name: string,
): SyntaxNode | undefined {
  const call = file.calls.find(
    item => item.callee === name && item.decorates === owner.name,
  );
  const node = call && nodeOfCall(file, call);
  return node && argumentNodes(node)[0];
}

export function guardUse(
  text: string,
  { path, line }: { path: string; line: number },
  level: GuardUse['level'],
): GuardUse {
  return { text, how: 'guard', path, line, level };
}

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

/** Decorators of the framework and its documentation that have nothing to do with who may call. */
const PLAIN_DECORATORS =
  /^(?:Api\w*|Get|Post|Put|Patch|Delete|Head|Options|All|Sse|Controller|HttpCode|Header|Redirect|Render|Version|UseGuards|UseInterceptors|UsePipes|UseFilters|Injectable|SerializeOptions)\b/;

export async function readController(
  bench: Workbench,
  controller: ClassFact,
  prefix: Prefix | undefined,
  versioning: Versioning | undefined,
  { guards: globalGuards, guardedBy: globally, applied }: Wiring,
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
  const classUses = [
    ...file.calls
      .filter(
        call =>
          call.decorates === controller.name && call.callee === 'UseGuards',
      )
      .flatMap(call =>
        call.args.map(arg => guardUse(arg.text, call, 'router')),
      ),
    ...marksOf(controller.decorators, controller, 'router'),
  ];
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
          guardedBy: [
            ...applied
              .filter(item => appliesTo(item, controller.name, plain, method))
              .map(item => item.use),
            ...globally,
            ...classUses,
            ...own
              .filter(
                item =>
                  item.decorates === call.decorates &&
                  item.callee === 'UseGuards',
              )
              .flatMap(item =>
                item.args.map(arg => guardUse(arg.text, item, 'route')),
              ),
            ...marksOf(handler?.decorators ?? [], handler ?? call, 'route'),
          ],
          async: handler?.async ?? false,
          list: method === 'GET' && returnsList(handler),
          ...(composedAt ? { composedAt } : {}),
        });
      }
    }
  }
  return routes;
}

/** Decorators that guards may read: `Public()`, `Roles('admin')`, composed ones. */
function marksOf(
  decorators: readonly string[],
  at: { path: string; line: number },
  level: GuardUse['level'],
): GuardUse[] {
  return decorators
    .filter(text => !PLAIN_DECORATORS.test(text))
    .map(text => ({
      text,
      how: 'decorator',
      path: at.path,
      line: at.line,
      level,
    }));
}

function appliesTo(
  { targets }: Applied,
  controller: string,
  path: string,
  method: string,
) {
  return (
    !targets.length ||
    targets.some(target => {
      if (target.method) {
        // With a method it is a route of its own: this address and no other.
        return (
          target.method === method &&
          joinPaths(target.path).replace(/:\w+/g, '{}') ===
            path.replace(/:\w+/g, '{}')
        );
      }
      const base = joinPaths(target.path.replace(/[*{(].*$/, ''));
      return (
        target.path === controller ||
        base === '/' ||
        path === base ||
        path.startsWith(`${base}/`)
      );
    })
  );
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
  controller: SyntaxNode | undefined,
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
  node: SyntaxNode | undefined,
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
