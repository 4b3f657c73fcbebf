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
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { DependencyFact, Ecosystem } from '../../../facts/manifests/schema';
import { applicationStates } from '../../../facts/readiness/extract';
import { StateRoute } from '../../../facts/readiness/schema';
import { count, inOrder } from '../../../judging/outcome';
import { noApplication } from '../../../judging/noApplication';

/** Clients of stores and brokers without which an application cannot work. */
const STORES: Readonly<Partial<Record<Ecosystem, readonly string[]>>> = {
  pypi: 'psycopg psycopg2 psycopg2-binary psycopg-binary asyncpg aiopg sqlalchemy sqlmodel flask-sqlalchemy tortoise-orm peewee databases mysqlclient pymysql aiomysql asyncmy mysql-connector-python pymongo motor mongoengine beanie odmantic cassandra-driver neo4j elasticsearch opensearch-py pymssql pyodbc oracledb piccolo pony'.split(
    ' ',
  ),
  npm: 'pg pg-promise postgres mysql mysql2 mariadb mongodb mongoose typeorm @nestjs/typeorm @nestjs/mongoose @prisma/client sequelize sequelize-typescript knex objection drizzle-orm @mikro-orm/core kysely mssql tedious cassandra-driver neo4j-driver @elastic/elasticsearch couchbase'.split(
    ' ',
  ),
  go: [
    'github.com/lib/pq',
    'github.com/jackc/pgx*',
    'github.com/go-sql-driver/mysql',
    'go.mongodb.org/mongo-driver*',
    'gorm.io/*',
    'github.com/jmoiron/sqlx',
  ],
  maven: [
    'org.springframework.boot:spring-boot-starter-data-jpa',
    'org.springframework.boot:spring-boot-starter-jdbc',
    'org.springframework.boot:spring-boot-starter-data-mongodb',
    'org.postgresql:postgresql',
  ],
};
const ECOSYSTEM: Readonly<Record<string, Ecosystem>> = {
  python: 'pypi',
  typescript: 'npm',
  tsx: 'npm',
  javascript: 'npm',
  go: 'go',
  java: 'maven',
};

export const check = defineCheck({
  id: 'no-readiness-endpoint',
  area: 'health-checks',
  severity: 'medium',
  confidence: 'likely',
  phase: 'observability',
  effort: 'small',
  title: 'No endpoint says whether the application is ready',
  description:
    'Looks at each HTTP application whose manifest names a client of a database (an application without one has nothing to be ready for) for a route that asks it: any health or readiness route whose handler, or a helper up to three calls away, makes a round trip (`SELECT 1`, `ping`, a query) and does not turn its failure into success. A constant "ok" is liveness only. Checks of Spring Boot Actuator count. Caches and brokers alone are not taken for hard dependencies.',
  failureMode:
    'The application says that it is fine while it cannot reach its database.',
  manifestation:
    'Load balancers send requests to instances that answer every one of them with an error; roll-outs of a version with a wrong address succeed.',
  impact:
    'Outages last as long as it takes a user to complain; a broken release replaces a working one.',
  remediation:
    'Add a route that asks what the application cannot work without, with a short time limit and a fixed text.\n\n```python\n@router.get("/health/ready")\nasync def ready(session: Session) -> Response:\n    try:\n        await asyncio.wait_for(session.execute(text("SELECT 1")), 2)\n    except Exception:\n        logger.exception("not ready")\n        return Response("not ready", status_code=503)\n    return Response("ready")\n```\n\nUse it for the readiness probe, and keep liveness free of dependencies.',
  guardrail: {
    tests: 'readiness test with the database down: 503',
    ci: 'container smoke test that waits for "ready"',
    architecture: 'probe contract in the service template',
  },
  references: [
    {
      title: 'Kubernetes: readiness probes',
      url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe',
    },
    {
      title: 'Health endpoint monitoring pattern',
      url: 'https://learn.microsoft.com/en-us/azure/architecture/patterns/health-endpoint-monitoring',
    },
  ],
  evaluate: async context => {
    const all = (await context.facts(applications)).applications;
    const apps = standalone(all).filter(
      app =>
        (app.routes.length > 0 || app.partial.length > 0) &&
        !(
          app.framework === 'nextjs' &&
          app.routes.every(({ handler }) => handler === 'page')
        ),
    );
    if (apps.length === 0) {
      return noApplication(context);
    }
    const states = await context.facts(applicationStates);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    let judged = 0;
    for (const app of apps) {
      const store = await storeOf(context, app);
      if (!store) {
        continue;
      }
      judged += 1;
      const ids = new Set(
        all
          .filter(
            other =>
              other === app ||
              other.mountedIn === app.id ||
              servesWith(app, other),
          )
          .map(({ id }) => id),
      );
      const routes = states
        .filter(({ application }) => ids.has(application))
        .flatMap(item => item.routes);
      const features = app.features.find(({ kind }) => kind === 'health');
      const name = nameOf(app, apps);
      const ready = routes.find(
        item => item.touches.length > 0 && !item.hidesFailure,
      );
      // A handler that is not in the tree, under a name that says "ready".
      const unread = routes.find(item => item.named && item.unread);
      if (ready) {
        good.push({
          path: ready.path,
          line: ready.line,
          note: `${ready.fullPath} of ${name} asks ${ready.touches[0].text}`,
          related: [{ ...ready.touches[0], note: ready.touches[0].text }].map(
            ({ path, line, note }) => ({ path, line, note }),
          ),
        });
      } else if (features || unread) {
        const place = features ?? unread!;
        good.push({
          path: place.path,
          line: place.line,
          note: `readiness of ${name}`,
        });
      } else {
        failing.push(missing(app, name, store, routes));
      }
    }
    if (judged === 0) {
      return {
        status: 'not-applicable',
        summary: 'No application depends on a database by its manifest',
        lookedFor: ['clients of databases in manifests'],
      };
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          judged,
          'application',
        )} with a database cannot say whether it is ready: ${failing
          .map(({ note }) => note)
          .join('; ')}`.slice(0, 400),
        evidence: inOrder(failing),
        share: good.length / judged,
        strengths: inOrder(good),
        lookedFor: [
          'routes named ready, readyz, readiness, health/db and the like',
          'health routes whose handlers reach a query or ping',
          'Spring Boot Actuator',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        judged,
        'application with a database answers',
        'applications with a database answer',
      )} whether it is ready`,
      evidence: inOrder(good),
    };
  },
});

/** Servers of one Go program: the one for operations answers for both. */
function servesWith(app: ApplicationFact, other: ApplicationFact): boolean {
  const folder = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
  return (
    app.framework === 'go-http' &&
    other.framework === 'go-http' &&
    folder(app.path) === folder(other.path)
  );
}

/** What the manifest of the application says it works with. */
async function storeOf(
  context: CheckContext,
  app: ApplicationFact,
): Promise<Pick<DependencyFact, 'name' | 'path' | 'line'> | undefined> {
  const ecosystem = ECOSYSTEM[app.language];
  const names = ecosystem && STORES[ecosystem];
  const [found] = names
    ? dependsOn(await context.facts(manifests), ecosystem, names, {
        root: app.part,
        scope: 'production',
      })
    : [];
  if (found) {
    return found;
  }
  const databases =
    app.framework === 'django'
      ? app.settings.find(({ name }) => name === 'DATABASES')
      : undefined;
  // A file beside the program is always there.
  return databases && !/sqlite3/.test(databases.text)
    ? { name: 'DATABASES', path: databases.path, line: databases.line }
    : undefined;
}

function missing(
  app: ApplicationFact,
  name: string,
  store: Pick<DependencyFact, 'name' | 'path' | 'line'>,
  routes: readonly StateRoute[],
): Evidence {
  const hiding = routes.find(item => item.touches.length > 0);
  const constant = routes.find(item => item.named) ?? routes[0];
  const place = hiding ?? constant;
  return {
    ...(place ? { path: place.path, line: place.line } : placeOf(app)),
    subject: name,
    ...(app.partial.length > 0 ? { confidence: 'plausible' as const } : {}),
    note: noteOf(name, hiding, constant),
    related: [{ path: store.path, line: store.line, note: store.name }],
  };
}

function noteOf(
  name: string,
  hiding: StateRoute | undefined,
  constant: StateRoute | undefined,
): string {
  if (hiding) {
    return `${hiding.fullPath} of ${name} catches the failure and answers with success`;
  }
  return constant
    ? `${constant.fullPath} of ${name} asks nothing that it depends on`
    : `${name} has no route for it`;
}
