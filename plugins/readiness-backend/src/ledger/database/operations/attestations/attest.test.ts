import { Knex } from 'knex';
import { nowPlus } from '../../../../database/time';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { inDays } from '../../../../__testUtils__/fixtures';
import {
  author,
  createWaivedWorld,
  entityRef,
  judged,
} from '../../../../__testUtils__/waivers';
import { attest } from './attest';
import { lapseAttestations } from './lapseAttestations';
import { listAttestations } from './listAttestations';
import { readAttestation } from './readAttestation';
import { withdrawAttestation } from './withdrawAttestation';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const check = { id: 'on-call-rota-active', validForDays: 90 };

describe.each(databaseIds)('attestations on %s', id => {
  const attested = (
    knex: Knex,
    changes: { performedAt?: string; expiresAt?: string } = {},
  ) =>
    knex.transaction(tx =>
      attest({
        tx,
        entityRef,
        check,
        request: {
          evidence: 'Paged Tom.',
          link: 'https://example.com/page/1',
          performedAt: inDays(-1),
          ...changes,
        },
        author,
      }),
    );
  const status = async (knex: Knex) =>
    (await judged(knex)).results.find(result => result.check === check.id);

  it('make the check pass while they are valid, and unknown afterwards', async () => {
    const knex = await databases.migrated(id);
    await createWaivedWorld(knex);
    expect(await status(knex)).toMatchObject({ status: 'unknown' });
    const made = await attested(knex);
    expect(
      Math.round((Date.parse(made.expiresAt) - Date.now()) / 86400_000),
    ).toBe(89);
    expect(await status(knex)).toMatchObject({
      status: 'pass',
      evidence: [{ note: 'Paged Tom.' }],
    });

    expect(await lapseAttestations({ knex })).toBe(0);
    await knex('attestations').update({ expires_at: nowPlus(knex, -1) });
    expect(await lapseAttestations({ knex })).toBe(1);
    expect(await status(knex)).toMatchObject({
      status: 'unknown',
      summary: expect.stringContaining('lapsed on'),
    });
    expect(await readAttestation({ knex, id: made.id })).toMatchObject({
      status: 'lapsed',
    });
  });

  it('replace each other and can be taken back, and nothing is forgotten', async () => {
    const knex = await databases.migrated(id);
    await createWaivedWorld(knex);
    await attested(knex);
    await new Promise(resolve => setTimeout(resolve, 5));
    const second = await attested(knex, { expiresAt: inDays(2) });
    const withdraw = () =>
      knex.transaction(tx =>
        withdrawAttestation({
          tx,
          attestation: second,
          comment: 'It was a drill.',
          actor: author,
        }),
      );
    expect(await withdraw()).toMatchObject({
      status: 'withdrawn',
      endReason: 'It was a drill.',
    });
    await expect(withdraw()).rejects.toMatchObject({ name: 'ConflictError' });
    expect(await status(knex)).toMatchObject({ status: 'unknown' });
    expect(await listAttestations({ knex, entityRef })).toMatchObject([
      { id: second.id, status: 'withdrawn', endedBy: author },
      { status: 'replaced', endedBy: author, link: expect.any(String) },
    ]);
  });

  it.each([
    [{ performedAt: inDays(1) }, 'Invalid field "performedAt"'],
    [{ performedAt: inDays(-91) }, 'Invalid field "performedAt"'],
    [{ performedAt: 'yesterday' }, 'Invalid field "performedAt"'],
    [{ expiresAt: inDays(-0.5) }, 'Invalid field "expiresAt"'],
    [{ expiresAt: inDays(90) }, 'Invalid field "expiresAt"'],
  ])('refuse %j', async (changes, message) => {
    const knex = await databases.migrated(id);
    await createWaivedWorld(knex);
    await expect(attested(knex, changes)).rejects.toThrow(message);
    expect(await knex('attestations')).toEqual([]);
  });
});
