import { ExtractContext } from '../../../engine/types';
import { CallFact, FileSyntax } from '../../../syntax/schema';
import { argumentNodes, nodeOfCall } from '../../applications/code';
import { MigrationFact, MigrationOperation, MigrationTool } from '../schema';
import { SqlCollector } from '../sql/apply';
import { embeddedSql } from '../sql/embedded';
import { groupOf, noteOf } from './alembic';

const WORDS = [
  'MigrationInterface',
  'knex.schema',
  'knex.raw',
  'Knex',
  'queryInterface',
  'QueryInterface',
  'node-pg-migrate',
  'MigrationBuilder',
];

/** Migrations of TypeORM, Knex and Sequelize. */
export async function readScriptMigrations(
  context: ExtractContext,
  sql: SqlCollector,
): Promise<MigrationFact[]> {
  const result: MigrationFact[] = [];
  for (const file of await context.syntax.files({
    languages: ['typescript', 'javascript'],
    classes: ['source', 'migration'],
    containing: WORDS,
  })) {
    const text = context.tree.read(file.path) ?? '';
    const up = file.functions.find(item => /(?:^|\.)up$/.test(item.name));
    if (!up) {
      continue;
    }
    const down = file.functions.find(item => /(?:^|\.)down$/.test(item.name));
    const body = down
      ? text
          .split('\n')
          .slice(down.line - 1, down.endLine)
          .join('\n')
      : '';
    const inside = body.slice(body.indexOf('{') + 1, body.lastIndexOf('}'));
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const operations: MigrationOperation[] = [];
    for (const call of file.calls) {
      if (call.line >= up.line && call.endLine <= up.endLine) {
        operations.push(...readOperation(sql, file, call));
      }
    }
    result.push({
      tool: toolOf(text),
      id: /^(\d+)/.exec(name)?.[1] ?? name,
      parents: [],
      group: groupOf(file.path),
      path: file.path,
      line: up.line,
      merge: false,
      downgrade: down ? wayBack(inside) : 'none',
      ...(down ? { downgradeLine: down.line } : {}),
      operations,
      ...noteOf(text),
    });
  }
  return result;
}

function toolOf(text: string): MigrationTool {
  if (text.includes('MigrationInterface')) {
    return 'typeorm';
  }
  return /queryInterface/i.test(text) ? 'sequelize' : 'knex';
}

/** What the body of the way back does. */
function wayBack(body: string): MigrationFact['downgrade'] {
  const text = body
    .slice(0, 5000)
    .replace(/\/\/[^\n]*/g, '')
    .trim();
  if (text === '' || (text.startsWith('/*') && text.endsWith('*/'))) {
    return 'empty';
  }
  return /^throw\b/.test(text) ? 'raises' : 'works';
}

function readOperation(
  sql: SqlCollector,
  file: FileSyntax,
  call: CallFact,
): MigrationOperation[] {
  const method = call.callee.split('.').pop() ?? '';
  const at = { path: file.path, line: call.line };
  const text = (index: number) => {
    const value = call.args[index]?.value;
    return typeof value === 'string' ? value : undefined;
  };
  if (['query', 'raw', 'sql', 'execute'].includes(method)) {
    const node = nodeOfCall(file, call);
    const [argument] = node ? argumentNodes(node) : [];
    return argument
      ? embeddedSql(file, argument).flatMap(item =>
          sql.read(item.text, { path: file.path, line: item.line }),
        )
      : [];
  }
  const table = text(0);
  switch (method) {
    case 'createTable':
      if (table) {
        sql.addTable(
          table,
          call.args[1]?.entries?.flatMap(entry => entry.name ?? []) ?? [],
          at,
        );
        return [{ kind: 'create-table', table, ...at }];
      }
      return [];
    case 'dropTable':
    case 'dropTableIfExists':
      return table ? [{ kind: 'drop-table', table, ...at }] : [];
    case 'dropColumn':
    case 'removeColumn': {
      const column = text(1) ?? (method === 'dropColumn' ? table : undefined);
      return column
        ? [
            {
              kind: 'drop-column',
              table: text(1) ? table ?? '' : '',
              column,
              ...at,
            },
          ]
        : [];
    }
    case 'renameColumn': {
      const column = text(1);
      return table && column
        ? [{ kind: 'rename-column', table, column, ...at }]
        : [];
    }
    default:
      return [];
  }
}
