import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { databaseMigrations } from '../../../facts/database/migrations';
import { databaseModels } from '../../../facts/database/models';
import { MigrationFact } from '../../../facts/database/schema';
import { inventory } from '../../../facts/inventory/extract';
import { workflows } from '../../../facts/workflows/extract';
import { CiCommand } from '../../../facts/workflows/schema';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { FileSyntax } from '../../../syntax/schema';
import { brokenChains } from './chains';
import { schemaFromModels } from './direct';

/** Commands that fail when the history has two heads or does not fit the models. */
const GUARD_COMMAND =
  /\balembic\b.*\b(?:check|heads|upgrade)\b|\bflask\s+db\s+(?:check|upgrade)\b|\bmakemigrations\b.*--check|\bmanage\.py\s+(?:migrate|test)\b|\bprisma\s+migrate\s+(?:diff|status|deploy)\b|\btypeorm\b.*\bmigration:(?:run|generate|check)\b|\bdrizzle-kit\s+(?:check|migrate)\b|\bknex\b.*\bmigrate:|\bsequelize\b.*\bdb:migrate\b|\bflyway\s+(?:validate|migrate)\b|\bmigrate\b.*\bup\b/;
/** Words of which every test that does so has one. */
const GUARD_WORDS = [
  'get_heads',
  'get_current_head',
  'compare_metadata',
  'produce_migrations',
  'command',
  'runMigrations',
  'migrate.latest',
  'MigrationExecutor',
  'pytest_alembic',
  'alembic',
  'prisma migrate',
];
/** Calls by which a test runs or compares the migrations. */
const GUARD_CALL =
  /(?:^|\.)(?:get_heads|get_current_head|compare_metadata|produce_migrations|runMigrations|migrate\.latest|MigrationExecutor)$|(?:^|\.)(?:alembic\.)?command\.(?:check|upgrade|downgrade)$/;
const GUARD_ARGUMENT =
  /\balembic\b.*\b(?:upgrade|check)\b|\bprisma migrate\b|^["'](?:make)?migrat(?:e|ions)["']$/;
/** Tools whose drift can be asked for. */
const CHECKABLE = new Set([
  'alembic',
  'django',
  'typeorm',
  'prisma',
  'drizzle',
]);

export const check = defineCheck({
  id: 'migrations-unsafe',
  area: 'data-layer',
  severity: 'high',
  confidence: 'likely',
  phase: 'api-maturity',
  effort: 'medium',
  title: 'Unsafe schema migrations',
  description:
    'Looks at models of relational stores and at migrations of Alembic, Django, Prisma, TypeORM, Knex, Sequelize, Drizzle, Flyway and plain SQL files: models without any history, tables made from the models when the program starts (create_all, synchronize, ddl-auto), missing parents, several heads, numbers that are taken twice, ways back that are empty or only raise, required columns that are added without a default, and whether CI or a test would notice. SQL is not parsed by a dialect, and whether a model has changes that no migration contains is not judged.',
  failureMode:
    'The schema of the database has no history that can be replayed, or one that breaks.',
  manifestation:
    'A deployment stops at "multiple heads" or at a row that is NULL; two environments differ and nobody knows since when.',
  impact:
    'Deployments fail half-way with the tables already changed, and there is no tested way back.',
  remediation:
    'Keep every change as a reviewed migration with a way back, in one chain, and let CI prove it:\n\n```sh\nalembic upgrade head && alembic check\n```\n\nAdd required columns in three steps: nullable, fill, then NOT NULL.',
  guardrail: {
    linter: 'squawk on SQL migrations',
    tests: 'up, down, up; one head',
    ci: 'alembic check, makemigrations --check, prisma migrate diff',
    architecture: 'expand and contract',
  },
  references: [
    {
      title: 'Alembic: working with branches',
      url: 'https://alembic.sqlalchemy.org/en/latest/branches.html',
    },
    {
      title: 'Django: migrations',
      url: 'https://docs.djangoproject.com/en/stable/topics/migrations/',
    },
    {
      title: 'Martin Fowler: parallel change',
      url: 'https://martinfowler.com/bliki/ParallelChange.html',
    },
  ],
  evaluate: judged(
    {
      languages: ['python'],
      containing: ['down_revision', 'migrations.Migration'],
    },
    async context => {
      const { models } = await context.facts(databaseModels);
      const { migrations } = await context.facts(databaseMigrations);
      const relational = models.filter(
        model => model.store === 'sql' && !model.unmanaged,
      );
      if (relational.length === 0 && migrations.length === 0) {
        return {
          status: 'not-applicable',
          summary: 'No models of a relational store and no migrations',
        };
      }
      const evidence: Evidence[] = [];
      const direct =
        relational.length > 0 ? await schemaFromModels(context) : [];
      const { files } = await context.facts(inventory);
      const hasHistory =
        migrations.length > 0 ||
        files.some(
          file =>
            file.class === 'migration' &&
            !/(?:^|\/)(?:__init__\.py|\.\w+)$/.test(file.path),
        );
      evidence.push(
        ...direct.map(item =>
          // Beside a history it does harm only where the history is not run.
          hasHistory ? { ...item, severity: 'medium' as const } : item,
        ),
      );
      if (!hasHistory && direct.length === 0) {
        const { applications: apps } = await context.facts(applications);
        if (apps.length === 0) {
          return {
            status: 'not-applicable',
            summary:
              'Models without an application: whoever uses them keeps the history',
          };
        }
        const [first] = relational;
        evidence.push({
          path: first.path,
          line: first.line,
          subject: 'no migrations',
          note: `${count(
            relational.length,
            'model',
          )} and no migration of any tool in the tree`,
        });
      }
      evidence.push(
        ...brokenChains(migrations, item =>
          /^branch_labels\b[^=\n]*=\s*[("'\[]|^depends_on\b[^=\n]*=\s*[("'\[]/m.test(
            context.read(item.path) ?? '',
          ),
        ),
        ...migrations.flatMap(stepsOf),
      );
      const guard = await guardOf(context);
      if (
        guard === undefined &&
        migrations.some(item => CHECKABLE.has(item.tool))
      ) {
        const last = migrations
          .filter(item => CHECKABLE.has(item.tool))
          .at(-1)!;
        evidence.push({
          path: last.path,
          line: last.line,
          severity: 'low',
          subject: 'no guard in CI',
          note: 'no step of CI and no test asks for one head or for a difference to the models',
        });
      }
      const failing = inOrder(evidence);
      if (failing.length > 0) {
        return {
          status: 'fail',
          summary: `${count(failing.length, 'problem')} of ${
            migrations.length > 0
              ? count(migrations.length, 'migration')
              : 'the schema'
          }: ${summaryOf(failing)}`,
          evidence: failing,
          lookedFor: [
            'Alembic revisions, Django, Prisma, TypeORM, Knex, Sequelize and Drizzle migrations, Flyway and numbered SQL files',
            'alembic check, makemigrations --check, migrate diff and the like in CI and tests',
          ],
          ...(guard ? { strengths: [guard] } : {}),
        };
      }
      const heads = migrations.slice(-1);
      return {
        status: 'pass',
        summary: `${count(migrations.length, 'migration')} in one chain${
          guard ? `, guarded by ${guard.path}:${guard.line}` : ''
        }`,
        evidence: guard
          ? [guard]
          : heads.map(({ path, line, id }) => ({
              path,
              line,
              subject: `head ${id}`,
              note: 'the only head',
            })),
      };
    },
  ),
});

/** Steps of one migration that cannot be undone or fail on filled tables. */
function stepsOf(migration: MigrationFact): Evidence[] {
  const result: Evidence[] = [];
  const { path, operations, tool } = migration;
  const created = new Set(
    operations
      .filter(item => item.kind === 'create-table')
      .map(item => item.table),
  );
  for (const item of operations) {
    if (
      item.kind === 'add-column' &&
      item.requiredWithoutDefault &&
      !created.has(item.table)
    ) {
      result.push({
        path,
        line: item.line,
        severity: 'medium',
        subject: `${item.table}.${item.column}`,
        note: `${item.table}.${item.column} is required and has no default: it fails on a table with rows`,
      });
    }
  }
  if (
    tool !== 'django' &&
    (migration.downgrade === 'empty' || migration.downgrade === 'raises') &&
    operations.length > 0 &&
    !migration.merge &&
    !migration.note
  ) {
    result.push({
      path,
      line: migration.downgradeLine ?? migration.line,
      severity: 'medium',
      subject: `way back of ${migration.id}`,
      note:
        migration.downgrade === 'empty'
          ? 'the way back does nothing and says nothing: the next upgrade fails on what is still there'
          : 'there is no way back, and no note says why',
    });
  }
  return result;
}

/** The call of a file by which it looks at the history or the models, if there is one. */
function guardingCall(file: FileSyntax): { line: number } | undefined {
  return (
    file.calls.find(
      call =>
        GUARD_CALL.test(call.callee) ||
        (/(?:^|\.)(?:call_command|run|check_call|check_output|exec|execSync|spawnSync)$/.test(
          call.callee,
        ) &&
          call.args.length > 0 &&
          GUARD_ARGUMENT.test(call.args[0].text.slice(0, 300))),
    ) ?? file.imports.find(item => item.module.startsWith('pytest_alembic'))
  );
}

async function guardOf(context: CheckContext): Promise<Evidence | undefined> {
  const { workflows: all } = await context.facts(workflows);
  const scripts = (
    await context.syntax.files({
      classes: ['script', 'source'],
      containing: GUARD_WORDS,
    })
  )
    .filter(file => guardingCall(file))
    .map(({ path }) => path);
  for (const workflow of all.filter(item => item.active)) {
    for (const job of workflow.jobs) {
      for (const step of job.steps) {
        for (const command of step.commands) {
          if (
            command.neutralisers.length === 0 &&
            (GUARD_COMMAND.test(command.words.join(' ')) ||
              scripts.some(path => runs(command, path)))
          ) {
            return {
              path: command.path,
              line: command.line,
              subject: 'guard in CI',
              note: `CI runs ${command.words.slice(0, 5).join(' ')}`,
            };
          }
        }
      }
    }
  }
  for (const file of await context.syntax.files({
    classes: ['test'],
    containing: GUARD_WORDS,
  })) {
    const found = guardingCall(file);
    if (found) {
      return {
        path: file.path,
        line: found.line,
        subject: 'guard in a test',
        note: 'a test runs or compares the migrations',
      };
    }
  }
  return undefined;
}

/** `python scripts/one_head.py`, in its folder. */
function runs(command: CiCommand, path: string): boolean {
  return command.words.some(
    word =>
      word.includes('.') &&
      [command.cwd, word.replace(/^\.\//, '')].filter(Boolean).join('/') ===
        path,
  );
}

function summaryOf(failing: readonly Evidence[]): string {
  const worst = failing.filter(item => item.severity === undefined);
  const shown = worst.length > 0 ? worst : failing;
  return `${shown[0].note}; ${somePlaces(shown)}`;
}
