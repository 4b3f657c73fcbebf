// @ts-check

/**
 * @param {import('knex').Knex.CreateTableBuilder} table
 * @param {string} name
 */
const time = (table, name) =>
  table.timestamp(name, { useTz: true, precision: 3 });

/**
 * @param {import('knex').Knex.CreateTableBuilder} table
 */
const entityRef = table =>
  table
    .text('entity_ref')
    .references('entity_ref')
    .inTable('entities')
    .onDelete('CASCADE');

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('waivers', table => {
    table.comment(
      'Dated exceptions: accepted risks, false positives, exemptions',
    );
    table.text('id').primary().comment('UUID');
    table
      .text('kind')
      .notNullable()
      .comment('accepted-risk, false-positive or exemption');
    table
      .text('status')
      .notNullable()
      .comment('pending, active, lapsed, withdrawn or rejected');
    entityRef(table).comment('The entity; empty for all that a filter selects');
    table.text('finding_id').comment('The finding, unless an exemption');
    table.text('filter').comment('Filter predicate of an exemption, JSON');
    table
      .text('check_id')
      .comment('The check; empty for an exemption from the whole standard');
    table
      .text('severity')
      .comment('Of finding or check when it was asked for; bounds the time');
    table.text('reason').notNullable().comment('Why');
    table.text('author').notNullable().comment('Who asked for it');
    time(table, 'created_at').notNullable().comment('When');
    time(table, 'expires_at').comment('When it ends by itself, if ever');
    table.text('decided_by').comment('Who approved or rejected it');
    time(table, 'decided_at').comment('When that was');
    table.text('decision').comment('What was said about it');
    table.text('ended_by').comment('Who withdrew it; empty when it lapsed');
    time(table, 'ended_at').comment('When it ended');

    // What counts for an entity, what lapses, what belongs to a finding, and the order of the list.
    table.index(['entity_ref', 'status'], 'waivers_entity_idx');
    table.index(['status', 'expires_at'], 'waivers_expiry_idx');
    table.index(['finding_id'], 'waivers_finding_idx');
    table.index(['created_at', 'id'], 'waivers_created_idx');
  });

  await knex.schema.createTable('attestations', table => {
    table.comment('What people attest with evidence, and their history');
    table.text('id').primary().comment('UUID');
    entityRef(table).notNullable().comment('The entity');
    table.text('check_id').notNullable().comment('The attested check');
    table
      .text('status')
      .notNullable()
      .comment('valid, lapsed, replaced or withdrawn');
    table.text('evidence').notNullable().comment('What was done and seen');
    table.text('link').comment('Where it can be looked up');
    time(table, 'performed_at').notNullable().comment('When it was done');
    time(table, 'expires_at').notNullable().comment('When it is too old');
    table.text('author').notNullable().comment('Who attests it');
    time(table, 'created_at').notNullable().comment('When that was');
    time(table, 'ended_at').comment('When it ended before its time');
    table.text('ended_by').comment('Who ended it');
    table.text('end_reason').comment('Why');
    table.index(['entity_ref', 'check_id'], 'attestations_entity_idx');
    table.index(['status', 'expires_at'], 'attestations_expiry_idx');
  });

  await knex.schema.alterTable('entities', table => {
    time(table, 'rejudge_at').comment(
      'Since when somebody decided, or time took, something that the audit does not know yet',
    );
  });
  await knex.raw(
    'CREATE INDEX entities_rejudge_idx ON entities (rejudge_at) WHERE rejudge_at IS NOT NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX entities_rejudge_idx');
  // Not by knex: on SQLite it would copy the table and drop the old one, with all rows that refer to it.
  await knex.raw('ALTER TABLE entities DROP COLUMN rejudge_at');
  await knex.schema.dropTable('attestations');
  await knex.schema.dropTable('waivers');
};
