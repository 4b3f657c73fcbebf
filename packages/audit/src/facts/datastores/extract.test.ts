import { extractFacts } from '../../testing/extractFacts';
import { datastores } from './extract';

describe('datastores', () => {
  it('tells stores from caches and finds where the data lies', async () => {
    const { facts } = await extractFacts(datastores, {
      'compose.yml': [
        'services:',
        '  db: { image: "bitnami/postgresql:17", volumes: ["db:/bitnami/postgresql"] }',
        '  own: { build: ./db }',
        '  cache: { image: "redis:8" }',
        '  queue: { image: "redis:8", command: redis-server --appendonly yes }',
        '  admin: { image: "dpage/pgadmin4:9" }',
        '  dump: { image: "postgres:17", command: [pg_dump, shop] }',
        '  app: { image: "shop/postgres-exporter:1" }',
      ].join('\n'),
      'db/Dockerfile': 'FROM postgis/postgis:17-3.5\n',
      'test/docker-compose.yml':
        'services:\n  db: { image: "mysql:9", tmpfs: /var/lib/mysql }\n',
    });
    expect(
      facts.datastores.map(({ name, product, cache, storage, role }) => [
        name,
        product,
        cache,
        storage.type,
        role,
      ]),
    ).toEqual([
      ['db', 'postgres', false, 'named', 'production'],
      ['own', 'postgres', false, 'none', 'production'],
      ['cache', 'redis', true, 'none', 'production'],
      ['queue', 'redis', false, 'none', 'production'],
      ['db', 'mysql', false, 'tmpfs', 'test'],
    ]);
  });

  it('reads workloads with claims and empty folders', async () => {
    const workload = (kind: string, volume: string) =>
      [
        'apiVersion: apps/v1',
        `kind: ${kind}`,
        'metadata: { name: db }',
        'spec:',
        '  template:',
        '    spec:',
        '      containers:',
        '        - name: db',
        '          image: mongo:8',
        '          volumeMounts: [{ name: data, mountPath: /data/db }]',
        `      volumes: [${volume}]`,
        kind === 'StatefulSet'
          ? '  volumeClaimTemplates: [{ metadata: { name: data } }]'
          : '',
      ].join('\n');
    const { facts } = await extractFacts(datastores, {
      'a.yaml': workload('Deployment', '{ name: data, emptyDir: {} }'),
      'b.yaml': workload('StatefulSet', ''),
    });
    expect(facts.datastores.map(({ storage }) => storage.type)).toEqual([
      'tmpfs',
      'claim',
    ]);
  });
});
