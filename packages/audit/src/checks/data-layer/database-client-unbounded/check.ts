import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { envFiles } from '../../../facts/envFiles/extract';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { FileSyntax } from '../../../syntax/schema';
import {
  ASIDE,
  ClientKind,
  clientKind,
  CLIENTS,
  optionsOf,
} from '../../../judging/databaseClients';

const WORDS = [
  'create_engine',
  'create_async_engine',
  'MongoClient',
  'AsyncIOMotorClient',
  'mongoose',
  'create_pool',
  'ConnectionPool',
  'Pool(',
  'createPool',
  'DataSource(',
  'Sequelize',
  'knex',
  'sql.Open',
  'sqlx.',
  'gorm.Open',
];

/** A client with what bounds it. */
interface Client {
  path: string;
  line: number;
  name: string;
  library: string;
  pool: boolean;
  limits: boolean;
}

export const check = defineCheck({
  id: 'database-client-unbounded',
  area: 'data-layer',
  severity: 'medium',
  confidence: 'likely',
  phase: 'production-hardening',
  effort: 'small',
  title: 'Database client without bounds',
  description:
    'Looks at the places that make database clients: engines of SQLAlchemy, MongoDB and mongoose, asyncpg and psycopg pools, pools of pg and mysql2, TypeORM, Sequelize, Knex, `sql.Open` of Go, and the databases of Django. (a) No size of the pool is decided (for Django: neither a lifetime of connections nor a pool); (b) no time limit for connecting, waiting or running a statement. Options are followed through names and dictionaries of the file, addresses with options in environment files, and settings. A default of the library is no decision. Embedded databases, migrations, scripts, Prisma, Spring (HikariCP has both by default), liveness of pooled connections, and poolers in front are not judged; options that are made elsewhere are left out.',
  failureMode:
    'How many connections a process opens, and how long it waits for the database, is left to the defaults of a library.',
  manifestation:
    '"Too many connections" when a second replica starts; requests that hang for minutes behind one locked table.',
  impact:
    'A slow database takes all workers with it, and scaling out makes it worse instead of better.',
  remediation:
    'Decide both, from settings: replicas × workers × pool must fit what the database allows.\n\n```python\nengine = create_engine(\n    settings.database_url,\n    pool_size=settings.pool_size, max_overflow=5, pool_timeout=10, pool_pre_ping=True,\n    connect_args={"connect_timeout": 5, "options": "-c statement_timeout=15000"},\n)\n```',
  guardrail: {
    tests: 'start-up test that reads the options of the engine',
    architecture: 'one factory for clients; a pooler in front of the database',
  },
  references: [
    {
      title: 'SQLAlchemy: connection pooling',
      url: 'https://docs.sqlalchemy.org/en/20/core/pooling.html',
    },
    {
      title: 'CWE-770',
      url: 'https://cwe.mitre.org/data/definitions/770.html',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    const clients = [
      ...(await clientsInCode(context)),
      ...(await djangoDatabases(context)),
    ];
    if (!clients.length) {
      return {
        status: 'not-applicable',
        summary: 'No database client that is read here is made',
      };
    }
    const bad = inOrder(clients.flatMap(badOf));
    const good = inOrder(
      clients
        .filter(item => item.pool && item.limits)
        .map(({ path, line, library }) => ({
          path,
          line,
          note: `${library}: pool and time limits are decided`,
        })),
    );
    return bad.length
      ? {
          status: 'fail',
          summary: `${count(
            bad.length,
            'bound of a database client is',
            'bounds of database clients are',
          )} left to defaults: ${somePlaces(bad)}`,
          evidence: bad,
          share: 1 - bad.length / (clients.length * 2),
          lookedFor: [
            ...new Set(
              CLIENTS.filter(item =>
                clients.some(client => client.library === item.library),
              ).map(item => `${item.library}: options of pool and time limits`),
            ),
            'options in addresses of environment files',
          ],
          ...(good.length ? { strengths: good } : {}),
        }
      : {
          status: 'pass',
          summary: `${count(
            good.length,
            'database client decides',
            'database clients decide',
          )} pool and time limits`,
          evidence: good,
        };
  }),
});

function badOf(client: Client): Evidence[] {
  const place = { path: client.path, line: client.line };
  return [
    ...(client.pool
      ? []
      : [
          {
            ...place,
            subject: `${client.name}: pool`,
            note: `${client.library}: ${
              client.library === 'Django'
                ? 'every request opens a connection (neither CONN_MAX_AGE nor a pool)'
                : 'the size of the pool is not decided'
            }`,
          },
        ]),
    ...(client.limits
      ? []
      : [
          {
            ...place,
            subject: `${client.name}: time limits`,
            note: `${client.library}: nothing ends what takes too long`,
          },
        ]),
  ];
}

/** Options that environment files give along with an address. */
async function optionsInAddresses(context: CheckContext): Promise<string> {
  const { files } = await context.facts(envFiles);
  return files
    .flatMap(file => file.entries.map(entry => entry.value ?? ''))
    .filter(value => /^[\w+]+:\/\/[^\s]*\?/.test(value))
    .join('\n');
}

async function clientsInCode(context: CheckContext): Promise<Client[]> {
  const addresses = await optionsInAddresses(context);
  const result: Client[] = [];
  for (const file of await context.syntax.files({ containing: WORDS })) {
    if (ASIDE.test(file.path)) {
      continue;
    }
    if (file.language === 'go') {
      result.push(...goClients(file));
      continue;
    }
    for (const call of file.calls) {
      const kind = clientKind(call, file);
      const options = kind && optionsOf(call, file);
      if (kind && options?.complete) {
        result.push(clientOf(call, kind, `${options.text}\n${addresses}`));
      }
    }
  }
  return result;
}

function clientOf(
  call: { path: string; line: number; callee: string; assignedTo?: string },
  kind: ClientKind,
  text: string,
): Client {
  return {
    path: call.path,
    line: call.line,
    name: call.assignedTo ?? call.callee,
    library: kind.library,
    pool: kind.pool.test(text) || Boolean(kind.unpooled?.test(text)),
    limits: kind.limits.test(text),
  };
}

function goClients(file: FileSyntax): Client[] {
  return file.calls
    .filter(
      call =>
        /(?:^|\/)(?:database\/sql\.Open|sqlx\.(?:Open|Connect|MustConnect)|gorm\.Open)$/.test(
          call.name,
        ) && !/sqlite/i.test(call.args.map(item => item.text).join(' ')),
    )
    .map(call => ({
      path: file.path,
      line: call.line,
      name: call.assignedTo ?? call.callee,
      library: 'database/sql',
      pool: /SetMaxOpenConns/.test(file.text),
      limits:
        /SetConnMaxLifetime|SetConnMaxIdleTime|connect_timeout|statement_timeout|WithTimeout|[?&]timeout=|readTimeout/.test(
          file.text,
        ),
    }));
}

async function djangoDatabases(context: CheckContext): Promise<Client[]> {
  const { applications: apps } = await context.facts(applications);
  return apps
    .filter(app => app.framework === 'django')
    .flatMap((app): Client[] => {
      const setting = app.settings.find(item => item.name === 'DATABASES');
      const text = setting?.text ?? '';
      // Made by a function from an address, or put together elsewhere.
      if (
        !setting ||
        !/["']ENGINE["']/.test(text) ||
        !/postgres|mysql|oracle|mssql/i.test(text)
      ) {
        return [];
      }
      return [
        {
          path: setting.path,
          line: setting.line,
          name: 'DATABASES',
          library: 'Django',
          pool: /CONN_MAX_AGE|["']pool["']/.test(text),
          limits: /timeout/i.test(text),
        },
      ];
    });
}
