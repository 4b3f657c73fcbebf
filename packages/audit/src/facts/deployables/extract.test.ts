import { extractFacts } from '../../testing/extractFacts';
import { deployables } from './extract';
import { parseImage } from './image';
import { roleOf } from './role';
import { developmentServer, isProductionServer } from './servers';
import { resolveVariables } from './variables';

describe('deployables', () => {
  it('follows what services start, through images, scripts and package scripts', async () => {
    const { facts } = await extractFacts(deployables, {
      'compose.yml': [
        'services:',
        '  web: { build: web }',
        '  api: { build: api, command: [uvicorn, "shop:app"] }',
        '  db: { image: "postgres:17" }',
      ].join('\n'),
      'web/Dockerfile':
        'FROM node:22.1\nCOPY start.sh /usr/bin/start.sh\nENTRYPOINT ["/usr/bin/start.sh"]\nCMD ["npm", "run", "serve"]\n',
      'web/start.sh': '#!/bin/sh\nset -e\nnode migrate.js\nexec "$@"\n',
      'web/package.json': '{ "scripts": { "serve": "next start" } }',
      'api/Dockerfile': 'FROM python:3.13\nCMD ["flask", "run"]\n',
      'tool/Dockerfile': 'FROM debian:13\nRUN true\n',
    });
    expect(
      facts.starts.map(({ subject, path, commands }) => [
        subject,
        path,
        commands
          .map(({ words }) => words.join(' '))
          .filter(text => !/^(?:set|\$@)/.test(text)),
      ]),
    ).toEqual([
      ['web', 'web/Dockerfile', ['node migrate.js', 'next start']],
      ['api', 'compose.yml', ['uvicorn shop:app']],
    ]);
    expect(
      facts.images.map(({ path, starts, usedBy }) => [path, starts, usedBy]),
    ).toEqual([
      ['api/Dockerfile', true, ['api']],
      ['tool/Dockerfile', false, []],
      ['web/Dockerfile', true, ['web']],
    ]);
  });

  it('reads Procfiles', async () => {
    const { facts } = await extractFacts(deployables, {
      Procfile:
        '# processes\nweb: npm start\nrelease: python manage.py migrate\n',
      'package.json': '{ "scripts": { "start": "next start -p $PORT" } }',
    });
    expect(
      facts.starts.map(({ subject, source, line, commands }) => [
        subject,
        source,
        line,
        commands.map(({ words }) => words.join(' ')),
      ]),
    ).toEqual([
      ['web', 'procfile', 2, ['next start -p $PORT']],
      ['release', 'procfile', 3, ['manage.py migrate']],
    ]);
  });

  it('tells development servers from servers for production', () => {
    const command = (text: string) => ({
      words: text.split(' '),
      text,
      path: 'x',
      line: 1,
      endLine: 1,
      cwd: '',
      via: [],
      neutralisers: [],
    });
    for (const text of [
      'vite',
      'vite --host',
      'next',
      'next dev',
      'nodemon a.js',
      'uvicorn a:b --reload',
      'php -S 0.0.0.0:80',
      'manage.py runserver',
      'node --watch a.js',
      'ng serve',
    ]) {
      expect([text, developmentServer(command(text)) !== undefined]).toEqual([
        text,
        true,
      ]);
    }
    for (const text of [
      'vite build',
      'next start',
      'uvicorn a:b --workers 2',
      'node dist/server.js',
      'java -jar a.jar',
      'gunicorn a:b',
      'gunicorn a:b --reload',
    ]) {
      expect([text, developmentServer(command(text))]).toEqual([
        text,
        undefined,
      ]);
    }
    expect(isProductionServer(command('uvicorn a:b --workers 2'))).toBe(true);
    expect(isProductionServer(command('node dist/worker.js'))).toBe(false);
  });
});

describe('parseImage', () => {
  it.each([
    ['node', { repository: 'node', tag: undefined }],
    [
      'docker.io/library/node:22',
      { registry: 'docker.io', repository: 'node', tag: '22' },
    ],
    [
      'localhost:5000/a/b',
      { registry: 'localhost:5000', repository: 'a/b', tag: undefined },
    ],
    ['a/b:1@sha256:ab', { repository: 'a/b', tag: '1', digest: 'sha256:ab' }],
    [
      '${REG:-r.example}/a:${TAG}',
      { registry: 'r.example', unresolved: ['TAG'] },
    ],
  ])('reads %s', (raw, expected) => {
    expect(parseImage(raw)).toMatchObject(expected);
  });
});

describe('resolveVariables', () => {
  it('fills in values and defaults and names what is missing', () => {
    expect(
      resolveVariables('${A:-x}-$B-${C:?no}-$$D', name =>
        name === 'B' ? 'b' : undefined,
      ),
    ).toEqual({
      text: 'x-b-${C:?no}-$D',
      unresolved: ['C'],
      defaults: [{ name: 'A', value: 'x' }],
    });
  });
});

describe('roleOf', () => {
  it.each([
    ['docker-compose.yml', '', 'production'],
    ['docker-compose.prod.yml', '', 'production'],
    ['infra/dev/compose.yml', '', 'development'],
    ['dev/compose.prod.yml', '', 'production'],
    ['docker-compose.ci.yml', '', 'ci'],
    ['compose.yml.bak', '', 'backup'],
    ['docker-compose.backup.yml', '', 'backup'],
    ['deploy/postgres-backup.yaml', '', 'production'],
    ['ops/backup/Dockerfile', '', 'production'],
    ['examples/compose.yml', '', 'example'],
    ['charts/templates/api.yaml', '', 'production'],
    ['compose.yml', 'Not for production', 'development'],
    ['compose.yml', 'Production only; develop with make', 'production'],
    ['.gitpod.Dockerfile', '', 'development'],
    ['devices/compose.yml', '', 'production'],
  ])('%s with "%s" is %s', (path, heading, role) => {
    expect(roleOf(path, heading).role).toBe(role);
  });
});
