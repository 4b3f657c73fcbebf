import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  environmentCondition,
  joinPaths,
  lineOf,
  namedChildren,
  nodesOfKind,
  stringText,
  unwrap,
} from './code';
import { cleanPattern, push, Routing } from './djangoRouting';
import { readRouter, readView } from './djangoViews';
import { Workbench } from './Workbench';

const CALLS_WITH_PATHS = new Set(['path', 're_path', 'url']);
const MAX_DEPTH = 8;

/** Places that add routes while the program runs. */
export async function dynamicPatterns(
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

export async function readUrls(
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
      if (
        node.field('left')?.text() !== listName ||
        !right ||
        // `if settings.DEBUG: urlpatterns += …`
        environmentCondition(node)?.developmentOnly
      ) {
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
  node: SyntaxNode,
  prefix: string,
  composedAt: { path: string; line: number } | undefined,
  routing: Routing,
  depth: number,
): Promise<void> {
  const plain = unwrap(node);
  const kind = plain.kind();
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
  if (!target) {
    return;
  }
  const line = lineOf(plain);
  if (own === undefined) {
    routing.app.partial.push(`${file.path}:${line}: the path is computed`);
  }
  const full = joinPaths(
    prefix,
    own === undefined
      ? formatted(pathNode, callee !== 'path')
      : cleanPattern(own, callee !== 'path'),
  );
  const targetCallee = target.field('function')?.text() ?? '';
  if (target.kind() === 'call' && targetCallee.split('.').pop() === 'include') {
    const [included] = argumentNodes(target);
    const at = own === '' ? composedAt : { path: file.path, line };
    await readInclude(bench, file, included, full, at, routing, depth);
    return;
  }
  if (
    target.text().endsWith('.urls') &&
    // A view of that name is none of a router.
    !(await bench.resolver.function(file.path, target.text()))
  ) {
    if (targetCallee === '' && target.text() === 'admin.site.urls') {
      routing.app.servesPages = true;
      push(routing, {
        method: '*',
        fullPath: `${full}/*`,
        path: file.path,
        line,
        handler: 'admin.site.urls',
        guardedBy: [
          {
            text: 'admin.site',
            how: 'rule',
            path: file.path,
            line,
            level: 'router',
            says: 'privilege',
          },
        ],
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

/** `r"^{mount}api/".format(mount=…)`: what is computed is left open. */
function formatted(node: SyntaxNode, expression: boolean): string {
  const object = node.field('function')?.field('object');
  const text =
    (object && stringText(object)) ??
    (node.kind() === 'string'
      ? node.text().replace(/^[a-zA-Z]*["']{1,3}|["']{1,3}$/g, '')
      : undefined);
  return text === undefined
    ? '{…}'
    : cleanPattern(text.replace(/\{[^{}]*\}/g, '{…}/'), expression);
}

async function readInclude(
  bench: Workbench,
  file: FileSyntax,
  included: SyntaxNode | undefined,
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
