import { CheckResult } from '@readiness/plugin-readiness-common';
import { runChecks } from '../engine/runChecks';
import { MemoryTree } from '../tree/MemoryTree';
import { compileChecks } from './compileChecks';

const TEXTS = `id: a-check
area: testing
severity: low
confidence: certain
phase: production-hardening
effort: small
title: A short name
description: What is looked at.
failureMode: What is wrong.
manifestation: How it shows.
impact: Why it matters.
remediation: How to fix it.
guardrail: { ci: a tool }
references: []
messages:
  pass: 'good: {passing} of {total}'
  fail: 'bad: {failing} of {total}: {subjects} at {places}'
  notApplicable: none
`;

async function run(
  judgement: string,
  files: Record<string, string>,
): Promise<CheckResult> {
  const checks = compileChecks([
    { path: 'check.yaml', text: `${TEXTS}${judgement}` },
  ]);
  const { results } = await runChecks({
    tree: new MemoryTree(
      new Map(
        Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]),
      ),
    ),
    checks,
  });
  return results[0];
}

/** `status path:line subject note` of everything, short enough to compare at a glance. */
function brief({ status, evidence, share }: CheckResult): string[] {
  return [
    share === undefined ? status : `${status} ${share.toFixed(2)}`,
    ...evidence.map(({ path, line, subject, note, severity }) =>
      [`${path ?? '-'}:${line ?? '-'}`, subject, note, severity]
        .filter(Boolean)
        .join(' '),
    ),
  ];
}

const COMPOSE = `services:
  web:
    image: web:latest
    restart: always
    healthcheck: { test: x }
  db:
    image: postgres:16
  cache:
    image: redis
    restart: "no"
`;

describe('judge', () => {
  it('passes with the places of a presence, and fails where it belongs', async () => {
    const rule = `passesWhen: { file: '.github/dependabot.{yml,yaml}', note: updates }
belongsIn: package.json
note: nothing updates packages
`;
    expect(
      brief(await run(rule, { '.github/dependabot.yml': 'version: 2\n' })),
    ).toEqual(['pass', '.github/dependabot.yml:1 updates']);
    const failed = await run(rule, { 'package.json': '{}' });
    expect(brief(failed)).toEqual([
      'fail',
      'package.json:1 nothing updates packages',
    ]);
    expect(failed.lookedFor).toEqual(['.github/dependabot.{yml,yaml}']);
    const alone = await run(rule.replace(/^note.*$/m, ''), { a: 'x' });
    expect(alone.evidence).toEqual([]);
    expect(alone.lookedFor).not.toEqual([]);
  });

  it('judges each value by itself, with a share', async () => {
    const rule = `forEach: { value: services.*, in: '**/compose*.yml' }
failsWhen:
  any:
    - { value: restart, exists: false, note: '{key} never restarts' }
    - { value: restart, equals: 'no', severity: medium }
`;
    const result = await run(rule, { 'compose.yml': COMPOSE });
    expect(brief(result)).toEqual([
      'fail 0.33',
      'compose.yml:6 services.db db never restarts',
      'compose.yml:10 services.cache.restart medium',
    ]);
    expect(result.summary).toBe(
      'bad: 2 of 3: services.db, services.cache at compose.yml:6, compose.yml:10',
    );
    expect((await run(rule, { 'a.yml': COMPOSE })).status).toBe(
      'not-applicable',
    );
    // Tests are not the product.
    expect((await run(rule, { 'tests/compose.yml': COMPOSE })).status).toBe(
      'not-applicable',
    );
  });

  it('finds values in lists, several documents, JSON and TOML', async () => {
    const rule = (value: string, more = '') =>
      `failsWhen: { value: '${value}', in: '*', ${more} note: '{value}' }\n`;
    expect(
      brief(
        await run(rule('kind', 'equals: Secret,'), {
          'k.yaml': 'kind: Pod\n---\nkind: Secret\n',
        }),
      ),
    ).toEqual(['fail', 'k.yaml:3 kind Secret']);
    expect(
      brief(
        await run(rule('on', 'equals: push,'), {
          'w.yml': 'on: [pull_request, push]\n',
        }),
      ),
    ).toEqual(['fail', 'w.yml:1 push']);
    expect(
      brief(
        await run(rule('compilerOptions.strict', 'equals: false,'), {
          'tsconfig.json':
            '{\n  // no\n  "compilerOptions": {\n    "strict": false\n  }\n}',
        }),
      ),
    ).toEqual(['fail', 'tsconfig.json:4 compilerOptions.strict false']);
    expect(
      brief(
        await run(rule('tool.*.line-length', 'atLeast: 120,'), {
          'pyproject.toml': '[tool.ruff]\nline-length = 160\n',
        }),
      ),
    ).toEqual(['fail', 'pyproject.toml:2 tool.ruff.line-length 160']);
    expect(
      brief(
        await run(
          rule('image', 'matches: ":", except: { matches: "@sha256:" },'),
          { 'a.yml': 'image: a:1@sha256:00\n', 'b.yml': 'image: b:1\n' },
        ),
      ),
    ).toEqual(['fail', 'b.yml:1 image b:1']);
  });

  it('is unknown where a file that matters cannot be parsed, and only then', async () => {
    const rule = `failsWhen: { value: services.*.privileged, in: '*.yml', equals: true }\n`;
    const broken = await run(rule, {
      'compose.yml': 'services: {\n privileged: [',
    });
    expect(broken.status).toBe('unknown');
    expect(broken.summary).toContain('compose.yml cannot be parsed');
    expect((await run(rule, { 'a.yml': 'x: [' })).status).toBe('pass');
    expect(
      (
        await run(rule, {
          'a.yml': 'services: { privileged: [',
          'b.yml': 'services: { x: { privileged: true } }\n',
        })
      ).status,
    ).toBe('fail');
  });

  it('searches text in production code or in named files', async () => {
    const rule = `failsWhen: { text: 'todo\\((?P<who>\\w+)\\)', ignoreCase: true, except: fine, note: '{match.who}' }\n`;
    const files = {
      'src/a.py': '# ok\n# TODO(ann): x\n# todo(bob) fine\n',
      'tests/a.py': '# TODO(cid)\n',
      'README.md': 'TODO(dan)\n',
    };
    expect(brief(await run(rule, files))).toEqual(['fail', 'src/a.py:2 ann']);
    expect(
      brief(await run(rule.replace('text:', "in: '**', text:"), files)),
    ).toEqual(['fail', 'README.md:1 dan', 'src/a.py:2 ann']);
    expect(
      brief(await run(rule.replace('text:', 'classes: test, text:'), files)),
    ).toEqual(['fail', 'tests/a.py:1 cid']);
  });

  it('finds code whatever its layout, with what the pattern binds', async () => {
    const rule = `failsWhen:
  code:
    pattern: requests.get($URL, $$$REST)
    not: { has: { kind: keyword_argument, regex: ^timeout, stopBy: end } }
  language: python
  note: '{match.URL} without timeout'
  subject: '{match.URL}'
`;
    const files = {
      'src/a.py':
        'import requests\n\nrequests.get(\n    URL,\n)\nrequests.get(URL, timeout=3)\n# requests.get(x)\n',
    };
    expect(brief(await run(rule, files))).toEqual([
      'fail',
      'src/a.py:3 URL URL without timeout',
    ]);
  });

  it('is unknown where code that matters cannot be parsed', async () => {
    const rule = `failsWhen: { code: eval($X), language: python }\n`;
    expect(
      (await run(rule, { 'src/a.py': '((( eval )) class def ]]] ((\n' }))
        .status,
    ).toBe('unknown');
    expect((await run(rule, { 'src/a.py': 'x = 1\n' })).status).toBe('pass');
  });

  it('judges each match and looks inside of it', async () => {
    const rule = `forEach:
  code: { kind: class_definition }
  language: python
  containing: class
  where: { code: 'BaseModel', language: python }
failsWhen: { code: '$NAME = Field($$$ARGS)', language: python }
`;
    const files = {
      'src/a.py':
        'class A(BaseModel):\n    x = Field(1)\n\nclass B(BaseModel):\n    pass\n\nclass C:\n    y = Field(2)\n',
    };
    expect(brief(await run(rule, files))).toEqual(['fail 0.50', 'src/a.py:2']);
  });

  it('judges each file with what stands beside it', async () => {
    const rule = `forEach: { file: '**/Dockerfile', where: { text: ^COPY } }
passesWhen:
  any:
    - { file: .dockerignore }
    - { anywhere: { file: .dockerignore } }
note: '{folder} copies everything'
`;
    const files = {
      'a/Dockerfile': 'FROM x\nCOPY . .\n',
      'a/.dockerignore': 'x\n',
      'b/Dockerfile': 'FROM x\nCOPY . .\n',
      'c/Dockerfile': 'FROM x\n',
    };
    expect(brief(await run(rule, files))).toEqual([
      'fail 0.50',
      'b/Dockerfile:1 b copies everything',
    ]);
    expect((await run(rule, { ...files, '.dockerignore': '' })).status).toBe(
      'pass',
    );
  });

  it('judges each part', async () => {
    const rule = `forEach: { part: python }
passesWhen: { dependency: [structlog, 'opentelemetry-*'], ecosystem: pypi, scope: production }
`;
    const result = await run(rule, {
      'api/pyproject.toml':
        '[project]\nname = "api"\ndependencies = ["structlog"]\n',
      'api/main.py': 'x = 1\n',
      'worker/pyproject.toml':
        '[project]\nname = "worker"\ndependencies = []\n',
      'worker/main.py': 'x = 1\n',
      'web/package.json': '{"name": "web"}',
      'web/index.js': 'x = 1\n',
    });
    expect(brief(result)).toEqual([
      'fail 0.50',
      'worker/pyproject.toml:1 worker',
    ]);
    expect(result.strengths).toMatchObject([
      { path: 'api/pyproject.toml', line: 3, subject: 'structlog' },
    ]);
  });

  it('compares versions: locked, else the lowest allowed', async () => {
    const rule = `failsWhen: { dependency: '*', version: '<2', note: '{name} {version}' }\n`;
    expect(
      brief(
        await run(rule, {
          'package.json':
            '{"dependencies": {"a": "^1.0.0", "b": "^1.5.0", "c": "^2.0.0"}}',
          'package-lock.json':
            '{"packages": {"node_modules/a": {"version": "2.1.0"}, "node_modules/b": {"version": "1.9.0"}, "node_modules/c": {"version": "2.0.0"}}}',
          'requirements.txt': 'd==1.4\ne>=2\n',
        }),
      ),
    ).toEqual([
      'fail',
      'package.json:1 b b 1.9.0',
      'requirements.txt:1 d d 1.4',
    ]);
    expect((await run(rule, { 'requirements.txt': 'x\n' })).summary).toContain(
      'the version of x is not known',
    );
  });

  it('judges kinds by themselves, each with its own weight', async () => {
    const rule = `kinds:
  - kind: readme
    passesWhen: { file: README.md }
    note: there is no README
  - kind: images
    severity: high
    confidence: likely
    appliesWhen: { file: '**/Dockerfile' }
    passesWhen: { file: .dockerignore }
    belongsIn: '**/Dockerfile'
  - kind: never
    appliesWhen: { file: nothing }
    failsWhen: { file: README.md }
`;
    const result = await run(rule, { Dockerfile: 'FROM x\n', 'README.md': '' });
    expect(brief(result)).toEqual(['fail 0.50', 'Dockerfile:1 images high']);
    expect(result.evidence[0].confidence).toBe('likely');
    expect(result.summary).toBe('bad: 1 of 2: images at Dockerfile:1');
    expect(brief(await run(rule, { a: '' }))).toEqual([
      'fail 0.00',
      '-:- readme there is no README',
    ]);
  });

  it('masks secrets in what it says', async () => {
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const result = await run(
      `failsWhen: { value: token, in: '*.yml', note: 'is {value}', subject: '{value}' }\n`,
      { 'a.yml': `token: ${secret}\n` },
    );
    expect(result.status).toBe('fail');
    expect(JSON.stringify(result)).not.toContain(secret.slice(8));
  });

  it('says the same twice', async () => {
    const files = { 'b.yml': COMPOSE, 'a.yml': COMPOSE };
    const rule = `failsWhen: { value: '**.image', in: '*.yml' }\n`;
    expect(await run(rule, files)).toEqual(
      await run(rule, Object.fromEntries(Object.entries(files).reverse())),
    );
  });
});
