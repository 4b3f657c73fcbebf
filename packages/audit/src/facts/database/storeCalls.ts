import { CallFact, FileSyntax } from '../../syntax/schema';

/** What a call asks a database for. `commit` ends a transaction. */
export type StoreAction = 'read' | 'create' | 'update' | 'delete' | 'commit';

/**
 * A call that goes to a database, told from how clients and mappers are used.
 */
export interface StoreCall {
  action: StoreAction;
  /** Adds the row only when it is not there yet, or writes over it. */
  onlyOnce: boolean;
}

const store = (action: StoreAction, onlyOnce = false): StoreCall => ({
  action,
  onlyOnce,
});

/** Methods whose name says enough wherever they stand. */
const UNMISTAKABLE: Record<string, StoreCall> = {
  insert_one: store('create'),
  insert_many: store('create'),
  insertOne: store('create'),
  insertMany: store('create'),
  bulk_create: store('create'),
  bulkCreate: store('create'),
  get_or_create: store('create', true),
  update_or_create: store('update', true),
  findOrCreate: store('create', true),
  update_one: store('update'),
  update_many: store('update'),
  updateOne: store('update'),
  updateMany: store('update'),
  replace_one: store('update'),
  replaceOne: store('update'),
  find_one_and_update: store('update'),
  findOneAndUpdate: store('update'),
  findByIdAndUpdate: store('update'),
  delete_one: store('delete'),
  delete_many: store('delete'),
  deleteOne: store('delete'),
  deleteMany: store('delete'),
  findByIdAndDelete: store('delete'),
  findOneAndDelete: store('delete'),
  find_one: store('read'),
  findOne: store('read'),
  findOneBy: store('read'),
  findOneOrFail: store('read'),
  findById: store('read'),
  findByPk: store('read'),
  findMany: store('read'),
  findUnique: store('read'),
  findUniqueOrThrow: store('read'),
  findFirst: store('read'),
  findFirstOrThrow: store('read'),
  findAll: store('read'),
  findAndCountAll: store('read'),
  countDocuments: store('read'),
  count_documents: store('read'),
  get_object_or_404: store('read'),
  aget_object_or_404: store('read'),
};

/** Methods of the objects that speak for a database, by the kind of such an object. */
const MANAGER: Record<string, StoreCall> = {
  create: store('create'),
  acreate: store('create'),
  create_user: store('create'),
  get: store('read'),
  aget: store('read'),
  first: store('read'),
  last: store('read'),
  count: store('read'),
  exists: store('read'),
};
const SESSION: Record<string, StoreCall> = {
  add: store('create'),
  add_all: store('create'),
  merge: store('update', true),
  delete: store('delete'),
  get: store('read'),
  get_one: store('read'),
  scalar: store('read'),
  scalars: store('read'),
  commit: store('commit'),
};
const REPOSITORY: Record<string, StoreCall> = {
  save: store('update'),
  saveAll: store('update'),
  saveAndFlush: store('update'),
  insert: store('create'),
  update: store('update'),
  upsert: store('update', true),
  delete: store('delete'),
  deleteById: store('delete'),
  remove: store('delete'),
  softDelete: store('delete'),
  find: store('read'),
  findBy: store('read'),
  findOneByOrFail: store('read'),
  count: store('read'),
};
const PRISMA: Record<string, StoreCall> = {
  create: store('create'),
  createMany: store('create'),
  update: store('update'),
  upsert: store('update', true),
  delete: store('delete'),
  count: store('read'),
  aggregate: store('read'),
};
/** Static methods of model classes of the JavaScript mappers. */
const MODEL: Record<string, StoreCall> = {
  create: store('create'),
  destroy: store('delete'),
  find: store('read'),
  upsert: store('update', true),
  exists: store('read'),
};

const MANAGERS = /(?:^|\.)[A-Z]\w*\.(?:objects|_default_manager|all_objects)$/;
const SESSIONS =
  /(?:^|\.)(?:\w*_)?(?:session|sess|uow\.session|dbsession|DBSession|db|g\.db|async_session)(?:\(\))?$/;
const REPOSITORIES =
  /(?:[rR]epo|[rR]epository|[eE]ntityManager|(?:^|\.)em|\.manager)$/;
const PRISMAS = /(?:^|\.)(?:prisma|prismaClient|prismaService|tx|trx)\.\w+$/;

/** Calls whose first argument is a statement in SQL. */
const EXECUTES =
  /(?:^|[._])(?:execute|executemany|exec|query|queryRow|queryOne|run|get|all|raw|one|none|oneOrNone|manyOrNone|fetch|fetchrow|fetchval|fetch_one|fetch_all|Exec|ExecContext|Query|QueryContext|QueryRow|QueryRowContext|\$executeRaw|\$queryRaw|\$executeRawUnsafe|\$queryRawUnsafe)$/;
const STATEMENT =
  /^[rbuf]*["'`(\s]*(?:text\(\s*["'`]{1,3}\s*|sql["'`(\s]*)?\s*(insert|replace|update|delete|select|with)\s/i;
const WORDS_OF_ONCE =
  /on\s+conflict|on\s+duplicate\s+key|insert\s+(?:or\s+)?ignore|where\s+not\s+exists/i;

/** Libraries whose objects have `save()` and `delete()` of their own. */
const ACTIVE_RECORDS =
  /^(?:django|mongoengine|peewee|tortoise|beanie|odmantic|mongoose|sequelize|typeorm|objection|bookshelf)(?:[./]|$)/;
/** What is saved and is no row. */
const NO_ROWS =
  /(?:^|[._])(?:form|formset|serializer|img|image|im|thumb\w*|canvas|fig|figure|plt|wb|workbook|book|doc|document|pdf|storage|fs|file|config|cfg|settings|ctx|context|res|response|request|session|cache|state|store|editor|model_file|s3|bucket|localStorage)$/i;

function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(table, key)
    ? table[key]
    : undefined;
}

function statementOf(call: CallFact): StoreCall | undefined {
  const written = call.args
    .slice(0, 2)
    .map(item => (typeof item.value === 'string' ? item.value : item.text))
    .find(text => STATEMENT.test(text));
  const verb = written && STATEMENT.exec(written)?.[1].toLowerCase();
  switch (verb) {
    case 'insert':
    case 'replace':
      return store('create', WORDS_OF_ONCE.test(written!));
    case 'update':
      return store('update');
    case 'delete':
      return store('delete');
    case 'select':
      return store('read');
    case 'with':
      return /\b(?:insert|update|delete)\s/i.test(written!)
        ? store('update')
        : store('read');
    default: {
      // `session.execute(insert(Order).values(…))`
      const core =
        /^(?:sa\.|sqlalchemy\.)?(insert|update|delete|select)\(/.exec(
          call.args[0]?.text ?? '',
        )?.[1];
      if (core === undefined) {
        return undefined;
      }
      const actions: Record<string, StoreAction> = {
        insert: 'create',
        update: 'update',
        delete: 'delete',
        select: 'read',
      };
      return store(actions[core], /on_conflict/.test(call.args[0].text));
    }
  }
}

/** GORM. */
function goCall(receiver: string, method: string): StoreCall | undefined {
  return /(?:^|\.)(?:db|DB|tx|gorm)\b/.test(receiver)
    ? own(
        {
          Create: store('create'),
          CreateInBatches: store('create'),
          FirstOrCreate: store('create', true),
          Save: store('update'),
          Updates: store('update'),
          Delete: store('delete'),
          First: store('read'),
          Find: store('read'),
          Take: store('read'),
          Count: store('read'),
          Commit: store('commit'),
        },
        method,
      )
    : undefined;
}

/** `order.save()`, `order.delete()` of mappers whose rows write themselves. */
function rowCall(
  call: CallFact,
  receiver: string,
  method: string,
  file: Pick<FileSyntax, 'imports' | 'text'>,
): StoreCall | undefined {
  const simple = /^(?:self\.|this\.)?[a-z_$][\w$]*(?:\.[a-z_][\w$]*)?$/;
  if (
    !/^(?:a?save|a?delete|destroy|deleteInstance|delete_instance)$/.test(
      method,
    ) ||
    !simple.test(receiver) ||
    NO_ROWS.test(receiver) ||
    call.args.some(
      item => item.name === undefined && !/^\{|^\(?\w*\)?\s*=>/.test(item.text),
    )
  ) {
    return undefined;
  }
  const isRow =
    file.imports.some(({ module }) => ACTIVE_RECORDS.test(module)) ||
    file.imports.some(({ module }) =>
      /(?:^|[./])models?(?:[./]|$)/.test(module),
    );
  if (!isRow) {
    return undefined;
  }
  return store(/save$/.test(method) ? 'update' : 'delete');
}

/** Tells whether a call goes to a database, and for what; `undefined` for all others. */
export function storeCall(
  call: CallFact,
  file: Pick<FileSyntax, 'imports' | 'text'>,
): StoreCall | undefined {
  const dot = call.callee.lastIndexOf('.');
  const method = call.callee.slice(dot + 1);
  const receiver = dot < 0 ? '' : call.callee.slice(0, dot);
  const known = own(UNMISTAKABLE, method);
  if (known && (receiver || method.includes('_or_404'))) {
    return known;
  }
  const statement = EXECUTES.test(call.callee) ? statementOf(call) : undefined;
  if (statement) {
    return statement;
  }
  if (!receiver) {
    return undefined;
  }
  if (MANAGERS.test(receiver)) {
    return own(MANAGER, method);
  }
  if (/\.objects\.[^]*\)$/.test(receiver)) {
    return own(
      {
        update: store('update'),
        delete: store('delete'),
        get: store('read'),
        first: store('read'),
        count: store('read'),
        exists: store('read'),
      },
      method,
    );
  }
  if (call.language === 'python' && SESSIONS.test(receiver)) {
    return own(SESSION, method);
  }
  if (PRISMAS.test(receiver) && own(PRISMA, method)) {
    return own(PRISMA, method);
  }
  if (REPOSITORIES.test(receiver)) {
    return own(REPOSITORY, method);
  }
  if (call.language === 'go') {
    return goCall(receiver, method);
  }
  if (
    call.language !== 'python' &&
    call.language !== 'java' &&
    /^[A-Z]\w*$/.test(receiver) &&
    file.imports.some(item => item.local === receiver) &&
    /models?|entit|schema|db/i.test(
      file.imports.find(item => item.local === receiver)!.module,
    )
  ) {
    return own(MODEL, method);
  }
  return rowCall(call, receiver, method, file);
}
