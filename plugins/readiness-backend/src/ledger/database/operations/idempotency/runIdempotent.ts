import { createHash } from 'crypto';
import { InputError } from '@backstage/errors';
import { Knex } from 'knex';
import { IdempotencyKeyRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';

/**
 * Runs a write in a transaction, once for each key: who sends the same request again gets the same answer. The key is
 * taken first, so that a second request waits for the first one; when the write fails, the key is free again.
 *
 * @throws InputError for a key that stands for another request.
 */
export async function runIdempotent<T>(options: {
  knex: Knex;
  /** Without one, the write simply runs. */
  key: string | undefined;
  /** Who asks: keys of one are nothing to another. */
  principal: string;
  /** What is asked, all of it. */
  request: unknown;
  work: (tx: Knex.Transaction) => Promise<T>;
}): Promise<{ response: T; replayed: boolean }> {
  const { knex, key, principal, work } = options;
  return knex.transaction(async tx => {
    if (key === undefined) {
      return { response: await work(tx), replayed: false };
    }
    const requestHash = createHash('sha256')
      .update(JSON.stringify(options.request))
      .digest('hex');
    const taken = await tx('idempotency_keys')
      .insert({
        principal,
        key,
        request_hash: requestHash,
        created_at: nowPlus(tx),
      })
      .onConflict(['principal', 'key'])
      .ignore()
      .returning('key');
    if (taken.length === 0) {
      const row = await tx<IdempotencyKeyRow>('idempotency_keys')
        .where({ principal, key })
        .first();
      if (row?.request_hash !== requestHash) {
        throw new InputError(
          'Invalid header "Idempotency-Key": it was used for another request',
        );
      }
      return { response: JSON.parse(row.response!), replayed: true };
    }
    const response = await work(tx);
    await tx<IdempotencyKeyRow>('idempotency_keys')
      .where({ principal, key })
      .update({ response: JSON.stringify(response) });
    return { response, replayed: false };
  });
}
