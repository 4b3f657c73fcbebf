import { ExtractContext } from '../../../engine/types';
import { CallFact, FileSyntax } from '../../../syntax/schema';
import { argumentNodes, nodeOfCall } from '../../applications/code';
import { MigrationFact, MigrationOperation } from '../schema';
import { SqlCollector } from '../sql/apply';
import { embeddedSql } from '../sql/embedded';
import { groupOf, isBackwards, noteOf, readSql } from './alembic';

/** Migrations of Django. */
export async function readDjangoMigrations(
  context: ExtractContext,
  sql: SqlCollector,
): Promise<MigrationFact[]> {
  const result: MigrationFact[] = [];
  for (const file of await context.syntax.files({
    languages: ['python'],
    classes: ['source', 'migration', 'generated'],
    containing: ['migrations.Migration', 'import Migration'],
  })) {
    const migration = file.classes.find(
      item =>
        item.name === 'Migration' &&
        item.bases.some(base => /(?:^|\.)Migration$/.test(base)),
    );
    const name = /([^/]+)\.py$/.exec(file.path)?.[1];
    const folder = groupOf(file.path);
    if (!migration || !name) {
      continue;
    }
    const app =
      folder
        .replace(/\/?migrations$/, '')
        .split('/')
        .pop() ?? '';
    const value = (field: string) =>
      migration.fields.find(item => item.target === field);
    const replaces = value('replaces')?.value;
    const fact: MigrationFact = {
      tool: 'django',
      id: name,
      parents: ownParents(value('dependencies')?.text ?? '', app),
      group: folder,
      path: file.path,
      line: migration.line,
      merge: false,
      downgrade: 'works',
      operations: readOperations(sql, file),
      ...noteOf(context.tree.read(file.path) ?? ''),
    };
    fact.merge = fact.parents.length > 1;
    if (Array.isArray(replaces) || /\(/.test(value('replaces')?.text ?? '')) {
      // A squashed one stands beside what it replaces until that is deleted.
      fact.note = 'squashed';
    }
    const oneWay = file.calls.find(
      call =>
        /(?:^|\.)Run(?:Python|SQL)$/.test(call.name) &&
        call.args.length < 2 &&
        !call.args.some(item => /^reverse_/.test(item.name ?? '')),
    );
    if (oneWay) {
      fact.downgrade = 'raises';
      fact.downgradeLine = oneWay.line;
    }
    result.push(fact);
  }
  return result;
}

/** Dependencies on the same app: `("billing", "0001_initial")`. */
function ownParents(text: string, app: string): string[] {
  const parents: string[] = [];
  const pair = /\(\s*["'](\w+)["']\s*,\s*["']([^"'\n]+)["']\s*,?\s*\)/g;
  for (let match = pair.exec(text); match; match = pair.exec(text)) {
    if (match[1] === app && !match[2].startsWith('__')) {
      parents.push(match[2]);
    }
  }
  return parents;
}

function readOperations(
  sql: SqlCollector,
  file: FileSyntax,
): MigrationOperation[] {
  const backwards = new Set(
    file.calls
      .filter(({ name }) => /(?:^|\.)RunPython$/.test(name))
      .flatMap(({ args }) =>
        args.filter(
          (item, index) =>
            item.name === 'reverse_code' ||
            (item.name === undefined && index === 1),
        ),
      )
      .map(({ text }) => text),
  );
  return file.calls.flatMap(call => {
    const [outer] = call.enclosing;
    // `schema_editor.execute(…)` and `cursor.execute(…)` in a function of RunPython.
    if (
      outer !== undefined &&
      outer !== 'Migration' &&
      /\.execute(?:many)?$/.test(call.callee)
    ) {
      return backwards.has(outer) || isBackwards(call.enclosing)
        ? []
        : readSql(sql, file, call);
    }
    return readOperation(sql, file, call);
  });
}

function readOperation(
  sql: SqlCollector,
  file: FileSyntax,
  call: CallFact,
): MigrationOperation[] {
  const name = /(?:^|\.)migrations\.(?:operations\.)?(\w+)$/.exec(
    call.name,
  )?.[1];
  if (!name) {
    return [];
  }
  const at = { path: file.path, line: call.line };
  const text = (key: string, position: number): string | undefined => {
    const found =
      call.args.find(item => item.name === key) ??
      call.args.filter(item => item.name === undefined)[position];
    return typeof found?.value === 'string' ? found.value : undefined;
  };
  switch (name) {
    case 'CreateModel': {
      const table = text('name', 0);
      return table
        ? [{ kind: 'create-table', table: table.toLowerCase(), ...at }]
        : [];
    }
    case 'DeleteModel': {
      const table = text('name', 0);
      return table
        ? [{ kind: 'drop-table', table: table.toLowerCase(), ...at }]
        : [];
    }
    case 'RemoveField': {
      const table = text('model_name', 0);
      const column = text('name', 1);
      return table && column
        ? [{ kind: 'drop-column', table: table.toLowerCase(), column, ...at }]
        : [];
    }
    case 'RenameField': {
      const table = text('model_name', 0);
      const column = text('old_name', 1);
      return table && column
        ? [{ kind: 'rename-column', table: table.toLowerCase(), column, ...at }]
        : [];
    }
    case 'RunSQL': {
      const node = nodeOfCall(file, call);
      const [argument] = node ? argumentNodes(node) : [];
      const value = argument?.field('value') ?? argument;
      return value
        ? embeddedSql(file, value).flatMap(item =>
            sql.read(item.text, { path: file.path, line: item.line }),
          )
        : [];
    }
    default:
      return [];
  }
}
