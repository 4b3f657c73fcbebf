// @ts-check

const { createHash } = require('crypto');

/**
 * @param {import('knex').Knex.AlterTableBuilder} table
 * @param {string} name
 */
const time = (table, name) =>
  table.timestamp(name, { useTz: true, precision: 3 });

/** Constant, because SQLite adds no column whose default it would have to compute. */
const LONG_AGO = '1970-01-01 00:00:00.000';

const NEW_COLUMNS = [
  'id',
  'title',
  'phase_id',
  'severity_rank',
  'owner',
  'first_owner',
  'assignee',
  'ticket',
  'confirmed_at',
  'updated_at',
  'version',
];

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('audits', table => {
    table
      .text('audit_id')
      .notNullable()
      .defaultTo('')
      .comment('Names this audit in histories');
    table.text('revision').comment('Revision of the source that was judged');
  });

  await knex.schema.alterTable('findings', table => {
    table
      .text('id')
      .notNullable()
      .defaultTo('')
      .comment('Hash of entity and fingerprint: the same for ever');
    table
      .text('title')
      .notNullable()
      .defaultTo('')
      .comment('Title of the check, for search');
    table.text('phase_id').comment('Phase of the roadmap that it belongs to');
    table
      .integer('severity_rank')
      .notNullable()
      .defaultTo(3)
      .comment('0 critical to 3 low, for order');
    table.text('owner').comment('Who has to mend it');
    table.text('first_owner').comment('Who had to when it was first seen');
    table.text('assignee').comment('User or group that works on it');
    table.text('ticket').comment('Address of its ticket');
    time(table, 'confirmed_at').comment(
      'When somebody said that a plausible one is true; its clock starts there',
    );
    time(table, 'updated_at')
      .notNullable()
      .defaultTo(LONG_AGO)
      .comment('Last change of state or of what people said');
    table
      .integer('version')
      .notNullable()
      .defaultTo(1)
      .comment('Grows with each such change');
  });
  await fillIds(knex);
  await knex('findings').update({
    title: knex.ref('check_id'),
    severity_rank: knex.raw(
      `CASE severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END`,
    ),
    owner: ownerOfEntity(knex),
    first_owner: ownerOfEntity(knex),
    updated_at: knex.ref('first_seen_at'),
  });
  // The next audit of each entity writes titles and phases, from what is stored and without reading a source.
  await knex('audits').update({ rules_hash: '' });

  await knex.schema.alterTable('findings', table => {
    table.unique(['id'], { indexName: 'findings_id_idx' });
    // One for each order of the list, and for the filters that leave few of many rows.
    table.index(['severity_rank', 'id'], 'findings_severity_idx');
    table.index(['owner', 'severity_rank', 'id'], 'findings_owner_idx');
    table.index(['check_id', 'severity_rank', 'id'], 'findings_check_idx');
    table.index(['due_at', 'id'], 'findings_due_idx');
    table.index(['first_seen_at', 'id'], 'findings_first_seen_idx');
  });

  await knex.schema.createTable('finding_events', table => {
    table.comment('Everything that happened to findings, never changed');
    table.bigIncrements('id').comment('Order of the history');
    table.text('finding_id').notNullable().comment('The finding');
    table
      .text('entity_ref')
      .notNullable()
      .references('entity_ref')
      .inTable('entities')
      .onDelete('CASCADE')
      .comment('Entity of the finding');
    table.text('kind').notNullable().comment('What happened');
    time(table, 'at').notNullable().comment('When');
    table
      .text('actor')
      .comment('Who, empty for an audit or the passing of time');
    table.text('from_state').comment('State before, if it changed');
    table.text('to_state').comment('State after, if it changed');
    table.text('text').comment('Comment, reason or new value');
    table.text('audit_id').comment('The audit that saw it');
    table.text('revision').comment('Revision that the audit judged');
    table.index(['finding_id', 'id'], 'finding_events_finding_idx');
    // Removing an entity removes its history.
    table.index(['entity_ref'], 'finding_events_entity_idx');
  });

  await knex.schema.createTable('idempotency_keys', table => {
    table.comment('Answers to writes that carried an Idempotency-Key');
    table.text('principal').notNullable().comment('Who sent it');
    table.text('key').notNullable().comment('The key, chosen by the sender');
    table
      .text('request_hash')
      .notNullable()
      .comment('Hash of what was asked: a key stands for one request');
    table.text('response').comment('The answer, JSON');
    time(table, 'created_at').notNullable().comment('When it was first used');
    table.primary(['principal', 'key']);
    table.index(['created_at'], 'idempotency_keys_age_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('idempotency_keys');
  await knex.schema.dropTable('finding_events');
  await knex.schema.alterTable('findings', table => {
    table.dropIndex([], 'findings_first_seen_idx');
    table.dropIndex([], 'findings_due_idx');
    table.dropIndex([], 'findings_check_idx');
    table.dropIndex([], 'findings_owner_idx');
    table.dropIndex([], 'findings_severity_idx');
    table.dropUnique([], 'findings_id_idx');
  });
  // The versions before knew two states.
  await knex('findings')
    .whereNot('state', 'resolved')
    .update({ state: 'open' });
  await dropColumns(knex, 'findings', NEW_COLUMNS);
  await dropColumns(knex, 'audits', ['audit_id', 'revision']);
};

/**
 * Like `findingId`, which may change without this.
 *
 * @param {import('knex').Knex} knex
 */
async function fillIds(knex) {
  const rows = await knex('findings').select('entity_ref', 'fingerprint');
  for (const { entity_ref, fingerprint } of rows) {
    await knex('findings')
      .where({ entity_ref, fingerprint })
      .update({
        id: createHash('sha256')
          .update(`${entity_ref}\n${fingerprint}`)
          .digest('hex')
          .slice(0, 32),
      });
  }
}

/** @param {import('knex').Knex} knex */
function ownerOfEntity(knex) {
  return knex('entities')
    .whereRaw('entities.entity_ref = findings.entity_ref')
    .select('owner');
}

/**
 * Not by knex: on SQLite it would copy the table and drop the old one, which takes all rows that refer to it with it.
 *
 * @param {import('knex').Knex} knex
 * @param {string} table
 * @param {string[]} columns
 */
async function dropColumns(knex, table, columns) {
  for (const column of columns) {
    await knex.raw('ALTER TABLE ?? DROP COLUMN ??', [table, column]);
  }
}
