import { MigrationOperation, RowLevelSecurity, SqlPlace } from '../schema';
import { UNRESOLVED } from './embedded';
import { readStatement, SqlOperation } from './readStatement';
import { tokenizeSql } from './tokenize';

/** What statements say, collected in the order in which they run. */
export class SqlCollector {
  readonly tables: (SqlPlace & { table: string; columns: string[] })[] = [];
  readonly security: RowLevelSecurity = {
    enabled: [],
    forced: [],
    policies: [],
    roles: [],
    unresolved: [],
  };

  /**
   * Reads a text.
   *
   * @param line line of the file on which it begins
   * @returns the operations on tables in it
   */
  read(
    text: string,
    place: { path: string; line: number; embedded?: boolean },
  ): MigrationOperation[] {
    const result: MigrationOperation[] = [];
    for (const statement of tokenizeSql(text)) {
      for (const operation of readStatement(statement)) {
        const at: SqlPlace = {
          path: place.path,
          line: place.line + operation.line - 1,
        };
        this.apply(operation, at);
        const known = migrationOperation(operation, at);
        if (known) {
          result.push(known);
        }
      }
      // `DO $$ … EXECUTE format('ALTER TABLE %I …') … $$` works on tables that only the database knows.
      for (const token of statement.tokens) {
        if (
          token.kind === 'string' &&
          token.text.length > 20 &&
          /row\s+level\s+security|create\s+policy/i.test(token.text)
        ) {
          this.security.unresolved.push({
            path: place.path,
            line: place.line + token.line - 1,
          });
        }
      }
    }
    return result;
  }

  private apply(operation: SqlOperation, at: SqlPlace): void {
    const { security } = this;
    switch (operation.kind) {
      case 'create-table':
        this.addTable(
          operation.table,
          operation.columns.map(item => item.name),
          at,
        );
        break;
      case 'add-column':
        this.addColumn(operation.table, operation.column.name);
        break;
      case 'drop-table':
        this.dropTable(operation.table);
        break;
      case 'rename-table': {
        const { table, to } = operation;
        for (const list of [
          this.tables,
          security.enabled,
          security.forced,
          security.policies,
        ]) {
          for (const item of list) {
            if (item.table === table) {
              item.table = to;
            }
          }
        }
        break;
      }
      case 'row-level-security': {
        const { table, action } = operation;
        if (table === UNRESOLVED) {
          security.unresolved.push(at);
          break;
        }
        const list =
          action === 'enable' || action === 'disable' ? 'enabled' : 'forced';
        security[list] = security[list].filter(item => item.table !== table);
        if (action === 'enable' || action === 'force') {
          security[list].push({ table, ...at });
        }
        break;
      }
      case 'create-policy': {
        const { kind: _, line: __, ...policy } = operation;
        if (policy.table === UNRESOLVED) {
          security.unresolved.push(at);
        } else {
          security.policies.push({ ...policy, ...at });
        }
        break;
      }
      case 'drop-policy':
        security.policies = security.policies.filter(
          item =>
            item.table !== operation.table || item.name !== operation.name,
        );
        break;
      case 'role': {
        const { name, superuser, bypassRls } = operation;
        security.roles.push({ name, superuser, bypassRls, ...at });
        break;
      }
      default:
    }
  }

  addTable(table: string, columns: string[], at: SqlPlace): void {
    if (
      table !== UNRESOLVED &&
      !this.tables.some(item => item.table === table)
    ) {
      this.tables.push({
        table,
        columns: [...columns],
        path: at.path,
        line: at.line,
      });
    }
  }

  addColumn(table: string, column: string): void {
    this.tables.find(item => item.table === table)?.columns.push(column);
  }

  dropTable(table: string): void {
    const index = this.tables.findIndex(item => item.table === table);
    if (index >= 0) {
      this.tables.splice(index, 1);
    }
  }
}

function migrationOperation(
  operation: SqlOperation,
  at: SqlPlace,
): MigrationOperation | undefined {
  switch (operation.kind) {
    case 'create-table':
      return {
        kind: 'create-table',
        table: operation.table,
        columns: operation.columns.map(item => item.name),
        ...at,
      };
    case 'drop-table':
    case 'rename-table':
      return { kind: operation.kind, table: operation.table, ...at };
    case 'drop-column':
    case 'rename-column':
    case 'set-not-null':
      return {
        kind: operation.kind,
        table: operation.table,
        column: operation.column,
        ...at,
      };
    case 'add-column':
      return {
        kind: 'add-column',
        table: operation.table,
        column: operation.column.name,
        requiredWithoutDefault:
          operation.column.notNull && !operation.column.hasDefault,
        ...at,
      };
    case 'create-index':
      return {
        kind: 'create-index',
        table: operation.table,
        concurrently: operation.concurrently,
        ...at,
      };
    default:
      return undefined;
  }
}
