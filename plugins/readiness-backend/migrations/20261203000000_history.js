// @ts-check

/**
 * @param {import('knex').Knex.CreateTableBuilder} table
 * @param {string} name
 */
const time = (table, name) =>
  table.timestamp(name, { useTz: true, precision: 3 });

const SEVERITIES = ['critical', 'high', 'medium', 'low'];

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('score_history', table => {
    table.comment('How scores of entities changed, and why; no change, no row');
    table.bigIncrements('id').comment('Order of the history');
    table
      .text('entity_ref')
      .notNullable()
      .references('entity_ref')
      .inTable('entities')
      .onDelete('CASCADE')
      .comment('The entity');
    time(table, 'at').notNullable().comment('When it was judged');
    table.text('audit_id').notNullable().comment('The audit');
    table.text('revision').comment('Revision of the source');
    table.text('standard_version').notNullable().comment('Of the standard');
    table
      .text('causes')
      .notNullable()
      .comment('What made the difference, JSON array');
    table.double('score').comment('Overall score, 0-10');
    table.double('target').comment('Target that belongs to it');
    table.text('level').notNullable().comment('Level reached');
    for (const severity of SEVERITIES) {
      table
        .integer(`findings_${severity}`)
        .notNullable()
        .comment(`Open findings of severity ${severity}`);
    }
    table
      .text('areas')
      .notNullable()
      .comment('Areas with another score than before, JSON array');
    table
      .text('findings')
      .notNullable()
      .comment('Findings that came and went by check, JSON array');
    table.index(['entity_ref', 'id'], 'score_history_entity_idx');
    table.index(['at'], 'score_history_age_idx');
  });

  await knex.schema.createTable('daily_rollups', table => {
    table.comment(
      'Sums over entities at the end of each day on which they changed, kept up with every audit',
    );
    table
      .text('dimension')
      .notNullable()
      .comment('organisation, owner or system');
    table
      .text('key')
      .notNullable()
      .comment('Reference of owner or system; empty for nobody and everybody');
    table.text('day').notNullable().comment('Day in UTC, 2026-01-31');
    table.integer('entities').notNullable().comment('Audited entities');
    table.integer('scored').notNullable().comment('Those with a score');
    table.double('score_sum').notNullable().comment('Sum of their scores');
    table.double('target_sum').notNullable().comment('Sum of their targets');
    for (const severity of SEVERITIES) {
      table
        .integer(`findings_${severity}`)
        .notNullable()
        .comment(`Open findings of severity ${severity}`);
    }
    table.primary(['dimension', 'key', 'day']);
  });

  await knex.schema.alterTable('entities', table => {
    table
      .text('rolled_up')
      .comment('What this entity has put into the daily sums, JSON');
    table
      .text('rejudge_cause')
      .comment('What was decided since rejudge_at: waiver or attestation');
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  // Not by knex: on SQLite it would copy the table and drop the old one, with all rows that refer to it.
  await knex.raw('ALTER TABLE entities DROP COLUMN rejudge_cause');
  await knex.raw('ALTER TABLE entities DROP COLUMN rolled_up');
  await knex.schema.dropTable('daily_rollups');
  await knex.schema.dropTable('score_history');
};
