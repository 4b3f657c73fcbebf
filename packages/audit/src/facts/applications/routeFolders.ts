import { posix } from 'node:path';
import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  isFunction,
  nodesOfKind,
  stringText,
  unwrap,
} from './code';

/** A folder whose files are loaded one by one, and what the name of the current file is called. */
export interface LoadedFolder {
  files: FileSyntax[];
  /** Expression that stands for the name of the file. */
  variable: string;
}

const SCRIPT = /\.(?:[cm]?js|[cm]?ts)$/;
const NOT_LOADED = /(?:^|\/)index\.|\.d\.ts$|\.(?:test|spec)\./;

/**
 * The files of ``readdirSync(dir).forEach(file => app.use(`/${file}`, require(`./${file}`)))``: those in the folder that
 * the code around does not name as exceptions.
 */
export function loadedFolder(
  file: FileSyntax,
  loader: SyntaxNode,
  files: readonly FileSyntax[],
): LoadedFolder | undefined {
  const what = requiredOf(loader);
  const pattern = what && namePattern(what);
  if (!what || !pattern) {
    return undefined;
  }
  const folder = posix
    .join(posix.dirname(file.path), pattern.folder)
    .replace(/\/$/, '');
  if (folder.startsWith('..')) {
    return undefined;
  }
  const exceptions = exceptionsAround(loader);
  return {
    variable: pattern.variable,
    files: files.filter(
      item =>
        item.path !== file.path &&
        SCRIPT.test(item.path) &&
        !NOT_LOADED.test(item.path) &&
        posix.dirname(item.path) === folder &&
        !exceptions.has(baseName(item.path)) &&
        !exceptions.has(posix.basename(item.path)),
    ),
  };
}

/** Name of a file without its ending. */
export function baseName(path: string): string {
  return posix.basename(path).replace(SCRIPT, '');
}

/** What `require(…)` or `import(…)` loads, below calls and members. */
function requiredOf(node: SyntaxNode): SyntaxNode | undefined {
  let current: SyntaxNode | null = unwrap(node);
  for (let depth = 0; current && depth < 8; depth++) {
    const callee: SyntaxNode | null = current.field('function');
    if (callee && (callee.text() === 'require' || callee.kind() === 'import')) {
      return argumentNodes(current)[0];
    }
    current =
      callee ??
      (current.kind() === 'member_expression' ? current.field('object') : null);
    current = current && unwrap(current);
  }
  return undefined;
}

/** `./${name}`, `'./' + name`, `path.join(__dirname, 'routes', name)` */
function namePattern(
  node: SyntaxNode,
): { folder: string; variable: string } | undefined {
  const plain = unwrap(node);
  const kind = plain.kind();
  if (kind === 'template_string') {
    const match =
      /^`(\.{1,2}\/(?:[\w.-]+\/)*)\$\{([^{}]{1,80})\}(?:\.[cm]?[jt]s)?`$/.exec(
        plain.text(),
      );
    return match ? { folder: match[1], variable: match[2].trim() } : undefined;
  }
  if (kind === 'binary_expression') {
    const folder = plain.field('left') && stringText(plain.field('left')!);
    const variable = plain.field('right')?.text();
    return folder && variable && /^\.{1,2}\/(?:[\w.-]+\/)*$/.test(folder)
      ? { folder, variable }
      : undefined;
  }
  if (
    kind === 'call_expression' &&
    /(?:^|\.)(?:join|resolve)$/.test(plain.field('function')?.text() ?? '')
  ) {
    const [start, ...rest] = argumentNodes(plain);
    const variable = rest.pop()?.text();
    const folders = rest.map(stringText);
    return start?.text() === '__dirname' &&
      variable &&
      folders.every(item => item !== undefined)
      ? { folder: ['.', ...folders].join('/'), variable }
      : undefined;
  }
  return undefined;
}

/** Texts in the functions around a loader, such as the names that its filter leaves out. */
function exceptionsAround(node: SyntaxNode): Set<string> {
  const around = node.ancestors().filter(isFunction);
  const callee = around[around.length - 1]?.parent()?.parent();
  const root = callee ?? node.parent() ?? node;
  return new Set(
    nodesOfKind(root, 'string').flatMap(item => stringText(item) ?? []),
  );
}
