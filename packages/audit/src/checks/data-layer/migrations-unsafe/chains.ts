import { Evidence } from '@readiness/plugin-readiness-common';
import { MigrationFact } from '../../../facts/database/schema';

/** Tools whose migrations name what they come after. */
const GRAPH = new Set(['alembic', 'django']);

/** Broken chains: missing parents, several heads or roots, one number twice. */
export function brokenChains(
  migrations: readonly MigrationFact[],
  isLabelled: (migration: MigrationFact) => boolean,
): Evidence[] {
  const result: Evidence[] = [];
  const alembic = migrations.filter(item => item.tool === 'alembic');
  for (const group of [
    ...connected(alembic),
    ...byGroup(migrations.filter(item => item.tool === 'django')),
  ]) {
    result.push(...graph(group, isLabelled));
  }
  for (const group of byGroup(
    migrations.filter(item => !GRAPH.has(item.tool)),
  )) {
    const first = new Map<string, MigrationFact>();
    for (const item of group) {
      const other = first.get(item.id);
      // Knex and Sequelize order by the whole name.
      if (
        other &&
        /^\d/.test(item.id) &&
        !['knex', 'sequelize'].includes(item.tool)
      ) {
        result.push({
          path: item.path,
          line: item.line,
          subject: `${item.group} ${item.id}`,
          note: `the number ${item.id} is taken twice: which one runs first is left to chance`,
          related: [{ path: other.path, line: other.line }],
        });
      } else {
        first.set(item.id, item);
      }
    }
  }
  return result;
}

function graph(
  group: readonly MigrationFact[],
  isLabelled: (migration: MigrationFact) => boolean,
): Evidence[] {
  const result: Evidence[] = [];
  const [{ tool }] = group;
  const byId = new Map<string, MigrationFact>();
  const replaced = group.some(item => item.note === 'squashed');
  for (const item of group) {
    const other = byId.get(item.id);
    if (other) {
      result.push({
        path: item.path,
        line: item.line,
        subject: `revision ${item.id}`,
        note: `the revision ${item.id} is there twice`,
        related: [{ path: other.path, line: other.line }],
      });
    }
    byId.set(item.id, other ?? item);
  }
  const parents = new Set(group.flatMap(item => item.parents));
  for (const item of group) {
    for (const parent of item.parents) {
      // Alembic allows the beginning of an id, Django a squashed predecessor.
      const known =
        byId.has(parent) ||
        (tool === 'alembic' &&
          parent.length >= 4 &&
          group.some(other => other.id.startsWith(parent)));
      if (!known && !(tool === 'django' && replaced)) {
        result.push({
          path: item.path,
          line: item.line,
          subject: `revision ${item.id}`,
          note: `the revision ${parent} that it comes after is missing`,
        });
      }
    }
  }
  if (group.some(isLabelled) || replaced) {
    return result;
  }
  const unique = [...byId.values()];
  const heads = unique.filter(
    item =>
      !parents.has(item.id) &&
      ![...parents].some(
        parent =>
          tool === 'alembic' &&
          parent.length >= 4 &&
          item.id.startsWith(parent),
      ),
  );
  if (heads.length > 1) {
    const [first, ...others] = heads;
    result.push({
      path: others[0].path,
      line: others[0].line,
      subject: `heads of ${first.group}`,
      note: `${heads.length} heads: ${heads
        .map(item => item.id)
        .join(', ')}; an upgrade stops until they are merged`,
      related: [first, ...others.slice(1)].map(({ path, line }) => ({
        path,
        line,
      })),
    });
  }
  return result;
}

/** Revisions of one folder, or tied by their parents. */
function connected(migrations: readonly MigrationFact[]): MigrationFact[][] {
  const groups = byGroup(migrations);
  const owner = new Map<string, number>();
  const merged = groups.map((_, index) => index);
  const root = (index: number): number =>
    merged[index] === index ? index : root(merged[index]);
  groups.forEach((group, index) =>
    group.forEach(item => owner.set(item.id, index)),
  );
  groups.forEach((group, index) => {
    for (const parent of group.flatMap(item => item.parents)) {
      const other = owner.get(parent);
      if (other !== undefined) {
        merged[root(other)] = root(index);
      }
    }
  });
  const result = new Map<number, MigrationFact[]>();
  groups.forEach((group, index) => {
    const list = result.get(root(index)) ?? [];
    list.push(...group);
    result.set(root(index), list);
  });
  return [...result.values()];
}

function byGroup(migrations: readonly MigrationFact[]): MigrationFact[][] {
  const result = new Map<string, MigrationFact[]>();
  for (const item of migrations) {
    const key = `${item.tool}\0${item.group}`;
    const list = result.get(key) ?? [];
    list.push(item);
    result.set(key, list);
  }
  return [...result.values()];
}
