import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import {
  nameOf,
  placeOf,
  standalone,
} from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { deployables } from '../../../facts/deployables/extract';
import { handlers } from '../../../facts/handlers/extract';
import { ASIDE, clientKind } from '../../../judging/databaseClients';
import { reach } from '../../../facts/processes/extract';
import { noApplication } from '../../../judging/noApplication';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { StartCheck, startChecks, ordersStart, waitsOutside } from './starts';

/** Words of code that makes or asks clients of databases. */
const WORDS = [
  'create_engine',
  'create_async_engine',
  'MongoClient',
  'AsyncIOMotorClient',
  'mongoose',
  'create_pool',
  'Pool(',
  'createPool',
  'DataSource',
  'Sequelize',
  'sequelize',
  'knex',
  'PrismaClient',
  '$connect',
  'sql.Open',
  'sqlx.',
  'gorm.Open',
  'init_beanie',
  'init_bunnet',
  'create_all',
  'SELECT 1',
  'select 1',
  'forRoot',
  '.ping(',
  '.Ping',
  'alembic',
];
/** Frameworks whose starts are read here. */
const READ = new Set<ApplicationFact['framework']>([
  'fastapi',
  'starlette',
  'flask',
  'express',
  'fastify',
  'nestjs',
  'go-http',
]);

export const check = defineCheck({
  id: 'no-startup-dependency-check',
  area: 'health-checks',
  severity: 'medium',
  confidence: 'likely',
  phase: 'observability',
  effort: 'small',
  title: 'Starts without its database',
  description:
    'Asks of every application in Python, Node and Go that makes a client of a database whether anything of its start fails when the database is not there: a ping, a `SELECT 1`, a connection or migration in the lifespan, a start-up hook, the main function or at the top of a module; modules of NestJS and mappers that connect at once; a migration or a wait in the command that starts the container. Checks whose exception is caught and only logged do not count. With a readiness probe in Kubernetes the finding is low; `depends_on` with `service_healthy` only orders the first start of Compose and is named beside it. Django and Spring (which connects at once by default), other dependencies than databases, and whether the check is bounded are not judged.',
  failureMode:
    'Clients of databases connect at the first query. The process starts, says that it is up, and takes traffic that it cannot answer.',
  manifestation:
    'A deployment with a wrong password turns green, and every request answers 500.',
  impact:
    'The rollout replaces working instances with broken ones before anybody notices.',
  remediation:
    'Ask once during the start, with a few bounded retries, and let the error end the process.\n\n```python\n@asynccontextmanager\nasync def lifespan(app):\n    async with asyncio.timeout(30):\n        await wait_for_database(engine)   # SELECT 1 with back-off, raises in the end\n    yield\n```',
  guardrail: {
    tests: 'start-up test with the database down',
    ci: 'smoke test of the container without its database',
    architecture: 'one start-up sequence for all services',
  },
  references: [
    {
      title: 'FastAPI: lifespan events',
      url: 'https://fastapi.tiangolo.com/advanced/events/',
    },
    {
      title: 'Kubernetes: readiness probes',
      url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    },
  ],
  evaluate: async context => {
    const apps = standalone(
      (await context.facts(applications)).applications,
    ).filter(app => READ.has(app.framework) && app.routes.length > 0);
    const seen: {
      app: ApplicationFact;
      client: Place;
      checks: StartCheck[];
    }[] = [];
    for (const app of apps) {
      const found = await startOf(context, app);
      if (found.client) {
        seen.push({ app, client: found.client, checks: found.checks });
      }
    }
    if (!seen.length) {
      return noApplication(
        context,
        'No application with a database client that is read here was found',
      );
    }
    const shipped = await context.facts(deployables);
    const outside = waitsOutside(shipped);
    const order = ordersStart(shipped);
    const probed = JSON.stringify(
      shipped.workloads.map(item => item.containers),
    ).includes('"readiness"');
    const bad: Evidence[] = [];
    const good: Evidence[] = [];
    for (const { app, client, checks } of seen) {
      const subject = nameOf(app, apps);
      const holds = checks.find(item => !item.swallowed);
      if (holds) {
        good.push({
          path: holds.path,
          line: holds.line,
          subject,
          note: `\`${holds.text}\` at the start`,
        });
      } else if (outside) {
        good.push({ ...outside, subject });
      } else {
        bad.push({
          ...(checks[0]
            ? { path: checks[0].path, line: checks[0].line }
            : placeOf(app)),
          subject,
          ...(probed ? { severity: 'low' as const } : {}),
          note: checks[0]
            ? `\`${checks[0].text}\` asks, but its failure is caught and the start goes on`
            : 'nothing of the start asks the database',
          related: [
            { ...client, note: 'client of the database' },
            ...(order ? [order] : []),
          ],
        });
      }
    }
    if (bad.length) {
      const places = inOrder(bad);
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'application starts',
          'applications start',
        )} although the database may be unreachable: ${somePlaces(places)}`,
        evidence: places,
        share: good.length / seen.length,
        // Which of several applications of a part uses its client is not known.
        ...(new Set(seen.map(item => item.app.part)).size < seen.length
          ? { confidence: 'plausible' as const }
          : {}),
        lookedFor: [
          'ping, SELECT 1, connect, migrations in lifespan, start-up hooks, main',
          'waits and migrations in commands of containers',
        ],
        ...(good.length ? { strengths: good } : {}),
      };
    }
    return {
      status: 'pass',
      summary: 'The start asks for the database',
      evidence: good,
    };
  },
});

interface Place {
  path: string;
  line: number;
}

/** Clients of databases in the part of an application, and what of its start asks them. */
async function startOf(
  context: CheckContext,
  app: ApplicationFact,
): Promise<{ client?: Place; checks: StartCheck[] }> {
  const spans = (await context.facts(handlers)).handlers.map(item => item.body);
  const follow = await context.facts(reach);
  const closure = await follow.closure(app.path);
  let client: Place | undefined;
  const checks: StartCheck[] = [];
  for (const file of await context.syntax.files({ containing: WORDS })) {
    const inPart = app.part === '' || file.path.startsWith(`${app.part}/`);
    if (
      !inPart ||
      ASIDE.test(file.path) ||
      sideOf(file.language) !== sideOf(app.language)
    ) {
      continue;
    }
    const made = file.calls.find(
      call =>
        clientKind(call, file) ||
        (call.construct && /PrismaClient$/.test(call.name)) ||
        /(?:^|\/)(?:database\/sql\.Open|gorm\.Open|sqlx\.(?:Open|Connect|MustConnect))$/.test(
          call.name,
        ) ||
        /(?:TypeOrmModule|MongooseModule|SequelizeModule)\.forRoot/.test(
          call.callee,
        ),
    );
    // `class PrismaService extends PrismaClient` of NestJS.
    const derived = file.classes.find(item =>
      item.bases.some(base => /(?:^|\.)PrismaClient$/.test(base)),
    );
    const place = made ?? derived;
    client ??= place && { path: file.path, line: place.line };
    checks.push(
      ...(await startChecks(context, file, spans, enclosing =>
        follow.isReached(closure, file.path, enclosing),
      )),
    );
  }
  return { ...(client ? { client } : {}), checks };
}

function sideOf(language: string): string {
  return ['typescript', 'tsx', 'javascript'].includes(language)
    ? 'script'
    : language;
}
