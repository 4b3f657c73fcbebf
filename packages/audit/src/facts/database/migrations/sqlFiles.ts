import { ExtractContext } from '../../../engine/types';
import { Inventory } from '../../inventory/schema';
import { MigrationFact } from '../schema';
import { SqlCollector } from '../sql/apply';
import { groupOf, noteOf } from './alembic';

const DOWN_FILE =
  /(?:\.|_|-)(?:down|undo|rollback)\.sql$|\/(?:down|rollback)(?:\.sql$|\/)|(?:^|\/)U\d[^/]*\.sql$/i;
/** Comments with which tools begin the way back in the same file. */
const DOWN_MARK =
  /^[ \t]*--[ \t]*(?:\+goose\s+Down|migrate:down|\+migrate\s+Down|\+micrate\s+Down|down migration|@?rollback)\b/im;
const MIGRATION_NAME = /^(?:V\d|R__|\d)/;
const MIGRATION_FOLDER =
  /(?:^|\/)(?:migrations?|drizzle|changelog|db\/migrate|schema)(?:\/|$)/;

/** Migrations that are SQL files: Flyway, Prisma, Drizzle, golang-migrate, dbmate and own runners. */
export function readSqlFiles(
  context: ExtractContext,
  inventory: Inventory,
  sql: SqlCollector,
): MigrationFact[] {
  const files = inventory.files
    .filter(
      ({ path, class: kind }) =>
        /\.sql$/i.test(path) &&
        !['test', 'fixture', 'example', 'vendored', 'docs'].includes(kind),
    )
    .map(({ path }) => path)
    .sort(inOrderOfNumbers);
  const paths = new Set(files);
  const result: MigrationFact[] = [];
  for (const path of files) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const folder = groupOf(path);
    const text = context.tree.read(path);
    if (text === undefined || DOWN_FILE.test(path)) {
      continue;
    }
    const down = DOWN_MARK.exec(text);
    const up = down ? text.slice(0, down.index) : text;
    const operations = sql.read(up, { path, line: 1 });
    const isPrisma =
      name === 'migration.sql' && /(?:^|\/)migrations\/\d[^/]*$/.test(folder);
    if (
      !isPrisma &&
      !(MIGRATION_NAME.test(name) && MIGRATION_FOLDER.test(folder))
    ) {
      continue;
    }
    const number = isPrisma
      ? folder.split('/').pop()!
      : /^V?([\d._]*\d)(?!-\d)/.exec(
          name.replace(/^\d{4}(?:-\d{2}){2}.*$/, ''),
        )?.[1];
    const downFile = paths.has(path.replace(/\.up\.sql$/, '.down.sql'));
    result.push({
      tool: isPrisma ? 'prisma' : toolOf(name, folder),
      id: number ?? name,
      parents: [],
      group: isPrisma ? groupOf(folder) : folder,
      path,
      line: 1,
      merge: false,
      downgrade:
        down || (downFile && path.endsWith('.up.sql')) ? 'works' : 'none',
      operations,
      ...noteOf(text),
    });
  }
  return result;
}

function toolOf(name: string, folder: string): MigrationFact['tool'] {
  if (/^(?:V[\d._]+|R)__/.test(name)) {
    return 'flyway';
  }
  return /(?:^|\/)drizzle(?:\/|$)/.test(folder) ? 'drizzle' : 'sql';
}

/** `2_b` before `10_a`; folders as they are. */
function inOrderOfNumbers(a: string, b: string): number {
  const parts = (path: string) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return {
      folder: groupOf(path),
      number: Number(/^V?(\d{1,15})/.exec(name)?.[1] ?? Number.NaN),
    };
  };
  const [one, two] = [parts(a), parts(b)];
  if (
    one.folder === two.folder &&
    Number.isFinite(one.number) &&
    Number.isFinite(two.number) &&
    one.number !== two.number
  ) {
    return one.number - two.number;
  }
  return a < b ? -1 : Number(a > b);
}
