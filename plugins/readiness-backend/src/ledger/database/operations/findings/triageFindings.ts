import {
  BulkTriageReport,
  BulkTriageRequest,
  Standard,
  TriageAction,
  TriageRefusal,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { FindingRow } from '../../../../database/tables';
import {
  DbTime,
  fromDbTime,
  nowPlus,
  toDbTime,
} from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { dueAt } from '../../../../findings/dueAt';
import { PlannedTriage, planTriage } from '../../../../findings/planTriage';
import { lockEntities } from '../audits/lockEntities';
import { insertFindingEvents } from './insertFindingEvents';

type Changed = Extract<PlannedTriage, { result: 'changed' }>;

/** Decides about findings: about all of them, or about none when one cannot be decided. Without duplicates. */
export async function triageFindings(options: {
  tx: Knex;
  findings: BulkTriageRequest['findings'];
  /** The entities of the findings that the actor may decide about. */
  entityRefs: ReadonlyMap<string, string>;
  action: TriageAction;
  actor: string;
  standard: Standard;
}): Promise<BulkTriageReport> {
  const { tx, findings, entityRefs, action, actor } = options;
  await lockEntities({ tx, entityRefs: [...new Set(entityRefs.values())] });
  const rows = await readRows(
    tx,
    findings.map(({ id }) => id).filter(id => entityRefs.has(id)),
  );
  const planned = findings.map(({ id, version }) => {
    const row = rows.get(id);
    return { id, row, plan: plan(row, version, action) };
  });
  if (planned.some(({ plan: { result } }) => result === 'refused')) {
    return {
      applied: false,
      items: planned.map(({ id, plan: item }) =>
        item.result === 'refused'
          ? { id, result: item.result, code: item.code, reason: item.reason }
          : { id, result: 'unchanged' },
      ),
    };
  }

  const changes = planned.flatMap(({ row, plan: item }) =>
    row && item.result === 'changed' ? [{ row, change: item }] : [],
  );
  await write(tx, changes, options.standard);
  await insertFindingEvents({
    tx,
    events: changes.map(({ row, change }) => ({
      finding_id: row.id,
      entity_ref: row.entity_ref,
      kind: change.kind,
      actor,
      from_state: change.state ? row.state : null,
      to_state: change.state ?? null,
      text: change.text,
    })),
  });
  return {
    applied: true,
    items: planned.map(({ id, row, plan: { result } }) => ({
      id,
      result,
      version: row!.version + (result === 'changed' ? 1 : 0),
    })),
  };
}

type Planned = PlannedTriage & { code?: TriageRefusal };

function plan(
  row: FindingRow | undefined,
  version: number | undefined,
  action: TriageAction,
): Planned {
  if (!row) {
    return {
      result: 'refused',
      code: 'not-found',
      reason: 'There is no such finding',
    };
  }
  if (version !== undefined && version !== row.version) {
    return {
      result: 'refused',
      code: 'changed',
      reason: `The finding has version ${row.version} by now`,
    };
  }
  const result = planTriage(
    { ...row, confirmed: row.confirmed_at !== null },
    action,
  );
  return result.result === 'refused'
    ? { ...result, code: 'impossible' }
    : result;
}

async function readRows(
  tx: Knex,
  ids: string[],
): Promise<Map<string, FindingRow>> {
  const rows: FindingRow[] = await tx('findings').modify(query =>
    whereIn(tx, query, 'id', ids),
  );
  return new Map(rows.map(row => [row.id, row]));
}

/** One statement for all that change alike: one action makes few different changes. */
async function write(
  tx: Knex,
  changes: { row: FindingRow; change: Changed }[],
  standard: Standard,
): Promise<void> {
  const now = changes.some(({ change }) => change.confirm)
    ? await readNow(tx)
    : null;
  const groups = new Map<string, { columns: object; ids: string[] }>();
  for (const { row, change } of changes) {
    const columns = {
      ...(change.state && { state: change.state }),
      ...(change.assignee !== undefined && { assignee: change.assignee }),
      ...(change.ticket !== undefined && { ticket: change.ticket }),
      ...(change.confirm && now && confirmed(tx, row, now, standard)),
    };
    const key = JSON.stringify(columns);
    const group = groups.get(key) ?? { columns, ids: [] };
    group.ids.push(row.id);
    groups.set(key, group);
  }
  for (const { columns, ids } of groups.values()) {
    await tx('findings')
      .modify(query => whereIn(tx, query, 'id', ids))
      .update({
        ...columns,
        updated_at: nowPlus(tx),
        version: tx.raw('version + 1'),
      });
  }
}

function confirmed(tx: Knex, row: FindingRow, now: string, standard: Standard) {
  const due = dueAt({
    finding: row,
    standard,
    clock: {
      firstSeenAt: fromDbTime(row.first_seen_at),
      confirmedAt: now,
      dueFactor: row.due_factor,
    },
  });
  return {
    confirmed_at: toDbTime(tx, now),
    due_at: due && toDbTime(tx, due),
  };
}

async function readNow(tx: Knex): Promise<string> {
  const [{ now }]: { now: DbTime }[] = await tx.select(
    tx.raw('? as now', [nowPlus(tx)]),
  );
  return fromDbTime(now);
}
