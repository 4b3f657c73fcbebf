import { mockServices } from '@backstage/backend-test-utils';
import { CollectOutcome } from '@readiness/plugin-readiness-node';
import { CollectionHead } from '../ledger/AuditLedger';
import {
  createCheck,
  createCollector,
  createEntity,
  createResult,
} from '../__testUtils__/fixtures';
import { collectAll } from './collectAll';

describe('collectAll', () => {
  const check = createCheck('one');
  const collected: CollectOutcome = {
    status: 'collected',
    revision: 'r2',
    source: 'https://example.com',
    results: [createResult(check, 'pass')],
  };
  const head: CollectionHead = {
    collectorId: 'fake',
    version: '1',
    metadataHash: 'm1',
    revision: 'r1',
  };
  const options = {
    entity: createEntity('one'),
    metadataHash: 'm1',
    known: new Map([['fake', head]]),
    visit: { entities: 1 },
    logger: mockServices.logger.mock(),
    signal: new AbortController().signal,
  };
  options.logger.child.mockReturnValue(options.logger);

  it('offers the known revision, and takes unchanged for an answer', async () => {
    const fake = createCollector('fake', [check], async () => ({
      status: 'unchanged',
    }));
    expect(await collectAll({ ...options, collectors: [fake] })).toEqual([
      { collectorId: 'fake' },
    ]);
    expect(fake.collect.mock.calls[0][0]).toMatchObject({
      knownRevision: 'r1',
    });
  });

  it.each([
    ['the collector', { ...head, version: '0' }],
    ['the metadata', { ...head, metadataHash: 'm0' }],
    ['nothing, but no revision was told', { ...head, revision: null }],
  ])('offers none after a change of %s', async (_, changed) => {
    const fake = createCollector('fake', [check], async () => collected);
    const [outcome] = await collectAll({
      ...options,
      known: new Map([['fake', changed]]),
      collectors: [fake],
    });
    expect(fake.collect.mock.calls[0][0].knownRevision).toBeUndefined();
    expect(outcome.collection).toEqual({
      collectorId: 'fake',
      version: '1',
      metadataHash: 'm1',
      revision: 'r2',
      source: 'https://example.com',
      results: collected.results,
      skipped: [],
    });
  });

  it('refuses unchanged where nothing is known', async () => {
    const fake = createCollector('other', [check], async () => ({
      status: 'unchanged',
    }));
    await expect(
      collectAll({ ...options, collectors: [fake] }),
    ).rejects.toThrow(
      'The collector "other" said "unchanged" without a known revision',
    );
  });

  it('ends with the first error and aborts the others', async () => {
    let signal: AbortSignal | undefined;
    const slow = createCollector('slow', [], given => {
      signal = given.signal;
      return new Promise(() => {});
    });
    const broken = createCollector('broken', [check], async () => {
      throw new Error('no access');
    });
    await expect(
      collectAll({ ...options, collectors: [slow, broken] }),
    ).rejects.toThrow('no access');
    expect(signal?.aborted).toBe(true);
  });
});
