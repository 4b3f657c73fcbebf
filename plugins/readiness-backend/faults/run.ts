/** The fault test of `yarn test:faults`: see scripts/faults.mjs, which starts it. */
import knexFactory, { Knex } from 'knex';
import { applyMigrations } from '../src/database/applyMigrations';
import { requestRuns } from '../src/queue/operations/requestRuns';
import { PRIORITY } from '../src/queue/priorities';
import { Observer } from './Observer';
import { Replicas } from './Replicas';
import { SourceHost } from './SourceHost';
import { ENTITIES, repositoryOfEntity } from './world';

const DATABASE = 'backstage_plugin_readiness';
const PHASE_SECONDS = 420;
const connection = JSON.parse(process.env.FAULTS_DATABASE!);
const begin = Date.now();

main().then(
  code => process.exit(code),
  error => {
    console.error(error);
    process.exit(1);
  },
);

async function main(): Promise<number> {
  const knex = await createDatabase();
  const observer = new Observer(knex);
  await observer.install();
  const host = new SourceHost();
  const replicas = new Replicas({
    FAULTS_SOURCE_HOST: await host.start(),
  });
  let violations: string[];
  try {
    replicas.start(3);
    say('Three backends are starting');
    await auditAll({ observer, host, replicas });
    const changed = await auditChanged({ knex, observer, host, replicas });
    violations = [
      ...(await observer.violations(changed)),
      ...replicas.crashes.map(crash => `a backend ended by itself: ${crash}`),
    ];
  } finally {
    await replicas.stop();
    host.stop();
  }
  await knex.destroy();

  const twice = [...host.reads.values()].filter(times => times > 1).length;
  say(
    `${ENTITIES} entities, ${
      replicas.killed
    } backends killed, 1 restart of PostgreSQL, ${seconds()} s`,
  );
  say(
    `Source host: ${host.counts.asked} requests, ${host.counts.read} readings of ${host.reads.size} revisions (${twice} of them more than once, by a backend that was killed), ${host.counts.unchanged} unchanged, ${host.counts.failed} failed, ${host.counts.refused} refused`,
  );
  violations.forEach(violation => say(`VIOLATION ${violation}`));
  say(
    violations.length
      ? `${violations.length} violations`
      : 'Every entity was audited once for each revision; no lease stuck, no finding flapped',
  );
  return violations.length ? 1 : 0;
}

/** The first audits of all, with everything that can go wrong. */
async function auditAll(options: {
  observer: Observer;
  host: SourceHost;
  replicas: Replicas;
}): Promise<void> {
  const { observer, host, replicas } = options;
  const faults = [
    { after: random(50, 400), name: 'kill', does: () => replicas.kill(0) },
    { after: random(450, 700), name: 'kill', does: () => replicas.kill(1) },
    { after: random(750, 1000), name: 'restart', does: restartDatabase },
    { after: random(1050, 1250), name: 'kill', does: () => replicas.kill(2) },
  ];
  await until(
    'all entities are audited',
    async () => {
      const audited = await observer.audited();
      if (faults.length && audited >= faults[0].after) {
        const { name, does } = faults.shift()!;
        say(`${audited} audited: ${name}`);
        await does();
      }
      return (
        faults.length === 0 &&
        (await observer.current(host)) === ENTITIES &&
        (await observer.busy()) === 0
      );
    },
    () => observer.describe(),
  );
  say(`All ${ENTITIES} entities are audited`);
}

/** Commits in a part of the repositories, one kill in between. */
async function auditChanged(options: {
  knex: Knex;
  observer: Observer;
  host: SourceHost;
  replicas: Replicas;
}): Promise<Set<number>> {
  const { knex, observer, host, replicas } = options;
  const changed = new Set(host.commit());
  const entityRefs = Array.from({ length: ENTITIES }, (_, index) => index)
    .filter(index => changed.has(repositoryOfEntity(index)))
    .map(index => `component:default/entity-${index}`);
  const before = ENTITIES - entityRefs.length;
  await requestRuns({ knex, entityRefs, priority: PRIORITY.pushed });
  let killed = false;
  await until(
    'all changes are audited',
    async () => {
      const current = await observer.current(host);
      if (!killed && current > before + random(20, 200)) {
        say(`${current - before} changes audited: kill`);
        replicas.kill(random(0, 2));
        killed = true;
      }
      return current === ENTITIES && (await observer.busy()) === 0;
    },
    () => observer.describe(),
  );
  say(`All ${entityRefs.length} changed entities are audited`);
  return changed;
}

/** Looks again and again; the database may be away for a moment. */
async function until(
  what: string,
  reached: () => Promise<boolean>,
  describe: () => Promise<unknown>,
): Promise<void> {
  const end = Date.now() + PHASE_SECONDS * 1000;
  for (;;) {
    if (await reached().catch(() => false)) {
      return;
    }
    if (Date.now() > end) {
      say(`Left: ${JSON.stringify(await describe())}`);
      throw new Error(`After ${PHASE_SECONDS} s it is not so that ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}

async function restartDatabase(): Promise<void> {
  const restarted = new Promise(resolve => {
    process.once('message', resolve);
  });
  process.send!('restart database');
  await restarted;
}

/** The database that the plugin will find, with all tables. */
async function createDatabase(): Promise<Knex> {
  const server = knexFactory({
    client: 'pg',
    connection: { ...connection, database: 'postgres' },
  });
  await server.raw(`CREATE DATABASE ${DATABASE}`);
  await server.destroy();
  const knex = knexFactory({
    client: 'pg',
    connection: { ...connection, database: DATABASE },
  });
  await applyMigrations(knex);
  return knex;
}

function random(from: number, to: number): number {
  return from + Math.floor(Math.random() * (to - from + 1));
}

function seconds(): number {
  return Math.round((Date.now() - begin) / 1000);
}

function say(text: string): void {
  console.log(`[faults ${seconds()} s] ${text}`);
}
