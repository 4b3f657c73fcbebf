import { extractFacts } from '../../testing/extractFacts';
import { dependencyUse, importsOf } from './dependencyUse';
import { manifests } from './extract';
import { distributionsOf, givesModule } from './importNames';

async function use(files: Record<string, string>) {
  const { facts } = await extractFacts(dependencyUse, files);
  const { facts: declared } = await extractFacts(manifests, files);
  return Object.fromEntries(
    declared.manifests.flatMap(manifest =>
      manifest.dependencies.map(dependency => [
        dependency.name,
        importsOf(facts, dependency, manifest)?.map(
          ({ path, line, class: fileClass, typeOnly }) =>
            `${path}:${line} ${fileClass}${typeOnly ? ' type' : ''}`,
        ),
      ]),
    ),
  );
}

describe('dependencyUse', () => {
  it('follows every way in which JavaScript names a module', async () => {
    expect(
      await use({
        'package.json': JSON.stringify({
          dependencies: {
            express: '4',
            '@a/b': '1',
            lodash: '4',
            dotenv: '1',
            zod: '1',
            sharp: '1',
            chalk: '5',
            mocked: '1',
            typed: '1',
            '@types/typed': '1',
            unused: '1',
          },
        }),
        'src/a.ts': `import express from 'express';
import 'dotenv/config';
import type { T } from 'typed';
export { z } from 'zod';
const l = require("lodash/fp").map;
load(await import('@a/b/c'));
// import x from 'unused'
const y = 'unused';
`,
        'src/b.tsx': `import { a } from './unused';\nconst c = () => import("chalk");\n`,
        'src/a.test.ts': `jest.mock('mocked');\n`,
        'scripts/x.mjs': `import sharp from 'sharp';\n`,
      }),
    ).toEqual({
      express: ['src/a.ts:1 source'],
      dotenv: ['src/a.ts:2 source'],
      typed: ['src/a.ts:3 source type'],
      '@types/typed': ['src/a.ts:3 source type'],
      zod: ['src/a.ts:4 source'],
      lodash: ['src/a.ts:5 source'],
      '@a/b': ['src/a.ts:6 source'],
      chalk: ['src/b.tsx:2 source'],
      mocked: ['src/a.test.ts:1 test'],
      sharp: ['scripts/x.mjs:1 script'],
      unused: [],
    });
  });

  it('knows that distributions and modules have different names', async () => {
    expect(
      await use({
        'requirements.txt':
          'PyYAML\npython-dateutil\nFlask-Cors\ngoogle-cloud-storage\nopentelemetry-sdk\nscikit-learn\nunused\n',
        'app/main.py': `import yaml
from dateutil.parser import parse
from flask_cors import CORS
from google.cloud import storage
from opentelemetry.sdk.trace import TracerProvider
from .unused import x

def f():
    import sklearn.linear_model
`,
      }),
    ).toEqual({
      pyyaml: ['app/main.py:1 source'],
      'python-dateutil': ['app/main.py:2 source'],
      'flask-cors': ['app/main.py:3 source'],
      'google-cloud-storage': expect.arrayContaining(['app/main.py:4 source']),
      'opentelemetry-sdk': ['app/main.py:5 source'],
      'scikit-learn': ['app/main.py:9 source'],
      unused: [],
    });
  });

  it('looks below the manifest only, and says what it cannot tell', async () => {
    expect(
      await use({
        'a/package.json': '{"dependencies": {"x": "1"}}',
        'b/index.js': `require('x');\n`,
        'go.mod': 'module m\n\nrequire github.com/a/b v1.0.0\n',
        'main.go': 'package main\n\nimport "github.com/a/b/sub"\n',
        Gemfile: "gem 'rails'\n",
      }),
    ).toEqual({
      x: [],
      'github.com/a/b': ['main.go:3 source'],
      rails: undefined,
    });
  });
});

describe('importNames', () => {
  it.each([
    ['pyjwt', 'jwt.api_jws', true],
    ['python-socketio', 'socketio', true],
    ['pillow', 'PIL.Image', true],
    ['redis', 'rediscluster', false],
    ['azure-mgmt-compute', 'azure.mgmt.compute', true],
  ])('%s and %s: %s', (name, module, expected) => {
    expect(givesModule({ name }, 'pypi', module)).toBe(expected);
  });

  it('finds the distribution of a module', () => {
    expect(distributionsOf('yaml')).toEqual(['pyyaml', 'yaml']);
    expect(distributionsOf('google.cloud.storage.blob')[0]).toBe(
      'google-cloud-storage',
    );
    expect(distributionsOf('flask_login')).toEqual(['flask-login']);
  });
});
