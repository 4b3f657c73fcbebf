import type { SyntaxNode } from '../../../syntax/nodes';
import { ExtractContext } from '../../../engine/types';
import { AssignmentFact, CallFact, FileSyntax } from '../../../syntax/schema';
import { argumentNodes, nodeOfCall } from '../../applications/code';
import { MigrationFact, MigrationOperation } from '../schema';
import { SqlCollector } from '../sql/apply';
import { embeddedSql } from '../sql/embedded';

/** Whether code takes a migration back, by the names around it. */
export const isBackwards = (enclosing: readonly string[]) =>
  enclosing.some(name =>
    /^(?:downgrade|down|revers|revert|_?rollback)/.test(name),
  );

const valueNode = (node: SyntaxNode) =>
  node.kind() === 'keyword_argument' ? node.field('value') ?? node : node;

/** Alembic (and Flask-Migrate) revisions. */
export async function readAlembic(
  context: ExtractContext,
  sql: SqlCollector,
): Promise<MigrationFact[]> {
  const result: MigrationFact[] = [];
  const files = await context.syntax.files({
    languages: ['python'],
    classes: ['source', 'migration', 'script', 'config'],
    containing: ['down_revision'],
  });
  const revisions = files.flatMap(file => {
    const own = (name: string) =>
      file.assignments.find(
        item => item.target === name && item.enclosing.length === 0,
      );
    const revision = own('revision');
    const down = own('down_revision');
    return typeof revision?.value === 'string' && down
      ? [{ file, revision, id: revision.value, parents: parentsOf(down) }]
      : [];
  });
  // The SQL of later revisions counts on that of earlier ones.
  const done = new Set<string>();
  const byId = new Map(revisions.map(item => [item.id, item]));
  const ordered: typeof revisions = [];
  const visit = (item: (typeof revisions)[number]) => {
    const stack = [item];
    while (stack.length > 0) {
      const current = stack[stack.length - 1];
      const open = (current.parents ?? [])
        .map(parent => byId.get(parent))
        .filter(
          parent => parent && !done.has(parent.id) && !stack.includes(parent),
        );
      if (open.length > 0 && stack.length < 5000) {
        stack.push(open[0]!);
        continue;
      }
      stack.pop();
      if (!done.has(current.id)) {
        done.add(current.id);
        ordered.push(current);
      }
    }
  };
  revisions.forEach(visit);
  for (const { file, revision, id, parents } of ordered) {
    result.push(readRevision(context, sql, file, revision, id, parents ?? []));
  }
  // Two files with one id: the second was never visited.
  for (const item of revisions) {
    if (!ordered.includes(item)) {
      result.push(
        readRevision(
          context,
          sql,
          item.file,
          item.revision,
          item.id,
          item.parents ?? [],
        ),
      );
    }
  }
  return result;
}

function parentsOf(down: AssignmentFact): string[] | undefined {
  const { value } = down;
  if (typeof value === 'string') {
    return [value];
  }
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

function readRevision(
  context: ExtractContext,
  sql: SqlCollector,
  file: FileSyntax,
  revision: AssignmentFact,
  id: string,
  parents: string[],
): MigrationFact {
  const operations: MigrationOperation[] = [];
  for (const call of file.calls) {
    const method =
      /(?:^|\.)(?:op|batch_op|alembic\.op|batch|bop)\.(\w+)$/.exec(
        call.name,
      )?.[1] ?? /(?:^|\.)(?:op|batch_op|bop)\.(\w+)$/.exec(call.callee)?.[1];
    if (!method || isBackwards(call.enclosing)) {
      // `connection.execute(text("…"))` is SQL as well.
      if (
        !isBackwards(call.enclosing) &&
        call.enclosing.length > 0 &&
        /\.(?:execute|exec_driver_sql)$/.test(call.callee)
      ) {
        operations.push(...readSql(sql, file, call));
      }
      continue;
    }
    if (method === 'execute') {
      operations.push(...readSql(sql, file, call));
      continue;
    }
    const operation = readOperation(file, call, method);
    if (operation) {
      operations.push(operation);
      if (operation.kind === 'create-table') {
        sql.addTable(operation.table, operation.columns ?? [], operation);
      } else if (operation.kind === 'add-column' && operation.column) {
        sql.addColumn(operation.table, operation.column);
      } else if (operation.kind === 'drop-table') {
        sql.dropTable(operation.table);
      }
    }
  }
  const downgrade = file.functions.find(
    item => item.name === 'downgrade' && item.enclosing.length === 0,
  );
  const text = context.tree.read(file.path) ?? '';
  const body = downgrade
    ? bodyText(text, downgrade.line, downgrade.endLine)
    : '';
  return {
    tool: 'alembic',
    id,
    parents,
    group: groupOf(file.path),
    path: file.path,
    line: revision.line,
    merge: parents.length > 1,
    downgrade: downgrade ? wayBack(body) : 'none',
    ...(downgrade ? { downgradeLine: downgrade.line } : {}),
    operations,
    ...noteOf(text),
  };
}

function wayBack(body: string): MigrationFact['downgrade'] {
  if (['', 'pass', '...'].includes(body.trim())) {
    return 'empty';
  }
  return /^\s*raise\b/.test(body) ? 'raises' : 'works';
}

/** The SQL in the first argument of a call. */
export function readSql(
  sql: SqlCollector,
  file: FileSyntax,
  call: CallFact,
): MigrationOperation[] {
  const node = nodeOfCall(file, call);
  const [argument] = node ? argumentNodes(node) : [];
  return argument
    ? embeddedSql(file, valueNode(argument)).flatMap(item =>
        sql.read(item.text, { path: file.path, line: item.line }),
      )
    : [];
}

function readOperation(
  file: FileSyntax,
  call: CallFact,
  method: string,
): MigrationOperation | undefined {
  const at = { path: file.path, line: call.line };
  const positional = call.args.filter(item => item.name === undefined);
  const text = (index: number, name?: string): string | undefined => {
    const found =
      call.args.find(item => item.name === name && name !== undefined) ??
      positional[index];
    return typeof found?.value === 'string' ? found.value : undefined;
  };
  // A batch works on the table that its block names.
  const isBatch = /(?:batch_op|batch|bop)\.\w+$/.test(call.callee);
  const table = isBatch
    ? batchTable(file, call)
    : text(method === 'create_index' ? 1 : 0, 'table_name');
  if (!table) {
    return undefined;
  }
  const first = isBatch ? 0 : 1;
  switch (method) {
    case 'create_table':
      return {
        kind: 'create-table',
        table,
        columns: positional.slice(1).flatMap(item => {
          const name = /^(?:\w+\.)*Column\(\s*["'](\w+)["']/.exec(
            item.text.slice(0, 200),
          )?.[1];
          return name ? [name] : [];
        }),
        ...at,
      };
    case 'drop_table':
      return { kind: 'drop-table', table, ...at };
    case 'rename_table':
      return { kind: 'rename-table', table, ...at };
    case 'drop_column': {
      const column = text(first, 'column_name');
      return column ? { kind: 'drop-column', table, column, ...at } : undefined;
    }
    case 'add_column': {
      const declared = positional[first]?.text ?? '';
      const column = /^(?:\w+\.)*Column\(\s*["'](\w+)["']/.exec(
        declared.slice(0, 200),
      )?.[1];
      return column
        ? {
            kind: 'add-column',
            table,
            column,
            requiredWithoutDefault:
              /\bnullable\s*=\s*False\b/.test(declared) &&
              !/\b(?:server_default|Computed|Identity|primary_key)\b/.test(
                declared,
              ),
            ...at,
          }
        : undefined;
    }
    case 'alter_column': {
      const column = text(first, 'column_name');
      if (!column) {
        return undefined;
      }
      if (call.args.some(item => item.name === 'new_column_name')) {
        return { kind: 'rename-column', table, column, ...at };
      }
      return call.args.some(
        item => item.name === 'nullable' && item.value === false,
      )
        ? { kind: 'set-not-null', table, column, ...at }
        : undefined;
    }
    case 'create_index':
      return {
        kind: 'create-index',
        table,
        concurrently: call.args.some(
          item =>
            item.name === 'postgresql_concurrently' && item.value === true,
        ),
        ...at,
      };
    default:
      return undefined;
  }
}

function batchTable(file: FileSyntax, call: CallFact): string | undefined {
  const batches = file.calls.filter(
    item =>
      item.callee.endsWith('.batch_alter_table') && item.line <= call.line,
  );
  const value = batches[batches.length - 1]?.args[0]?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Statements of a function without its head, comments and docstring. */
function bodyText(text: string, line: number, endLine: number): string {
  const lines = text.split('\n').slice(line - 1, endLine);
  const head = lines.findIndex(item => /:\s*(?:#.*)?$/.test(item));
  return lines
    .slice(head + 1)
    .filter(item => !/^\s*#/.test(item))
    .join('\n')
    .replace(/^\s*(?:"""[^"]*"""|'''[^']*'''|"[^"\n]*"|'[^'\n]*')/, '');
}

export function noteOf(text: string): { note?: string } {
  const note =
    /\b(?:irreversible|not reversible|cannot be (?:reversed|undone|reverted)|no (?:way back|downgrade|rollback)|forward[- ]only|one[- ]way)\b/i.exec(
      text.slice(0, 20_000),
    )?.[0];
  return note ? { note } : {};
}

export function groupOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
