import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { NotModifiedError } from '@backstage/errors';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { AuditRunner } from '@readiness/audit';
import { createRepositoryCollector } from './createRepositoryCollector';

function entity(location: string, kind = 'Component'): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name: 'payments',
      annotations: { 'backstage.io/managed-by-location': location },
    },
  };
}

describe('createRepositoryCollector', () => {
  const folder = createMockDirectory();
  const runner = new AuditRunner();
  const urlReader = mockServices.urlReader.mock();
  const collector = createRepositoryCollector({
    integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
    kinds: ['component'],
    limits: {},
    localRoots: [folder.path],
    runner,
    urlReader,
  });

  afterAll(() => runner.close());

  function collect(item: Entity, knownRevision?: string) {
    return collector.collect({
      entity: item,
      knownRevision,
      visit: { entities: 1 },
      logger: mockServices.logger.mock(),
      signal: new AbortController().signal,
    });
  }

  it('judges a folder, and says unchanged while its contents are the same', async () => {
    folder.setContent({
      'service/catalog-info.yaml': 'kind: Component',
      'service/Dockerfile': 'FROM python:3.12\nCMD ["python", "main.py"]\n',
      'service/main.py': 'print("hello")\n',
    });
    const location = `file:${folder.resolve('service/catalog-info.yaml')}`;
    const first = await collect(entity(location));
    if (first.status !== 'collected') {
      throw new Error(`Expected results, got ${first.status}`);
    }
    expect(first.source).toBe(folder.resolve('service'));
    expect(first.results.map(({ check }) => check)).toEqual(
      collector.checks.map(({ id }) => id),
    );
    expect(
      first.results.find(({ check }) => check === 'container-runs-as-root'),
    ).toMatchObject({ status: 'fail', evidence: [{ path: 'Dockerfile' }] });

    await expect(collect(entity(location), first.revision!)).resolves.toEqual({
      status: 'unchanged',
    });

    folder.addContent({ 'service/main.py': 'print("changed")\n' });
    const changed = await collect(entity(location), first.revision!);
    expect(changed.status).toBe('collected');
  }, 60_000);

  it('reads a URL with its etag and says unchanged when the host does', async () => {
    const location =
      'url:https://github.com/aurora/payments/blob/main/catalog-info.yaml';
    urlReader.readTree.mockResolvedValueOnce({
      etag: 'commit-1',
      files: async () => [
        {
          path: 'Dockerfile',
          content: async () => Buffer.from('FROM scratch\n'),
        },
      ],
      archive: jest.fn(),
      dir: jest.fn(),
    });
    await expect(collect(entity(location))).resolves.toMatchObject({
      status: 'collected',
      revision: 'commit-1',
      source: 'https://github.com/aurora/payments/tree/main/',
    });

    urlReader.readTree.mockRejectedValueOnce(new NotModifiedError());
    await expect(collect(entity(location), 'commit-1')).resolves.toEqual({
      status: 'unchanged',
    });
    expect(urlReader.readTree).toHaveBeenLastCalledWith(
      'https://github.com/aurora/payments/tree/main/',
      expect.objectContaining({ etag: 'commit-1' }),
    );
  }, 60_000);

  it('refuses a folder that is not allowed', async () => {
    await expect(
      collect(entity('file:/etc/catalog-info.yaml')),
    ).rejects.toThrow(/readiness\.repository\.localRoots/);
  });

  it('decides nothing about code that cannot be found, and nothing applies to what is no code', async () => {
    const lost = await collect({
      ...entity(''),
      metadata: { name: 'payments' },
    });
    expect(lost).toMatchObject({ status: 'collected', source: null });
    expect(lost.status === 'collected' && lost.results[0].status).toBe(
      'unknown',
    );

    const system = await collect(
      entity('url:https://github.com/a/b/blob/main/all.yaml', 'System'),
    );
    expect(system.status === 'collected' && system.results[0].status).toBe(
      'not-applicable',
    );
    await expect(
      collect(
        entity('url:https://github.com/a/b/blob/main/all.yaml', 'System'),
        'no-source',
      ),
    ).resolves.toEqual({ status: 'unchanged' });
  });

  it('locates what it reads from a host, without asking it', () => {
    const locate = (location: string, kind?: string) =>
      collector.locate!(entity(location, kind));
    expect(
      locate('url:https://GitHub.com/Aurora/Payments/blob/main/a/info.yaml'),
    ).toEqual({
      host: 'github.com',
      repository: 'https://github.com/aurora/payments',
    });
    expect(locate('file:/somewhere/info.yaml')).toBeUndefined();
    expect(
      locate('url:https://github.com/a/b/blob/main/a.yaml', 'System'),
    ).toBeUndefined();
    expect(locate('url:nowhere')).toBeUndefined();
  });
});
