/** @public */
export type ModelLibrary =
  | 'sqlalchemy'
  | 'sqlmodel'
  | 'django'
  | 'peewee'
  | 'tortoise'
  | 'mongoengine'
  | 'beanie'
  | 'odmantic'
  | 'prisma'
  | 'typeorm'
  | 'sequelize'
  | 'mongoose'
  | 'drizzle'
  | 'gorm'
  | 'jpa'
  | 'sql';

/** @public */
export interface ModelField {
  name: string;
  /** Name in the store, where it is given. */
  column?: string;
  /** As the library names it: `FloatField`, `Numeric(10, 2)`, `Mapped[float]` → `float`, `doublePrecision`. */
  type: string;
  /** Declaration as written, cut. */
  text: string;
  path: string;
  line: number;
}

/**
 * A table or document class with its own and inherited fields.
 *
 * @public
 */
export interface ModelFact {
  name: string;
  /** Name of the table or collection, where it is given. */
  table?: string;
  library: ModelLibrary;
  store: 'sql' | 'document';
  path: string;
  line: number;
  endLine: number;
  fields: ModelField[];
  /** Base classes as written. */
  bases: string[];
  /** Somebody else keeps the table (`managed = False`). */
  unmanaged?: boolean;
}

/** @public */
export interface DatabaseModels {
  models: ModelFact[];
}

/** @public */
export type QueryOperation = 'select' | 'update' | 'delete' | 'aggregate';

/**
 * A query on a model, as a whole chain.
 *
 * @public
 */
export interface QueryFact {
  path: string;
  line: number;
  endLine: number;
  model: string;
  library: ModelLibrary;
  operation: QueryOperation;
  /** The statement as written, with conditions that are added to the same variable later. */
  text: string;
  /** Methods of the chain in order: `objects`, `filter`, `first`. */
  chain: string[];
  /** Manager of Django models: `objects`. */
  manager?: string;
  /** Conditions as written: arguments of the methods that filter. */
  conditions: string[];
  /** Takes an id only: `session.get(Model, id)`, `findByPk(id)`. */
  byId: boolean;
  enclosing: string[];
}

/** @public */
export interface DatabaseQueries {
  queries: QueryFact[];
}

/** @public */
export type MigrationTool =
  | 'alembic'
  | 'django'
  | 'prisma'
  | 'typeorm'
  | 'knex'
  | 'sequelize'
  | 'drizzle'
  | 'flyway'
  | 'sql';

/** @public */
export interface MigrationOperation {
  kind:
    | 'create-table'
    | 'drop-table'
    | 'rename-table'
    | 'add-column'
    | 'drop-column'
    | 'rename-column'
    | 'set-not-null'
    | 'create-index';
  table: string;
  column?: string;
  /** Columns of a new table. */
  columns?: string[];
  /** A required column without a default. */
  requiredWithoutDefault?: boolean;
  concurrently?: boolean;
  path: string;
  line: number;
}

/** @public */
export interface MigrationFact {
  tool: MigrationTool;
  /** Revision, number or name. */
  id: string;
  /** Revisions it comes after; for tools with an order of file names empty. */
  parents: string[];
  /** What shares one history: folder, or app of Django. */
  group: string;
  path: string;
  line: number;
  /** More than one parent, or an empty body with several. */
  merge: boolean;
  /** `none`: the tool has no way back. */
  downgrade: 'works' | 'empty' | 'raises' | 'none';
  downgradeLine?: number;
  operations: MigrationOperation[];
  /** Comment or docstring that says that there is no way back. */
  note?: string;
}

/** @public */
export interface PolicyFact {
  table: string;
  name: string;
  command: string;
  restrictive: boolean;
  using?: string;
  withCheck?: string;
  path: string;
  line: number;
}

/** @public */
export interface SqlPlace {
  path: string;
  line: number;
}

/**
 * What the migrations have in force at their end.
 *
 * @public
 */
export interface RowLevelSecurity {
  enabled: (SqlPlace & { table: string })[];
  forced: (SqlPlace & { table: string })[];
  policies: PolicyFact[];
  roles: (SqlPlace & {
    name: string;
    superuser: boolean;
    bypassRls: boolean;
  })[];
  /** Statements about row-level security whose table is not known from the text. */
  unresolved: SqlPlace[];
}

/** @public */
export interface DatabaseMigrations {
  migrations: MigrationFact[];
  /** Tables that migrations create, with the names of their columns. */
  tables: (SqlPlace & { table: string; columns: string[] })[];
  rowLevelSecurity: RowLevelSecurity;
}
