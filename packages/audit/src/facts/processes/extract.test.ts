import { extractFacts } from '../../testing/extractFacts';
import { processes, reach } from './extract';

async function found(files: Record<string, string>) {
  const { facts } = await extractFacts(processes, files);
  return facts.processes.map(
    ({ id, name, applications, agents, places, confidence }) => ({
      id,
      name,
      applications,
      agents,
      places: places.map(({ path, line }) => `${path}:${line}`),
      confidence,
    }),
  );
}

const API = 'from fastapi import FastAPI\n\napp = FastAPI()\n';

describe('processes', () => {
  it('follows images and services to their entries', async () => {
    expect(
      await found({
        Dockerfile:
          'FROM python:3.13\nCOPY shop shop\nCMD ["uvicorn", "shop.main:app"]\n',
        'compose.yaml':
          'services:\n  api:\n    build: .\n  mails:\n    build: .\n    command: opentelemetry-instrument celery -A shop.tasks worker\n  db:\n    image: postgres:17\n',
        'shop/main.py': API,
        'shop/tasks.py': 'from celery import Celery\napp = Celery()\n',
        'requirements.txt': 'fastapi\n',
      }),
    ).toEqual([
      {
        id: 'server:shop/main.py',
        name: 'api',
        applications: ['shop/main.py:app'],
        agents: [],
        places: ['Dockerfile:3', 'compose.yaml:2'],
        confidence: 'certain',
      },
      {
        id: 'worker:shop/tasks.py',
        name: 'mails',
        applications: [],
        agents: ['opentelemetry-instrument'],
        places: ['compose.yaml:6'],
        confidence: 'certain',
      },
    ]);
  });

  it('follows commands of manage.py and servers that get their application by name', async () => {
    expect(
      (
        await found({
          Dockerfile: 'FROM python:3.13\nCMD ["python", "server.py"]\n',
          'compose.yaml':
            'services:\n  api:\n    build: .\n  outbox:\n    build: .\n    command: python manage.py deliver_outbox\n',
          'server.py':
            'import uvicorn\n\nif __name__ == "__main__":\n    uvicorn.run("shop.main:app", port=8000)\n',
          'shop/main.py': API,
          'manage.py':
            'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
          'shop/mails/management/commands/deliver_outbox.py':
            'class Command:\n    pass\n',
          'requirements.txt': 'fastapi\n',
        })
      ).map(({ id, name, applications }) => ({ id, name, applications })),
    ).toEqual([
      {
        id: 'server:server.py',
        name: 'api',
        applications: ['shop/main.py:app'],
      },
      {
        id: 'worker:shop/mails/management/commands/deliver_outbox.py',
        name: 'outbox',
        applications: [],
      },
    ]);
  });

  it('finds scripts where the image has copied them from', async () => {
    const [server, worker] = await found({
      'docker/web/Dockerfile':
        'FROM python:3.13\nCOPY docker/web/entrypoint /entrypoint\nCOPY --chown=app docker/web/start /start\nCOPY docker/worker/start /start-worker\nENTRYPOINT ["/entrypoint"]\nCMD ["/start"]\n',
      'docker/web/entrypoint': '#!/bin/bash\nexec "$@"\n',
      'docker/web/start': '#!/bin/bash\nexec gunicorn shop.main:app\n',
      'docker/worker/start':
        '#!/bin/sh\nexec celery -A shop.tasks worker -l INFO\n',
      'compose.yaml':
        'services:\n  web:\n    build: {context: ., dockerfile: docker/web/Dockerfile}\n    command: /start\n  mails:\n    build: {context: ., dockerfile: docker/web/Dockerfile}\n    command: /start-worker\n',
      'shop/main.py': API,
      'shop/tasks.py': 'from celery import Celery\napp = Celery()\n',
      'requirements.txt': 'fastapi\n',
    });
    expect(server).toMatchObject({ id: 'server:shop/main.py', name: 'web' });
    expect(worker).toMatchObject({ id: 'worker:shop/tasks.py', name: 'mails' });
  });

  it('resolves scripts of packages, shell scripts and compiled files', async () => {
    expect(
      await found({
        Dockerfile:
          'FROM node:22\nENTRYPOINT ["/app/entrypoint.sh"]\nCMD ["npm", "run", "serve"]\n',
        'entrypoint.sh':
          '#!/bin/sh\nset -e\nnpx prisma migrate deploy\nexec "$@"\n',
        'package.json':
          '{"name": "a", "scripts": {"serve": "NODE_ENV=production node --require ./tracing.js dist/server.js"}}',
        'src/server.ts':
          "import express from 'express';\nconst app = express();\napp.get('/', (req, res) => res.end());\napp.listen(1);\n",
      }),
    ).toMatchObject([
      {
        id: 'server:src/server.ts',
        applications: ['src/server.ts:app'],
        agents: ['./tracing.js'],
      },
    ]);
  });

  it('reads Procfiles and console scripts', async () => {
    expect(
      await found({
        Procfile:
          'web: gunicorn shop.wsgi:application\nclock: shop-clock\nrelease: python manage.py migrate\n',
        'pyproject.toml':
          '[project]\nname = "shop"\n\n[project.scripts]\nshop-clock = "shop.clock:main"\n',
        'shop/wsgi.py': 'application = None\n',
        'shop/clock.py': 'def main():\n    pass\n',
      }),
    ).toMatchObject([
      { id: 'scheduler:shop/clock.py', name: 'clock' },
      { id: 'server:shop/wsgi.py', name: 'web' },
    ]);
  });

  it('takes what code shows where nothing starts a part', async () => {
    expect(await found({ 'main.py': API })).toMatchObject([
      { id: 'server:main.py', confidence: 'likely', places: ['main.py:3'] },
    ]);
  });

  it('finds none in a library', async () => {
    expect(
      await found({
        'pyproject.toml': '[project]\nname = "a"\n',
        'a/__init__.py': 'def f():\n    pass\n',
      }),
    ).toEqual([]);
  });

  it('tells what an entry reaches', async () => {
    const { facts } = await extractFacts(reach, {
      'app/main.py':
        'from app.setup import used\nfrom app import lazy\n\nused()\n',
      'app/setup.py':
        'def used():\n    inner()\n\n\ndef inner():\n    pass\n\n\ndef unused():\n    unused()\n',
      'app/lazy.py': 'x = 1\n',
      'app/other.py': 'import app.setup\napp.setup.unused()\n',
    });
    const closure = await facts.closure('app/main.py');
    expect([...closure].sort()).toEqual([
      'app/lazy.py',
      'app/main.py',
      'app/setup.py',
    ]);
    const reached = (name: string) =>
      facts.isReached(closure, 'app/setup.py', [name]);
    expect(await reached('used')).toBe(true);
    expect(await reached('inner')).toBe(true);
    expect(await reached('unused')).toBe(false);
  });

  it('loads what is imported for its effect', async () => {
    const { facts } = await extractFacts(reach, {
      'package.json': '{}',
      'src/main.ts': "import './instrument';\nimport type { A } from './a';\n",
      'src/instrument.ts': "require('./tracing');\n",
      'src/tracing.js': 'start();\n',
      'src/a.ts': 'export type A = string;\n',
    });
    expect([...(await facts.closure('src/main.ts'))].sort()).toEqual([
      'src/instrument.ts',
      'src/main.ts',
      'src/tracing.js',
    ]);
  });
});
