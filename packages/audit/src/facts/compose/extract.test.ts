import { extractFacts } from '../../testing/extractFacts';
import { compose } from './extract';

describe('compose', () => {
  it('reads services with anchors, lists and maps, each with its place', async () => {
    const { facts } = await extractFacts(compose, {
      'docker-compose.yml': [
        'x-base: &base',
        '  restart: unless-stopped',
        '  environment:',
        '    A: one',
        'services:',
        '  api:',
        '    <<: *base',
        '    build: { context: ./api, target: run }',
        '    ports: ["127.0.0.1:80:8080/tcp", "${PORT:-90}:90"]',
        '    volumes: [data:/data, ./conf:/conf:ro, /tmp/x]',
        '    depends_on: { migrate: { condition: service_completed_successfully } }',
        '  migrate:',
        '    image: ${IMAGE:-registry.local:5000/team/migrate:1.2}',
        '    environment: [B=two, C]',
        '    profiles: [dev]',
        '    command: alembic upgrade head',
      ].join('\n'),
    });
    const [api, migrate] = facts.files[0].services;
    expect(api).toMatchObject({
      role: 'production',
      oneShot: false,
      restart: { text: 'unless-stopped', line: 2 },
      environment: [{ name: 'A', value: 'one', line: 4 }],
      build: { context: 'api', dockerfile: 'api/Dockerfile', target: 'run' },
      ports: [
        { hostIp: '127.0.0.1', published: '80', target: '8080' },
        { published: '${PORT:-90}', target: '90' },
      ],
      volumes: [
        { type: 'named', source: 'data', target: '/data' },
        { type: 'bind', target: '/conf', readOnly: true },
        { type: 'anonymous', target: '/tmp/x' },
      ],
    });
    expect(migrate).toMatchObject({
      role: 'development',
      oneShot: true,
      image: {
        registry: 'registry.local:5000',
        repository: 'team/migrate',
        tag: '1.2',
      },
      environment: [{ name: 'B', value: 'two', line: 14 }, { name: 'C' }],
      command: { form: 'shell', words: ['alembic', 'upgrade', 'head'] },
    });
    expect(facts.production.map(({ name }) => name)).toEqual(['api']);
  });

  it('merges extends and overlays, and keeps the file each value stands in', async () => {
    const { facts } = await extractFacts(compose, {
      'compose.yml': [
        'services:',
        '  api:',
        '    image: app:1',
        '    environment: [A=1, B=2]',
        '    command: [serve]',
        '  other:',
        '    image: other:1',
      ].join('\n'),
      'compose.prod.yml': [
        'services:',
        '  api:',
        '    environment: { B: 3 }',
        '    command: [serve, --fast]',
        '    ports: !reset []',
      ].join('\n'),
      'compose.override.yml': 'services:\n  api:\n    privileged: "true"\n',
      'deploy/docker-compose.yml': [
        'services:',
        '  api:',
        '    extends: { file: ../compose.yml, service: api }',
        '    restart: always',
      ].join('\n'),
    });
    const production = facts.production.map(
      item => `${item.path}:${item.name}`,
    );
    expect(production).toEqual([
      'compose.prod.yml:api',
      'compose.yml:other',
      'deploy/docker-compose.yml:api',
    ]);
    expect(facts.production[0]).toMatchObject({
      image: { raw: 'app:1', path: 'compose.yml', line: 3 },
      command: { words: ['serve', '--fast'], path: 'compose.prod.yml' },
      environment: [
        { name: 'A', value: '1', path: 'compose.yml', line: 4 },
        { name: 'B', value: '3', path: 'compose.prod.yml', line: 3 },
      ],
    });
    expect(facts.production[2]).toMatchObject({
      image: { raw: 'app:1', path: 'compose.yml' },
      restart: { text: 'always', path: 'deploy/docker-compose.yml' },
    });
    expect(
      facts.files.find(file => file.path === 'compose.override.yml'),
    ).toMatchObject({
      role: 'development',
      services: [{ privileged: { path: 'compose.override.yml', line: 3 } }],
    });
  });

  it('reads included files as part of the project', async () => {
    const { facts } = await extractFacts(compose, {
      'compose.yml':
        'include:\n  - infra/databases.yml\n  - path: dev/cache.yml\nservices:\n  api: { image: "api:1" }\n',
      'infra/databases.yml': 'services:\n  db:\n    image: postgres:17\n',
      'dev/cache.yml': 'services:\n  cache:\n    image: redis:7\n',
    });
    expect(facts.production.map(({ path, name }) => `${path}:${name}`)).toEqual(
      ['compose.yml:api', 'infra/databases.yml:db', 'dev/cache.yml:cache'],
    );
  });

  it('merges the short and the long form of a build, and equal ports once', async () => {
    const { facts } = await extractFacts(compose, {
      'compose.yml':
        'services:\n  api:\n    build: ./api\n    ports: ["80:80"]\n',
      'compose.prod.yml':
        'services:\n  api:\n    build: { target: run }\n    ports: ["80:80", "443:443"]\n',
    });
    expect(facts.production[0]).toMatchObject({
      build: { context: 'api', target: 'run' },
      ports: [{ published: '80' }, { published: '443' }],
    });
  });

  it('gives roles by name, folder and the comment at the top', async () => {
    const service = 'services:\n  a:\n    image: a:1\n';
    const { facts } = await extractFacts(compose, {
      'compose.yaml': `# Staging. Production runs elsewhere.\n${service}`,
      'docker-compose.test.yml': service,
      'docker-compose.backup.yml': service,
      'dev/docker-compose.yml': service,
      'local.docker-compose.yml': service,
      'tools/docker-compose.yml': `# Development only: the database\n${service}`,
      'x/docker-compose.production.yml': service,
    });
    expect(
      Object.fromEntries(facts.files.map(({ path, role }) => [path, role])),
    ).toEqual({
      'compose.yaml': 'production',
      'docker-compose.test.yml': 'test',
      'docker-compose.backup.yml': 'backup',
      'dev/docker-compose.yml': 'development',
      'local.docker-compose.yml': 'development',
      'tools/docker-compose.yml': 'development',
      'x/docker-compose.production.yml': 'production',
    });
  });

  it('skips what cannot be parsed', async () => {
    const { facts, skipped } = await extractFacts(compose, {
      'docker-compose.yml': 'services:\n  a: [\n',
    });
    expect(facts.files).toEqual([]);
    expect(skipped[0]).toMatchObject({ path: 'docker-compose.yml' });
  });

  it('skips a file with more services than anybody runs', async () => {
    const services = Array.from(
      { length: 2_000 },
      (_, index) => `  s${index}: *a\n`,
    );
    const { facts, skipped } = await extractFacts(compose, {
      'docker-compose.yml': `x-a: &a { image: a }\nservices:\n${services.join(
        '',
      )}`,
    });
    expect(facts.files).toEqual([]);
    expect(skipped).toEqual([
      { path: 'docker-compose.yml', reason: 'more than 1000 services' },
    ]);
  });
});
