import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import { defaultExport } from './Resolver';
import {
  endLineOf,
  entryNode,
  joinPaths,
  lineOf,
  namedChildren,
  nodesOfKind,
  spanOf,
  stringText,
} from './code';
import { sortRoutes } from './RouteGraph';
import { serverActions } from './serverActions';
import { ApplicationFact, GuardUse, RouteFact } from './schema';
import { Workbench } from './Workbench';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const ENDING = /\.(?:ts|tsx|js|jsx|mjs)$/;
const CONFIGS = [
  'next.config.js',
  'next.config.mjs',
  'next.config.ts',
  'next.config.cjs',
];

/** Next.js: routes are files, headers are in the configuration. */
export async function readNext(bench: Workbench): Promise<ApplicationFact[]> {
  const files = bench.inventory.files;
  const production = files.filter(
    file => file.class === 'source' || file.class === 'config',
  );
  const roots = new Map<string, string>();
  for (const file of production) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (CONFIGS.includes(name)) {
      roots.set(file.path.slice(0, -name.length).replace(/\/$/, ''), file.path);
    }
  }
  for (const file of files) {
    // A project may do without a configuration file.
    const folder = file.path.endsWith('package.json')
      ? file.path.slice(0, -'package.json'.length).replace(/\/$/, '')
      : undefined;
    if (
      folder !== undefined &&
      !roots.has(folder) &&
      hasNext(bench.context.tree.read(file.path))
    ) {
      if (
        production.some(item =>
          ['app/', 'src/app/', 'pages/', 'src/pages/'].some(base =>
            item.path.startsWith(folder ? `${folder}/${base}` : base),
          ),
        )
      ) {
        roots.set(folder, file.path);
      }
    }
  }
  const servers = roots.size
    ? await bench.context.syntax.files({
        languages: ['typescript', 'tsx', 'javascript'],
        containing: ['use server'],
      })
    : [];
  const result: ApplicationFact[] = [];
  for (const [root, at] of [...roots].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const app = bench.application('nextjs', 'typescript', {
      path: at,
      line: 1,
      endLine: 1,
    });
    app.id = `${root || '.'}:next`;
    app.part = root;
    const within = (path: string) =>
      root ? path.startsWith(`${root}/`) : true;
    const local = (path: string) => (root ? path.slice(root.length + 1) : path);
    for (const file of production) {
      if (!within(file.path) || !ENDING.test(file.path)) {
        continue;
      }
      const path = local(file.path).replace(/^src\//, '');
      if (path.startsWith('app/')) {
        await readAppFile(bench, app, file.path, path.slice('app/'.length));
      } else if (path.startsWith('pages/')) {
        await readPagesFile(bench, app, file.path, path.slice('pages/'.length));
      } else if (/^(?:middleware|proxy)\.(?:ts|js|mjs)$/.test(path)) {
        const syntax = await bench.resolver.file(file.path);
        if (syntax) {
          app.middleware.push({
            name: 'next.middleware',
            path: file.path,
            line: 1,
            endLine: file.lines,
            args: [],
            definedAt: [{ path: file.path, line: 1, endLine: file.lines }],
          });
        }
      }
    }
    if (CONFIGS.some(name => at.endsWith(name))) {
      const config = await bench.resolver.file(at);
      if (config) {
        readHeaders(config, app);
      } else {
        app.partial.push(`${at} could not be read`);
      }
    }
    app.routes = sortRoutes(app.routes);
    app.actions = sortRoutes(
      servers.filter(file => within(file.path)).flatMap(serverActions),
    );
    app.features.push({
      kind: 'etag',
      path: at,
      line: 1,
      note: 'Next.js sets Cache-Control and ETag of pages by itself',
    });
    if (app.routes.length) {
      result.push(app);
    }
  }
  return result;
}

function hasNext(text: string | undefined): boolean {
  if (!text || !text.includes('"next"')) {
    return false;
  }
  try {
    const manifest = JSON.parse(text) as {
      dependencies?: Record<string, string>;
    };
    return Boolean(manifest.dependencies?.next);
  } catch {
    return false;
  }
}

/** `(group)` and `@slot` are no part of the address; `[id]` and `[...rest]` are parameters. */
function address(segments: string[]): string {
  return joinPaths(
    ...segments
      .filter(item => !/^\(.*\)$/.test(item) && !item.startsWith('@'))
      .map(item => item.replace(/^\[+(?:\.\.\.)?([^\]]*)\]+$/, '{$1}')),
  );
}

async function readAppFile(
  bench: Workbench,
  app: ApplicationFact,
  path: string,
  local: string,
) {
  const segments = local.split('/');
  const file = segments.pop()!.replace(ENDING, '');
  if (segments.some(item => item.startsWith('_'))) {
    return;
  }
  const base = {
    path,
    line: 1,
    parameters: [],
    guards: [],
    guardedBy: [],
    async: true,
    list: false,
  };
  if (file === 'page') {
    app.servesPages = true;
    app.routes.push({
      ...base,
      method: 'GET',
      fullPath: address(segments),
      handler: 'page',
    });
  } else if (file === 'route') {
    const syntax = await bench.resolver.file(path);
    if (!syntax) {
      app.partial.push(`${path} could not be read`);
      return;
    }
    app.routes.push(...exportedMethods(syntax, address(segments)));
  }
}

function exportedMethods(file: FileSyntax, fullPath: string): RouteFact[] {
  const found: RouteFact[] = [];
  for (const method of METHODS) {
    const made = file.functions.find(
      item => item.name === method && !item.enclosing.length,
    );
    const line =
      made?.line ??
      file.assignments.find(
        item => item.target === method && !item.enclosing.length,
      )?.line ??
      exportLine(file, method);
    if (line) {
      found.push({
        method,
        fullPath,
        path: file.path,
        line,
        handler: method,
        ...(made
          ? {
              body: { path: file.path, line: made.line, endLine: made.endLine },
            }
          : {}),
        parameters: made?.parameters.map(item => item.name) ?? [],
        guards: [],
        guardedBy: made ? [] : [assignedHandler(file, method, line)],
        async: made?.async ?? true,
        list: false,
      });
    }
  }
  return found;
}

/** `export const POST = withUser(async request => …)`, or a handler that a library makes. */
function assignedHandler(
  file: FileSyntax,
  name: string,
  line: number,
): GuardUse {
  const assigned = file.assignments.find(
    item => item.target === name && !item.enclosing.length,
  );
  const use = { path: file.path, line, level: 'route' } as const;
  return assigned?.text
    ? { ...use, text: assigned.text, how: 'middleware' }
    : { ...use, text: name, how: 'rule', says: 'unclear' };
}

function exportLine(file: FileSyntax, name: string): number | undefined {
  for (const specifier of nodesOfKind(file.root, 'export_specifier')) {
    if (
      (specifier.field('alias') ?? specifier.field('name'))?.text() === name
    ) {
      return lineOf(specifier);
    }
  }
  return undefined;
}

async function readPagesFile(
  bench: Workbench,
  app: ApplicationFact,
  path: string,
  local: string,
) {
  const segments = local.replace(ENDING, '').split('/');
  if (segments[segments.length - 1] === 'index') {
    segments.pop();
  }
  const isApi = segments[0] === 'api';
  if (!isApi && (segments[0] ?? '').startsWith('_')) {
    return;
  }
  const syntax = await bench.resolver.file(path);
  const line =
    syntax?.functions.find(item => !item.enclosing.length)?.line ?? 1;
  if (!isApi) {
    app.servesPages = true;
  }
  const own = isApi && syntax ? defaultExport(syntax) : undefined;
  const made = syntax?.functions.find(
    item => item.name === own && !item.enclosing.length,
  );
  const value =
    isApi && syntax && !made
      ? nodesOfKind(syntax.root, 'export_statement')
          .find(item =>
            item.children().some(child => child.text() === 'default'),
          )
          ?.field('value')
      : undefined;
  app.routes.push({
    method: isApi ? '*' : 'GET',
    fullPath: address(segments),
    path,
    line: made?.line ?? (value ? lineOf(value) : line),
    handler: isApi ? 'handler' : 'page',
    ...(made ? { body: { path, line: made.line, endLine: made.endLine } } : {}),
    parameters: [],
    guards: [],
    guardedBy: value
      ? [
          {
            text: value.text().slice(0, 4000),
            how: 'middleware',
            path,
            line: lineOf(value),
            level: 'route',
          },
        ]
      : [],
    async: true,
    list: false,
  });
}

/** `headers()` of the configuration: one fact a `source`, one argument a header. */
function readHeaders(config: FileSyntax, app: ApplicationFact) {
  const functions: SyntaxNode[] = [
    ...nodesOfKind(config.root, 'method_definition').filter(
      item => item.field('name')?.text() === 'headers',
    ),
    ...nodesOfKind(config.root, 'pair')
      .filter(item => item.field('key')?.text() === 'headers')
      .map(item => item.field('value'))
      .filter((item): item is SyntaxNode => {
        const kind = item?.kind();
        return (
          kind === 'arrow_function' ||
          kind === 'function_expression' ||
          kind === 'identifier'
        );
      }),
  ];
  for (const made of functions) {
    for (const object of nodesOfKind(made, 'object')) {
      const source = entryNode(object, 'source');
      const list = entryNode(object, 'headers');
      if (!source || !list) {
        continue;
      }
      const resolved =
        list.kind() === 'array' ? list : arrayNamed(config, list.text());
      const headers = (resolved ? namedChildren(resolved) : []).flatMap(
        item => {
          const key = entryNode(item, 'key');
          const value = entryNode(item, 'value');
          const name = key && stringText(key);
          return name
            ? [
                {
                  name,
                  text: value?.text() ?? '',
                  line: lineOf(item),
                  value: value && stringText(value),
                },
              ]
            : [];
        },
      );
      if (!resolved) {
        app.partial.push(
          `${config.path}:${lineOf(list)}: headers are computed`,
        );
      }
      app.middleware.push({
        name: 'next.config.headers',
        path: config.path,
        line: lineOf(object),
        endLine: endLineOf(object),
        args: headers,
        prefix: stringText(source) ?? source.text(),
        definedAt: [spanOf(config.path, made)],
      });
    }
    if (!nodesOfKind(made, 'object').length) {
      app.partial.push(`${config.path}:${lineOf(made)}: headers are computed`);
    }
  }
}

function arrayNamed(file: FileSyntax, name: string): SyntaxNode | undefined {
  return nodesOfKind(file.root, 'variable_declarator')
    .filter(item => item.field('name')?.text() === name)
    .map(item => item.field('value'))
    .find((item): item is SyntaxNode => item?.kind() === 'array');
}
