import { mockCredentials } from '@backstage/backend-test-utils';
import { PolicyDecision } from '@backstage/plugin-permission-common';
import {
  ReadinessClient,
  readinessAuditReadPermission,
  readinessFindingReadPermission,
} from '@readiness/plugin-readiness-common';
import {
  createReadinessConditionalDecision,
  readinessConditions,
} from '../index';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { startReadiness } from '../__testUtils__/startReadiness';
import { checks, createWaivedWorld, entityRef } from '../__testUtils__/waivers';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('scorecards on %s', id => {
  let backend: Awaited<ReturnType<typeof startReadiness>>;
  let decisions: Record<string, PolicyDecision | undefined>;
  beforeAll(async () => {
    const knex = await databases.migrated(id);
    await createWaivedWorld(knex);
    backend = await startReadiness({
      knex,
      checks,
      decide: permission => decisions[permission],
    });
  });
  beforeEach(() => {
    decisions = {};
  });
  afterAll(() => backend.stop());
  const others = (
    permission: Parameters<typeof createReadinessConditionalDecision>[0],
  ) => {
    decisions[permission.name] = createReadinessConditionalDecision(
      permission,
      readinessConditions.isEntityOwner({ claims: ['group:default/other'] }),
    );
  };

  it('answers the client of the common package', async () => {
    const { port } = backend.server;
    const client = new ReadinessClient({
      discoveryApi: {
        getBaseUrl: async () => `http://localhost:${port()}/api/readiness`,
      },
      fetchApi: {
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            headers: { Authorization: mockCredentials.user.header() },
          }),
      },
    });
    expect(await client.getScoreHistory(entityRef)).toMatchObject([
      { causes: ['first'], findings: { critical: 2 } },
    ]);
    expect(await client.getScorecards({ by: 'owner', limit: 1 })).toMatchObject(
      { totalItems: 1, items: [{ key: 'group:default/team-a' }] },
    );
    for (const request of [
      { dimension: 'organisation' as const },
      { dimension: 'owner' as const, key: 'group:default/team-a' },
    ]) {
      expect(await client.getTrend(request)).toMatchObject([{ entities: 1 }]);
    }
    expect(
      await client.getTrend({ dimension: 'organisation', from: '2999-01-01' }),
    ).toEqual([]);
  });

  it('hides what the caller may not see', async () => {
    others(readinessFindingReadPermission);
    const history = await backend.get(
      '/entities/component/default/one/history',
    );
    expect(history.body.items).toMatchObject([{ cameAndWent: [] }]);
    others(readinessAuditReadPermission);
    expect(
      (await backend.get('/entities/component/default/one/history')).status,
    ).toBe(404);
    expect((await backend.get('/scorecards?by=owner')).body).toMatchObject({
      totalItems: 0,
      items: [],
    });
    expect((await backend.get('/trends?dimension=organisation')).status).toBe(
      404,
    );
  });

  it.each([
    ['/scorecards', 'by'],
    ['/scorecards?by=colour', 'by'],
    ['/scorecards?by=owner&limit=0', 'limit'],
    ['/scorecards?by=owner&cursor=x', 'cursor'],
    ['/trends', 'dimension'],
    ['/trends?dimension=planet', 'dimension'],
    ['/trends?dimension=owner&from=soon', 'from'],
    ['/trends?dimension=owner&from=2026-99-99', 'from'],
    ['/trends?dimension=organisation&key=x', 'key'],
    [`/trends?dimension=owner&key=${'x'.repeat(600)}`, 'key'],
  ])('refuses %.60s, naming the field', async (path, field) => {
    const { status, body } = await backend.get(path);
    expect([status, body.error.name]).toEqual([400, 'InputError']);
    expect(body.error.message).toContain(field);
  });
});
