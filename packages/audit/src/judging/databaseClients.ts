import { CallFact, FileSyntax } from '../syntax/schema';

/** How a library bounds its connections. */
export interface ClientKind {
  /** For people. */
  library: string;
  /** Resolved names of what makes a client. */
  makes: RegExp;
  /** Options that bound the pool. */
  pool: RegExp;
  /** Options that end what takes too long. */
  limits: RegExp;
  /** The pool is no matter: one connection, or bounded by what it is. */
  unpooled?: RegExp;
}

const SQLALCHEMY = {
  pool: /pool_size|max_overflow|NullPool|StaticPool|poolclass|QueuePool/,
  limits:
    /pool_timeout|connect_timeout|command_timeout|statement_timeout|\btimeout\b|lock_timeout|read_timeout/,
  unpooled: /NullPool|StaticPool|SingletonThreadPool/,
};
const MONGO = {
  pool: /max_?pool_?size/i,
  limits:
    /(?:socket|connect|server_?selection|wait_?queue)_?timeout_?ms|timeout_?ms|\btimeoutMS\b/i,
};

export const CLIENTS: readonly ClientKind[] = [
  {
    library: 'SQLAlchemy',
    makes:
      /^(?:sqlalchemy|sqlmodel|sqlalchemy\.engine|sqlalchemy\.ext\.asyncio)\.create_(?:async_)?engine$/,
    ...SQLALCHEMY,
  },
  {
    library: 'MongoDB',
    makes:
      /^(?:pymongo\.(?:mongo_client\.)?(?:Async)?MongoClient|motor\.motor_asyncio\.AsyncIOMotorClient|mongodb\.MongoClient(?:\.connect)?|mongoose(?:\.default)?\.(?:connect|createConnection))$/,
    ...MONGO,
  },
  {
    library: 'asyncpg',
    makes: /^asyncpg\.create_pool$/,
    pool: /max_size/,
    limits: /command_timeout|\btimeout\b|statement_timeout/,
  },
  {
    library: 'psycopg',
    makes: /^psycopg_pool\.(?:Async)?ConnectionPool$/,
    pool: /max_size/,
    limits: /connect_timeout|statement_timeout|\btimeout\b/,
  },
  {
    library: 'pg',
    makes: /^pg(?:\.default)?\.Pool$/,
    pool: /\bmax\b/,
    limits:
      /connectionTimeoutMillis|statement_timeout|query_timeout|idle_in_transaction/,
  },
  {
    library: 'mysql2',
    makes: /^(?:mysql2?|mysql2\/promise)(?:\.default)?\.createPool$/,
    pool: /connectionLimit/,
    limits: /connectTimeout|acquireTimeout|\btimeout\b/,
  },
  {
    library: 'TypeORM',
    makes: /^typeorm\.DataSource$/,
    pool: /poolSize|connectionLimit|\bmax\b|poolMax/,
    limits:
      /connectTimeoutMS|connectTimeout|statement_timeout|query_timeout|connectionTimeoutMillis|acquireTimeout|socketTimeoutMS/,
  },
  {
    library: 'Sequelize',
    makes:
      /^sequelize(?:\.default|\.Sequelize)?$|^sequelize-typescript\.Sequelize$/,
    pool: /\bpool\b/,
    limits:
      /\bacquire\b|statement_timeout|connectTimeout|query_timeout|\btimeout\b/,
  },
  {
    library: 'Knex',
    makes: /^knex(?:\.default|\.knex)?$/,
    pool: /\bpool\b/,
    limits:
      /acquireConnectionTimeout|statement_timeout|connectTimeout|query_timeout|\btimeout\b/,
  },
];

/** Files that no service runs. */
export const ASIDE =
  /(?:^|\/)(?:migrations?|alembic|seeds?|seeders?|scripts?|tools?|fixtures|bench\w*)\//;

/** Embedded databases have neither pool nor network. */
const EMBEDDED = /sqlite|:memory:|better-sqlite3|duckdb|mongodb-memory/i;

/** The kind of client that a call makes; `undefined` for other calls and for embedded databases. */
export function clientKind(
  call: CallFact,
  file: FileSyntax,
): ClientKind | undefined {
  const head = call.callee.split('.')[0];
  // A variable of the same name is something that was made before.
  const kind = file.imports.some(item => item.local.split('.')[0] === head)
    ? CLIENTS.find(item => item.makes.test(call.name))
    : undefined;
  if (kind?.library === 'Knex' && /^["'`]/.test(call.args[0]?.text ?? '"')) {
    return undefined;
  }
  return kind &&
    (call.args.length > 0 || kind.library === 'MongoDB') &&
    !EMBEDDED.test(optionsOf(call, file).text)
    ? kind
    : undefined;
}

/** Everything that is written about a client: its arguments, with the names in them followed in the file. */
export function optionsOf(
  call: CallFact,
  file: FileSyntax,
): { text: string; complete: boolean } {
  const texts = call.args.map(
    item =>
      `${item.name ?? ''} ${item.text} ${
        typeof item.value === 'string' ? item.value : ''
      }`,
  );
  let complete = true;
  for (const item of call.args) {
    const spread = /^\*\*([\w.]+)$/.exec(item.text)?.[1];
    const plain =
      spread ?? (/^[\w$.]+$/.test(item.text) ? item.text : undefined);
    for (const name of [
      plain,
      ...[...item.text.matchAll(/\.\.\.([\w$.]+)/g)].map(match => match[1]),
    ]) {
      if (
        !name ||
        /^(?:true|false|null|undefined|None|True|False|\d+)$/.test(name)
      ) {
        continue;
      }
      const assigned = file.assignments.filter(
        other =>
          other.target === name ||
          other.target.startsWith(`${name}.`) ||
          other.target.startsWith(`${name}[`),
      );
      texts.push(...assigned.map(other => `${other.target} ${other.text}`));
      // Options of another file. The value of a named option decides, wherever it comes from; an address alone, or a
      // positional argument of Python, mostly carries none.
      if (
        !assigned.length &&
        (spread !== undefined ||
          (item.name === undefined &&
            file.language !== 'python' &&
            !/ur[il]|dsn|connection_?string|env/i.test(name)))
      ) {
        complete = false;
      }
    }
    if (
      item.name === undefined &&
      /^[\w$.]+\(/.test(item.text) &&
      // What is called says whether it gives an address or all options.
      !/env|ur[il]|dsn|get|^str\(/i.test(/^[\w$.]+\(/.exec(item.text)![0])
    ) {
      complete = false;
    }
  }
  return { text: texts.join('\n'), complete };
}
