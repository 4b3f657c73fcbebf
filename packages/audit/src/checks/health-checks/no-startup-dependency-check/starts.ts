import { CheckContext } from '../../../engine/types';
import { SpanFact } from '../../../facts/applications/schema';
import { Deployables } from '../../../facts/deployables/schema';
import { broadHandlers, codeOf, linesOf } from '../../../judging/reach';
import { CallFact, FileSyntax } from '../../../syntax/schema';

/** Something that asks the database, and fails when it is not there. */
const ASKS =
  /(?:^|\.)(?:ping|Ping|PingContext|authenticate|initialize|\$connect|create_all|init_beanie|init_bunnet|init_db|sync|initModels|migrate\.latest|run_migrations|runMigrations|server_info|connect|createConnection|create_pool|wait_for_\w+)$/;
const EAGER =
  /(?:^|\.)(?:TypeOrmModule|MongooseModule|SequelizeModule|MikroOrmModule)\.forRoot(?:Async)?$|(?:^|\/)(?:gorm\.Open|sqlx\.(?:Connect|MustConnect))$|^psycopg2\.connect$/;
const STATEMENT =
  /select\s+1|["'`]ping["'`]|alembic|upgrade["'`]?\s*,?\s*["'`]?head/i;
const DATABASE =
  /mongoose|mongo|sequelize|prisma|dataSource|DataSource|engine|database|\bdb\b|\.db\b|pool|knex|conn|session|orm|metadata|Base\b|pg\b|client/i;

/** Files and packages of the start, whatever they are called. */
const START_NAME =
  /^_*(?:lifespan|app_?lifespan|on_?start\w*|start\w*|main|boot\w*|init\w*|connect\w*|create_?app|create_?server|setup\w*|onModuleInit|onApplicationBootstrap|run|serve|listen|(?:check|verify|wait|assert|ensure|test)_?\w*(?:db|database|connection|Database|Connection|Db|DB|mongo|postgres)\w*|ready|open_?db\w*|prepare)$/i;
/** Functions that frameworks and servers call; all others have to be called by somebody. */
const CALLED_ANYWAY =
  /^_*(?:lifespan|app_?lifespan|on_?start\w*|start\w*|main|boot\w*|create_?app|create_?server|onModuleInit|onApplicationBootstrap|run|serve|listen|ready)$/i;
const START_DECORATOR =
  /on_event\(\s*["']startup|asynccontextmanager|before_first_request|before_serving|on_startup/;

/** A call at the start that asks the database. */
export interface StartCheck {
  path: string;
  line: number;
  text: string;
  /** Its failure is caught and does not end the start. */
  swallowed: boolean;
}

/** Calls of a file that ask the database while the process starts. */
export async function startChecks(
  context: CheckContext,
  file: FileSyntax,
  handlers: readonly SpanFact[],
  isReached: (enclosing: readonly string[]) => Promise<boolean>,
): Promise<StartCheck[]> {
  const result: StartCheck[] = [];
  for (const call of file.calls) {
    const [outer] = call.enclosing;
    if (
      !asks(call, file) ||
      inHandler(call, handlers) ||
      !isAtStart(call, file) ||
      (outer !== undefined &&
        !CALLED_ANYWAY.test(outer) &&
        !(await isReached(call.enclosing)))
    ) {
      continue;
    }
    result.push({
      path: file.path,
      line: call.line,
      text: call.callee.replace(/\s+/g, '').slice(-60),
      swallowed: await isSwallowed(context, call, file),
    });
  }
  return result;
}

function asks(call: CallFact, file: FileSyntax): boolean {
  if (EAGER.test(call.name)) {
    return true;
  }
  const text = call.args.map(item => item.text).join(' ');
  if (
    /(?:^|\.)(?:execute|query|scalar|raw|command|fetchval|upgrade|\$queryRaw)$/.test(
      call.callee,
    ) &&
    STATEMENT.test(`${call.callee} ${text}`)
  ) {
    return true;
  }
  const receiver = call.callee.replace(/\.?[\w$]+$/, '');
  return (
    ASKS.test(call.callee) &&
    // A method of an own class that connects is found where it does so.
    DATABASE.test(`${receiver} ${call.name} ${text}`) &&
    (receiver !== '' ||
      /init_beanie|init_bunnet|create_pool|init_db|wait_for_|run_migrations|runMigrations|connectDB|connect_db/i.test(
        call.callee,
      )) &&
    !/socket|signal|event|emitter|ws\b|redis|valkey|cache/i.test(receiver) &&
    file.language !== 'java'
  );
}

function inHandler(call: CallFact, handlers: readonly SpanFact[]): boolean {
  return handlers.some(
    span =>
      span.path === call.path &&
      call.line >= span.line &&
      call.endLine <= span.endLine,
  );
}

function isAtStart(call: CallFact, file: FileSyntax): boolean {
  if (!call.enclosing.length) {
    return true;
  }
  const around = file.functions.filter(
    item => item.line <= call.line && item.endLine >= call.endLine,
  );
  return (
    around.length === 0 ||
    around.some(
      item =>
        START_NAME.test(item.name) ||
        item.decorators.some(text => START_DECORATOR.test(text)),
    )
  );
}

const ENDS =
  /\braise\b|\bthrow\b|\bexit\(|process\.exit|\bFatal|panic\(|abort|reject\(|sys\.exit/;

async function isSwallowed(
  context: CheckContext,
  call: CallFact,
  file: FileSyntax,
): Promise<boolean> {
  const node = file.nodeOf(call);
  // `mongoose.connect(url).catch(console.error)`
  for (const ancestor of node?.ancestors() ?? []) {
    const callee = ancestor.is('call_expression')
      ? ancestor.field('function')?.text() ?? ''
      : '';
    if (/\.catch$/.test(callee)) {
      return !ENDS.test(ancestor.field('arguments')?.text() ?? '');
    }
    if (/statement$|declaration$|function/.test(ancestor.kind())) {
      break;
    }
  }
  // `connect(url, error => console.error(error))`
  const last = call.args.at(-1)?.text ?? '';
  if (/^(?:async\s*)?(?:function\b|\(?\s*\w*\s*\)?\s*=>)/.test(last)) {
    return !ENDS.test(last);
  }
  const around = file.functions
    .filter(item => item.line <= call.line && item.endLine >= call.endLine)
    .at(-1);
  const code = around && (await codeOf(context, around));
  if (!code) {
    return false;
  }
  return broadHandlers(code).some(({ tried, body }) => {
    const { line, endLine } = linesOf(tried);
    return (
      line <= call.line &&
      endLine >= call.endLine &&
      !ENDS.test(body.text()) &&
      // A retry that goes on until it works, or gives up after the loop.
      !/\bcontinue\b|sleep|setTimeout|delay/.test(body.text()) &&
      !/\breturn\s+false|return\s+False/.test(body.text())
    );
  });
}

const WAITS =
  /alembic upgrade|manage\.py (?:migrate|wait|check --database)|django-admin migrate|prisma (?:migrate|db push)|wait-?for|wait_for|pg_isready|dockerize|flask db upgrade|migration:run|db:migrate|migrate:latest|knex migrate|aerich upgrade|goose |migrate -|nc -z|mysqladmin ping|liquibase|flyway/;

/** A wait for the database or a migration in what starts the deployables. */
export function waitsOutside(
  deployables: Deployables,
): { path: string; line: number; note: string } | undefined {
  for (const start of deployables.starts) {
    const command = start.commands.find(item =>
      WAITS.test(`${item.words.join(' ')} ${item.text}`),
    );
    if (command) {
      return {
        path: command.path,
        line: command.line,
        note: `\`${command.text.slice(0, 60)}\` before the start`,
      };
    }
  }
  return undefined;
}

/** Compose holds the first start back; a restart, another host and another platform do not wait. */
export function ordersStart(
  deployables: Deployables,
): { path: string; line: number; note: string } | undefined {
  const found = deployables.services.find(({ service }) =>
    service.dependsOn.some(item => item.condition === 'service_healthy'),
  )?.service;
  return (
    found && {
      path: found.path,
      line: found.line,
      note: `only the order of Compose makes ${found.name} wait`,
    }
  );
}
