// @ts-check

/**
 * Milliseconds only: what JavaScript reads back is exactly what SQL compares, so that cursors lose nothing.
 *
 * @param {import('knex').Knex.CreateTableBuilder} table
 * @param {string} name
 */
const time = (table, name) =>
  table.timestamp(name, { useTz: true, precision: 3 });

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('entities', table => {
    table.comment(
      'Audited entities: what the catalog says of them and a summary of the last audit. The services list reads only this table.',
    );
    table
      .text('entity_ref')
      .primary()
      .comment('Entity reference in lower case, the key everywhere');
    table.text('kind').notNullable().comment('Kind as written in the entity');
    table.text('namespace').notNullable().comment('metadata.namespace');
    table.text('name').notNullable().comment('metadata.name');
    table.text('title').notNullable().comment('Title, else name; shortened');
    table
      .text('title_key')
      .notNullable()
      .comment('Title in lower case, for order and search');
    table.text('type').comment('spec.type');
    table.text('owner').comment('Target of the first ownedBy relation');
    table.text('system').comment('Target of the first partOf relation');
    table.text('lifecycle').comment('spec.lifecycle');
    table.text('tags').notNullable().comment('metadata.tags, JSON array');
    table
      .text('metadata_hash')
      .notNullable()
      .comment('Hash of everything in the entity that an audit may judge');
    time(table, 'created_at').notNullable().comment('When it was first seen');
    time(table, 'gone_at').comment(
      'Since when the catalog no longer has it; hidden, and removed after a grace period',
    );
    table.double('score').comment('Overall score of the last audit, 0-10');
    table.double('target').comment('Target that belongs to the score');
    table.double('gap').comment('Target minus score');
    table.text('level').comment('Id of the level reached');
    table
      .integer('level_rank')
      .comment('Place of the level in its standard, lowest first');
    table.text('verdicts').comment('Verdict per stage, JSON array');
    for (const severity of ['critical', 'high', 'medium', 'low']) {
      table
        .integer(`findings_${severity}`)
        .notNullable()
        .defaultTo(0)
        .comment(`Open findings of severity ${severity}`);
    }
    table
      .double('findings_rank')
      .comment('The four counts as one number, hardest severity first');
    time(table, 'audited_at').comment('When the last audit was written');

    // The list is ordered by score unless somebody asks for something else; the reference breaks ties.
    table.index(['score', 'entity_ref'], 'entities_score_idx');
    // Filters of team and system pages, and the rule IS_ENTITY_OWNER, which is part of most policies.
    table.index(['owner'], 'entities_owner_idx');
    table.index(['system'], 'entities_system_idx');
  });

  await knex.schema.createTable('queue', table => {
    table.comment(
      'One row per entity that is to be audited. Kept apart from entities because it changes with every heartbeat.',
    );
    table
      .text('entity_ref')
      .primary()
      .references('entity_ref')
      .inTable('entities')
      .onDelete('CASCADE')
      .comment('The entity');
    time(table, 'next_audit_at')
      .notNullable()
      .comment(
        'When the next run is due. While a ticket is held: when its lease ends',
      );
    table
      .integer('priority')
      .notNullable()
      .comment('Lower runs first: 0 asked for, 5 changed, 10 by schedule');
    table
      .text('ticket')
      .comment('Held by the running worker; results are written only with it');
    time(table, 'started_at').comment('When the ticket was drawn');
    time(table, 'requested_at').comment(
      'When another run was asked for while one was running',
    );
    table
      .integer('attempts')
      .notNullable()
      .defaultTo(0)
      .comment('Failed runs since the last good one');
    table.text('last_error').comment('Why the last run failed');
    time(table, 'last_error_at').comment('When the last run failed');

    // Claiming walks this index from its start and stops at the first due row; the position in the queue counts on it.
    table.index(['priority', 'next_audit_at', 'entity_ref'], 'queue_order_idx');
  });

  await knex.schema.createTable('audits', table => {
    table.comment('The latest good audit of an entity, whole');
    table
      .text('entity_ref')
      .primary()
      .references('entity_ref')
      .inTable('entities')
      .onDelete('CASCADE')
      .comment('The entity');
    table.text('document').notNullable().comment('The audit, JSON');
    table.text('standard_id').notNullable().comment('Standard it follows');
    table.text('standard_version').notNullable().comment('Version of that');
    table
      .text('rules_hash')
      .notNullable()
      .comment('Hash of all that judged: standard and collectors');
    table.text('owner').comment('Whom it names as owner');
    time(table, 'audited_at').notNullable().comment('When it was written');
    time(table, 'judged_at')
      .notNullable()
      .comment('Instant against which due dates were compared');
    time(table, 'checked_at')
      .notNullable()
      .comment('When its sources were last found unchanged, or read');
  });

  await knex.schema.createTable('collector_results', table => {
    table.comment(
      'What each collector last said of an entity: reused while its source is unchanged',
    );
    table
      .text('entity_ref')
      .notNullable()
      .references('entity_ref')
      .inTable('entities')
      .onDelete('CASCADE')
      .comment('The entity');
    table.text('collector_id').notNullable().comment('The collector');
    table.text('version').notNullable().comment('Version of the collector');
    table
      .text('metadata_hash')
      .notNullable()
      .comment('Metadata of the entity that the collector was given');
    table.text('revision').comment('Revision for the next conditional request');
    table.text('source').comment('URL or directory that was read');
    table.text('results').notNullable().comment('Check results, JSON array');
    table.text('skipped').notNullable().comment('Skipped files, JSON array');
    time(table, 'collected_at').notNullable().comment('When they were made');
    table.primary(['entity_ref', 'collector_id']);
  });

  await knex.schema.createTable('area_scores', table => {
    table.comment('Scores per area of the latest audit');
    table
      .text('entity_ref')
      .notNullable()
      .references('entity_ref')
      .inTable('entities')
      .onDelete('CASCADE')
      .comment('The entity');
    table.text('area_id').notNullable().comment('Area of the standard');
    table
      .integer('position')
      .notNullable()
      .comment('Place of the area in the standard');
    table.double('score').comment('0-10, empty without one');
    table.double('target').notNullable().comment('Score wanted');
    table
      .text('state')
      .notNullable()
      .comment('scored, not-applicable or not-enough-evidence');
    table.primary(['entity_ref', 'area_id']);
    // Order of the services list by the score of one area.
    table.index(['area_id', 'score'], 'area_scores_area_idx');
  });

  await knex.schema.createTable('findings', table => {
    table.comment('Findings with their life across audits');
    table
      .text('entity_ref')
      .notNullable()
      .references('entity_ref')
      .inTable('entities')
      .onDelete('CASCADE')
      .comment('The entity');
    table
      .text('fingerprint')
      .notNullable()
      .comment('Identity within the entity, stable while lines move');
    table.text('check_id').notNullable().comment('The failed check');
    table.text('area_id').notNullable().comment('Area of the check');
    table.text('severity').notNullable().comment('critical, high, medium, low');
    table
      .text('confidence')
      .notNullable()
      .comment('certain, likely or plausible');
    table.text('path').comment('File in the source');
    table.integer('line').comment('First line, from 1');
    table.text('state').notNullable().comment('open or resolved');
    time(table, 'first_seen_at').notNullable().comment('Start of the clock');
    table
      .integer('due_factor')
      .notNullable()
      .comment('2 for findings of the first audit of the entity, else 1');
    time(table, 'due_at').comment(
      'First seen plus the days of the standard times due_factor; empty while only plausible',
    );
    time(table, 'resolved_at').comment('When an audit no longer saw it');
    table.primary(['entity_ref', 'fingerprint']);
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  for (const table of [
    'findings',
    'area_scores',
    'collector_results',
    'audits',
    'queue',
    'entities',
  ]) {
    await knex.schema.dropTable(table);
  }
};
