import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Audit, enterpriseStandard } from '@readiness/plugin-readiness-common';
import {
  CollectOutcome,
  ReadinessCollector,
} from '@readiness/plugin-readiness-node';
import { Knex } from 'knex';
import { readAudit } from '../ledger/database/operations/audits/readAudit';
import { DatabaseAuditLedger } from '../ledger/DatabaseAuditLedger';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import {
  claim,
  createCheck,
  createCollector,
  createEntity,
  createQueue,
  createResult,
  seed,
} from '../__testUtils__/fixtures';
import { AuditRunner } from './AuditRunner';
import { hashRules } from './hashRules';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';
const { signal } = new AbortController();

describe.each(databaseIds)('AuditRunner on %s', id => {
  const check = createCheck('log-levels');
  const other = createCheck('log-format');

  /** A source at a revision: unchanged when asked for the same again. */
  function createSource(
    collectorId: string,
    of: typeof check,
    source: string | null,
  ) {
    const state = {
      revision: 'r1',
      status: 'fail' as 'fail' | 'pass' | 'unknown',
    };
    const collector = createCollector(
      collectorId,
      [of],
      async ({ knownRevision }): Promise<CollectOutcome> =>
        knownRevision === state.revision
          ? { status: 'unchanged' }
          : {
              status: 'collected',
              revision: state.revision,
              source,
              results: [createResult(of, state.status)],
            },
    );
    return { state, collector };
  }

  function createRunner(
    knex: Knex,
    collectors: ReadinessCollector[],
    options: { entities?: Entity[]; timeoutSeconds?: number } = {},
  ) {
    const runner = new AuditRunner({
      catalog: catalogServiceMock({
        entities: options.entities ?? [createEntity('one')],
      }),
      auth: mockServices.auth(),
      ledger: new DatabaseAuditLedger({ knex }),
      standard: enterpriseStandard,
      collectors,
      rulesHash: hashRules({ standard: enterpriseStandard, collectors }),
      timeoutSeconds: options.timeoutSeconds ?? 60,
      logger: mockServices.rootLogger(),
    });
    return async (): Promise<Audit> => {
      await runner.run(await claim(knex, entityRef), {
        visit: { entities: 1 },
        signal,
      });
      return (await readAudit({ knex, entityRef }))!;
    };
  }

  const statusOf = (audit: Audit, checkId: string) =>
    audit.results.find(result => result.check === checkId)?.status;

  it('writes an audit, and later only when it was checked as long as nothing changes', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const repository = createSource('repository', check, 'https://example.com');
    const metadata = createSource('metadata', other, null);
    const run = createRunner(knex, [metadata.collector, repository.collector]);

    const first = await run();
    expect(first).toMatchObject({
      entity: entityRef,
      source: 'https://example.com',
      revision: 'r1',
      standard: { id: 'enterprise' },
    });
    expect(first.findings).toHaveLength(2);
    const [before] = await knex('audits');

    await new Promise(resolve => setTimeout(resolve, 20));
    expect(await run()).toEqual(first);
    const [after] = await knex('audits');
    expect(after).toEqual({ ...before, checked_at: after.checked_at });
    expect(after.checked_at).not.toEqual(before.checked_at);
    expect((await createQueue(knex).state(entityRef))?.status).toBe('done');
  });

  it('reuses what is stored of a source that did not change beside one that did', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const repository = createSource('repository', check, 'https://example.com');
    const metadata = createSource('metadata', other, null);
    const run = createRunner(knex, [metadata.collector, repository.collector]);
    const first = await run();

    repository.state.revision = 'r2';
    repository.state.status = 'pass';
    const second = await run();
    expect(second.revision).toBe('r2');
    expect(statusOf(second, check.id)).toBe('pass');
    expect(statusOf(second, other.id)).toBe('fail');
    expect(second.findings).toEqual(
      first.findings.filter(finding => finding.check === other.id),
    );
  });

  it('judges anew with unchanged sources when owner or collectors change', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const repository = createSource('repository', check, 'https://example.com');
    await createRunner(knex, [repository.collector])();

    const moved = createEntity('one', { owner: 'group:default/b' });
    const audit = await createRunner(knex, [repository.collector], {
      entities: [moved],
    })();
    expect(audit.findings).toMatchObject([{ owner: 'group:default/b' }]);

    const metadata = createSource('metadata', other, null);
    const both = await createRunner(
      knex,
      [repository.collector, metadata.collector],
      { entities: [moved] },
    )();
    expect(both.findings).toHaveLength(2);
    expect(repository.collector.collect.mock.calls[2][0]).toMatchObject({
      knownRevision: 'r1',
    });

    const without = await createRunner(knex, [metadata.collector], {
      entities: [moved],
    })();
    expect(without.findings).toMatchObject([{ check: other.id }]);
    expect(await knex('collector_results')).toHaveLength(1);
  });

  it('judges anew when a finding has become overdue', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const repository = createSource('repository', check, 'https://example.com');
    const run = createRunner(knex, [repository.collector]);
    const first = await run();
    await knex('audits').update({ judged_at: '2020-01-01 00:00:00.000' });
    await knex('findings').update({ due_at: '2020-01-02 00:00:00.000' });

    const second = await run();
    expect(second.startedAt > first.startedAt).toBe(true);
    expect(JSON.stringify(second.verdicts)).toContain('1 overdue');
    expect((await run()).startedAt).toBe(second.startedAt);
  });

  it('leaves the last good audit alone when a collector fails', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const repository = createSource('repository', check, 'https://example.com');
    const run = createRunner(knex, [repository.collector]);
    const first = await run();

    repository.collector.collect.mockRejectedValueOnce(new Error('no access'));
    await expect(run()).rejects.toThrow('no access');
    expect(await readAudit({ knex, entityRef })).toEqual(first);
  });

  it('ends at its deadline, whatever the collector does', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const stuck = createCollector('stuck', [], () => new Promise(() => {}));
    await expect(
      createRunner(knex, [stuck], { timeoutSeconds: 0.05 })(),
    ).rejects.toThrow(
      'The audit took longer than 0.05 seconds (readiness.audits.timeout)',
    );
  });

  it('drops an entity that the catalog no longer has', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await createRunner(knex, [], { entities: [] })();
    expect(await knex('queue')).toEqual([]);
  });

  it('writes nothing when another worker has taken over', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const slow = createCollector('slow', [check], async () => {
      await knex('queue').update({ ticket: 'of another' });
      return {
        status: 'collected',
        revision: null,
        source: null,
        results: [],
      };
    });
    expect(await createRunner(knex, [slow])()).toBeNull();
    for (const table of ['collector_results', 'findings', 'area_scores']) {
      expect(await knex(table)).toEqual([]);
    }
    expect((await knex('queue').first()).ticket).toBe('of another');
  });
});
