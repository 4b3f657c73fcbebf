// @ts-check

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('source_hosts', table => {
    table.comment(
      'Hosts that sources are read from, with what all replicas together may ask of them',
    );
    table
      .text('host')
      .primary()
      .comment('Name with port; empty for entities that are read from no host');
    table
      .timestamp('claimed_at', { useTz: true, precision: 3 })
      .comment('When an entity of it was last claimed: hosts take turns');
    table
      .timestamp('slot_at', { useTz: true, precision: 3 })
      .comment('Up to when its budget of audits is used');
    table
      .timestamp('asleep_until', { useTz: true, precision: 3 })
      .comment('It refused for too many requests: left alone until then');
    table.text('asleep_reason').comment('What it said');
    table
      .integer('refusals')
      .notNullable()
      .defaultTo(0)
      .comment('Refusals in a row; each lengthens the sleep');
  });
  await knex('source_hosts').insert({ host: '' });

  await knex.schema.alterTable('queue', table => {
    table
      .text('host')
      .notNullable()
      .defaultTo('')
      .comment('Host that its source is read from, empty for none');
    table
      .text('repository')
      .comment(
        'What is read at once: entities that share it are audited together',
      );
    table
      .text('lane')
      .notNullable()
      .defaultTo('')
      .comment('Owner, empty for none: lanes take turns');
    table
      .double('turn')
      .comment(
        'Place among the due entities of its host and priority, drawn when it became due; empty while it is not',
      );
    table
      .double('interval_seconds')
      .notNullable()
      .defaultTo(6 * 3600)
      .comment('Time between two audits by its schedule');
    table
      .timestamp('dead_at', { useTz: true, precision: 3 })
      .comment('When too many attempts had failed; waits for somebody to ask');
  });
  await knex('queue').update({
    lane: knex.raw(
      `coalesce((SELECT owner FROM entities WHERE entities.entity_ref = queue.entity_ref), '')`,
    ),
  });

  await knex.schema.alterTable('queue', table => {
    table.dropIndex([], 'queue_order_idx');
    const due = { predicate: knex.whereNotNull('turn') };
    // Claiming reads from the start of its host; positions count in the other.
    table.index(
      ['host', 'priority', 'turn', 'entity_ref'],
      'queue_host_idx',
      due,
    );
    table.index(['priority', 'turn', 'entity_ref'], 'queue_turn_idx', due);
    // The last turn of a lane, for drawing the next.
    table.index(['host', 'priority', 'lane', 'turn'], 'queue_lane_idx', due);
    // What has become due by time alone.
    table.index(['next_audit_at'], 'queue_due_idx', {
      predicate: knex
        .whereNull('turn')
        .whereNull('dead_at')
        .whereNull('ticket'),
    });
    table.index(['host', 'repository'], 'queue_running_idx', {
      predicate: knex.whereNotNull('ticket'),
    });
    table.index(['repository'], 'queue_repository_idx');
    table.index(['dead_at', 'entity_ref'], 'queue_dead_idx', {
      predicate: knex.whereNotNull('dead_at'),
    });
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  const indexes = [
    'queue_dead_idx',
    'queue_repository_idx',
    'queue_running_idx',
    'queue_due_idx',
    'queue_lane_idx',
    'queue_turn_idx',
    'queue_host_idx',
  ];
  await knex.schema.alterTable('queue', table => {
    indexes.forEach(name => table.dropIndex([], name));
  });
  await knex.schema.alterTable('queue', table => {
    table.dropColumns(
      'host',
      'repository',
      'lane',
      'turn',
      'interval_seconds',
      'dead_at',
    );
    table.index(['priority', 'next_audit_at', 'entity_ref'], 'queue_order_idx');
  });
  await knex.schema.dropTable('source_hosts');
};
