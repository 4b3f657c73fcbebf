import { Knex } from 'knex';
import { readSummary } from '../src/queue/operations/readSummary';
import { repositoryOfEntity, ENTITIES } from './world';
import { SourceHost } from './SourceHost';

/** Watches the database from inside: triggers write down every audit and every change of a finding's state. */
export class Observer {
  constructor(private readonly knex: Knex) {}

  async install(): Promise<void> {
    await this.knex.raw(`
      CREATE TABLE seen_audits (entity_ref text, revision text);
      CREATE FUNCTION see_audit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO seen_audits VALUES (NEW.entity_ref, NEW.document::json ->> 'revision');
          RETURN NULL;
        END $$;
      CREATE TRIGGER see_audit AFTER INSERT OR UPDATE OF document ON audits
        FOR EACH ROW EXECUTE FUNCTION see_audit();

      CREATE TABLE seen_findings (entity_ref text, fingerprint text, state text);
      CREATE FUNCTION see_finding() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
            INSERT INTO seen_findings VALUES (NEW.entity_ref, NEW.fingerprint, NEW.state);
          END IF;
          RETURN NULL;
        END $$;
      CREATE TRIGGER see_finding AFTER INSERT OR UPDATE ON findings
        FOR EACH ROW EXECUTE FUNCTION see_finding();
    `);
  }

  /** How many entities have an audit of what their source is now. */
  async current(host: SourceHost): Promise<number> {
    const rows: { entity_ref: string; revision: string }[] = await this.knex(
      'audits',
    ).select(
      'entity_ref',
      this.knex.raw(`document::json ->> 'revision' AS revision`),
    );
    return rows.filter(
      row => row.revision === host.sourceOf(repositoryOf(row)).revision,
    ).length;
  }

  async audited(): Promise<number> {
    const [{ count }] = await this.knex('audits').count({ count: '*' });
    return Number(count);
  }

  /** Entities that wait or run. */
  async busy(): Promise<number> {
    const [{ count }] = await this.knex('queue')
      .whereNotNull('turn')
      .orWhereNotNull('ticket')
      .orWhere('next_audit_at', '<=', this.knex.fn.now())
      .count({ count: '*' });
    return Number(count);
  }

  /** How the queue stands, for a test that does not come to its end. */
  describe(): Promise<unknown> {
    return readSummary({ knex: this.knex, visibility: undefined });
  }

  /** Everything that is not as it must be at the end. */
  async violations(changed: ReadonlySet<number>): Promise<string[]> {
    const { knex } = this;
    const found: string[] = [];
    const expect = (what: string, actual: unknown, wanted: unknown) => {
      if (Number(actual) !== Number(wanted)) {
        found.push(`${what}: ${actual} instead of ${wanted}`);
      }
    };
    const count = async (query: Knex.QueryBuilder) => {
      const [row] = await query.count({ count: '*' });
      return Number(row.count);
    };

    const changedEntities = Array.from(
      { length: ENTITIES },
      (_, i) => i,
    ).filter(index => changed.has(repositoryOfEntity(index))).length;
    expect('entities with an audit', await this.audited(), ENTITIES);
    expect(
      'audits written (one for each entity and revision)',
      await count(knex('seen_audits')),
      ENTITIES + changedEntities,
    );
    expect(
      'entities audited twice at one revision',
      (
        await knex('seen_audits')
          .groupBy('entity_ref', 'revision')
          .havingRaw('count(*) > 1')
          .select('entity_ref')
      ).length,
      0,
    );
    expect(
      'tickets held',
      await count(knex('queue').whereNotNull('ticket')),
      0,
    );
    expect(
      'dead letters',
      await count(knex('queue').whereNotNull('dead_at')),
      0,
    );
    expect(
      'entities that still fail',
      await count(knex('queue').whereNotNull('last_error')),
      0,
    );
    expect(
      'findings opened',
      await count(knex('seen_findings').where({ state: 'open' })),
      2 * ENTITIES + changedEntities,
    );
    expect(
      'findings resolved',
      await count(knex('seen_findings').where({ state: 'resolved' })),
      changedEntities,
    );
    expect(
      'findings that flapped',
      (
        await knex('seen_findings')
          .groupBy('entity_ref', 'fingerprint', 'state')
          .havingRaw('count(*) > 1')
          .select('fingerprint')
      ).length,
      0,
    );
    return found;
  }
}

function repositoryOf(row: { entity_ref: string }): number {
  return repositoryOfEntity(Number(row.entity_ref.split('-').pop()));
}
