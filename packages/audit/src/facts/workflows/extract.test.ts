import { extractFacts } from '../../testing/extractFacts';
import { workflows } from './extract';
import { CiCommand } from './schema';

const CI = '.github/workflows/ci.yml';
const job = (steps: string[], head: string[] = ['on: pull_request']) =>
  [
    ...head,
    'jobs:',
    '  test:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    ...steps.map(line => `      ${line}`),
  ].join('\n');

const read = async (files: Record<string, string>) =>
  (await extractFacts(workflows, files)).facts.workflows;

const commandsOf = async (
  steps: string[],
  files: Record<string, string> = {},
): Promise<CiCommand[]> => {
  const [workflow] = await read({ ...files, [CI]: job(steps) });
  return workflow.jobs.flatMap(item =>
    item.steps.flatMap(step => step.commands),
  );
};

const summary = (commands: CiCommand[]) =>
  commands.map(({ words, neutralisers }) => [
    words.join(' '),
    ...neutralisers.map(({ kind }) => kind),
  ]);

describe('workflows', () => {
  it('names files in the place of a workflow that are none', async () => {
    const { facts, skipped } = await extractFacts(workflows, {
      '.github/workflows/list.yml': '- 1\n- 2\n',
      '.github/workflows/text.yml': 'just text\n',
      '.github/workflows/bad.yml': 'on: [push\n',
      '.gitlab-ci.yml': '- script\n',
    });
    expect(facts.workflows.filter(({ jobs }) => jobs.length > 0)).toEqual([]);
    expect(skipped).toEqual([
      {
        path: '.github/workflows/bad.yml',
        reason: expect.stringMatching(/^unparsable: /),
      },
      {
        path: '.github/workflows/list.yml',
        reason: 'unparsable: no mapping',
      },
      {
        path: '.github/workflows/text.yml',
        reason: 'unparsable: no mapping',
      },
      { path: '.gitlab-ci.yml', reason: 'unparsable: no mapping' },
    ]);
  });

  it('reads triggers, jobs, steps and pins', async () => {
    const [workflow] = await read({
      [CI]: job(
        [
          '- uses: actions/checkout@v5',
          '- uses: a/b@0123456789012345678901234567890123456789 # v1.2',
          '- uses: a/c@main # 0123456789012345678901234567890123456789',
          '- uses: ./local',
          '- if: false',
          '  run: make',
        ],
        [
          'on:',
          '  push: { branches: [main] }',
          '  schedule: [{ cron: "0 1 * * *" }]',
        ],
      ),
    });
    expect(workflow).toMatchObject({
      active: true,
      platform: 'github-actions',
    });
    expect(workflow.triggers).toMatchObject([
      { event: 'push', defaultBranch: true },
      { event: 'schedule', cron: '0 1 * * *' },
    ]);
    expect(workflow.jobs[0].steps.map(step => step.uses?.pin)).toEqual([
      'version',
      'sha',
      'branch',
      'none',
      undefined,
    ]);
    expect(workflow.jobs[0].steps[1].uses?.comment).toBe('v1.2');
    expect(workflow.jobs[0].steps[4].never).toBe(true);
  });

  it('knows what is parked and why', async () => {
    const found = await read({
      'workflows/ci.yml': job(['- run: x']),
      '.github/workflows/old.yml.disabled': job(['- run: x']),
      '.github/workflows/commented.yml': '# on: push\n# jobs:\n#   a: {}\n',
      '.github/workflows/shared.yml': job(['- run: x'], ['on: workflow_call']),
      '.github/workflows/off.yml':
        'on: push\njobs:\n  a: { if: false, steps: [{ run: x }] }\n',
    });
    expect(
      Object.fromEntries(found.map(({ path, parked }) => [path, parked])),
    ).toEqual({
      '.github/workflows/commented.yml': 'commented out',
      '.github/workflows/off.yml': 'no job can run',
      '.github/workflows/old.yml.disabled': expect.stringMatching(/^not in/),
      '.github/workflows/shared.yml': 'nothing calls it',
      'workflows/ci.yml': expect.stringMatching(/^not in/),
    });
  });

  it('gives called workflows the triggers of their callers', async () => {
    const found = await read({
      [CI]: 'on: pull_request\njobs:\n  a:\n    uses: ./.github/workflows/shared.yml\n',
      '.github/workflows/shared.yml': job(
        ['- run: pytest'],
        ['on: workflow_call'],
      ),
    });
    expect(found.every(item => item.active)).toBe(true);
    expect(found[1].triggers.map(({ event }) => event)).toContain(
      'pull_request',
    );
  });

  it('finds what hides a failure, and what does not', async () => {
    expect(
      summary(
        await commandsOf([
          '- run: |',
          '    pytest || true',
          '    pytest | tee out.txt',
          '    ruff check . --exit-zero',
          '    pytest; true',
          '    mypy . || { echo failed; exit 1; }',
          '    mypy . || status=$?',
          '    exit $status',
          '- run: pytest | tee x',
          '  shell: bash',
          '- run: pytest | tee x; exit ${PIPESTATUS[0]}',
          '- run: npx jest',
          '  continue-on-error: true',
          '- run: |',
          '    set +e',
          '    pytest',
          '    echo done',
          '- run: (cd api && pytest) || echo failed',
          '- run: if ! pytest; then exit 1; fi',
          '- run: pytest || echo "failed=1" >> "$GITHUB_OUTPUT"',
        ]),
      ).filter(([text]) => /pytest|ruff|mypy|jest/.test(text)),
    ).toEqual([
      ['pytest', 'or-true'],
      ['pytest', 'pipe'],
      ['ruff check . --exit-zero', 'flag'],
      ['pytest'],
      ['mypy .'],
      ['mypy .'],
      ['pytest'],
      ['pytest'],
      ['jest', 'continue-on-error'],
      ['pytest', 'no-errexit'],
      ['pytest', 'or-true'],
      ['pytest'],
      ['pytest'],
    ]);
  });

  it('follows task runners, scripts and composite actions', async () => {
    const commands = await commandsOf(
      [
        '- run: npm test -- --coverage',
        '- run: npm --prefix web run check',
        '- run: make ci',
        '- run: task test',
        '- run: just lint',
        '- run: ./scripts/all.sh',
        '- run: uv run pytest -q',
        '  working-directory: api',
        '- uses: ./.github/actions/check',
        '- run: tox -e py',
        '- run: yarn install --immutable',
      ],
      {
        'package.json': '{"name":"x","scripts":{"test":"jest; true"}}',
        'web/package.json':
          '{"name":"web","scripts":{"check":"npm run lint && vitest run","lint":"eslint . || true"}}',
        Makefile:
          'PY = uv run\nci: unit lint\n\t@echo ok\nunit:\n\t$(PY) pytest\nlint:\n\t-ruff check .\n',
        'Taskfile.yml':
          'version: "3"\ntasks:\n  test:\n    cmds:\n      - cmd: go test ./...\n        ignore_error: true\n',
        justfile: 'lint:\n  golangci-lint run\n',
        'scripts/all.sh': '#!/bin/sh\nset -e\ncargo test\n',
        '.github/actions/check/action.yml':
          'runs:\n  using: composite\n  steps:\n    - run: mypy src\n      shell: bash\n',
        'tox.ini': '[testenv]\ncommands =\n  pytest {posargs}\n',
      },
    );
    expect(summary(commands)).toEqual([
      ['jest', 'no-errexit'],
      ['true'],
      ['eslint .', 'or-true'],
      ['true'],
      ['vitest run'],
      ['pytest'],
      ['ruff check .', 'ignore-prefix'],
      ['echo ok'],
      ['go test ./...', 'ignore-prefix'],
      ['golangci-lint run'],
      ['set -e'],
      ['cargo test'],
      ['pytest -q'],
      ['mypy src'],
      ['pytest'],
      ['yarn install --immutable'],
    ]);
    expect(commands[0]).toMatchObject({
      path: 'package.json',
      cwd: '',
      via: [{ text: 'npm test -- --coverage', path: CI, line: 6 }],
    });
    expect(commands.find(({ words }) => words[1] === '-q')?.cwd).toBe('api');
    expect(commands.find(({ words }) => words[0] === 'vitest')?.cwd).toBe(
      'web',
    );
  });

  it('follows runners of monorepos into the packages', async () => {
    const files = {
      'package.json': '{"scripts": {"test": "turbo run test"}}',
      'apps/api/package.json':
        '{"scripts": {"test": "jest --coverage", "lint": "eslint src"}}',
      'apps/web/package.json': '{"scripts": {"test": "vitest run || true"}}',
    };
    expect(
      summary(
        await commandsOf(
          ['- run: npm test', '- run: npx nx run-many -t lint build'],
          files,
        ),
      ),
    ).toEqual([
      ['jest --coverage'],
      ['vitest run', 'or-true'],
      ['true'],
      ['eslint src'],
    ]);
  });

  it('follows scripts of Hatch, PDM and Poe, and what their runners run as a command', async () => {
    const commands = await commandsOf(
      [
        '- run: hatch run lint:all',
        '- run: hatch run cov',
        '- run: hatch run pytest -q',
        '- run: pdm run check',
        '- run: poetry run poe ci',
        '- run: pdm run mypy src',
      ],
      {
        'pyproject.toml': [
          '[tool.hatch.envs.default.scripts]',
          'test = "pytest {args:tests}"',
          'cov = ["test --cov", "- coverage combine"]',
          '[tool.hatch.envs.lint.scripts]',
          'all = ["ruff check ."]',
          '[tool.pdm.scripts]',
          'check = { composite = ["types", "style"] }',
          'types = "mypy src"',
          'style = { cmd = "ruff format --check" }',
          '[tool.poe.tasks]',
          'unit = "pytest tests/unit"',
          'ci = ["unit", { cmd = "bandit -r src", ignore_fail = true }]',
        ].join('\n'),
      },
    );
    expect(summary(commands)).toEqual([
      ['ruff check .'],
      ['pytest --cov'],
      ['coverage combine', 'ignore-prefix'],
      ['pytest -q'],
      ['mypy src'],
      ['ruff format --check'],
      ['pytest tests/unit'],
      ['bandit -r src'],
      ['mypy src'],
    ]);
    expect(commands[0]).toMatchObject({
      path: 'pyproject.toml',
      line: 5,
      via: [{ path: CI }],
    });
  });

  it('reads permissions, inputs, runners, actions and includes', async () => {
    const { facts } = await extractFacts(workflows, {
      [CI]: job(
        ['- run: make'],
        [
          'on: { workflow_dispatch: { inputs: { level: { type: choice } } } }',
          'permissions: write-all',
        ],
      ),
      '.github/actions/a/action.yml':
        'inputs: { text: {} }\nruns:\n  using: composite\n  steps: [{ run: "echo ${{ inputs.text }}", shell: bash }]\n',
      '.gitlab-ci.yml':
        'include:\n  - local: ci/a.yml\n  - remote: https://ci.example/a.yml\n    integrity: sha256-x\nunit:\n  script: [pytest]\n',
      'ci/a.yml': 'include: ci/b.yml\ndefault: { before_script: [uv sync] }\n',
      'ci/b.yml': 'unit: { stage: test, script: [old] }\n',
    });
    const [github, gitlab] = facts.workflows;
    expect(github).toMatchObject({
      permissions: { text: 'write-all', writeAll: true, line: 2 },
      inputs: [{ name: 'level', type: 'choice', event: 'workflow_dispatch' }],
      jobs: [{ runsOn: ['ubuntu-latest'] }],
    });
    expect(facts.actions).toMatchObject([
      { path: '.github/actions/a/action.yml', inputs: [{ name: 'text' }] },
    ]);
    expect(
      gitlab.includes.map(({ kind, text, fixedBy }) => [kind, text, fixedBy]),
    ).toEqual([
      ['local', 'ci/a.yml', undefined],
      ['remote', 'https://ci.example/a.yml', 'sha256-x'],
      ['local', 'ci/b.yml', undefined],
    ]);
    expect(gitlab.jobs).toMatchObject([{ id: 'unit', path: '.gitlab-ci.yml' }]);
    expect(
      gitlab.jobs[0].steps.flatMap(step =>
        step.commands.map(({ words }) => words.join(' ')),
      ),
    ).toEqual(['uv sync', 'pytest']);
  });

  it('knows programs of dependencies and reporters that fail with the tests', async () => {
    expect(
      summary(
        await commandsOf(
          [
            '- run: yarn jest --ci',
            '- run: pnpm eslint .',
            '- run: npm test',
            '- run: go test -json ./... | tparse',
            '- run: pnpm run lint',
          ],
          {
            'package.json':
              '{ "scripts": { "test": "tape test/*.js | tap-spec", "lint": "pnpm eslint ." } }',
          },
        ),
      ),
    ).toEqual([
      ['jest --ci'],
      ['eslint .'],
      ['tape test/*.js'],
      ['tap-spec'],
      ['go test -json ./...'],
      ['tparse'],
      ['eslint .'],
    ]);
  });

  it('reads GitLab pipelines with templates, references and rules', async () => {
    const [workflow] = await read({
      '.gitlab-ci.yml': [
        'default: { image: "python:3.13", before_script: [pip install uv] }',
        '.base:',
        '  script: [ruff check .]',
        '  allow_failure: true',
        'lint: { extends: .base }',
        'test:',
        '  services: ["postgres:17"]',
        '  script:',
        '    - cd api',
        '    - !reference [.base, script]',
        '    - pytest | tee out',
        '  rules: [{ if: $CI_PIPELINE_SOURCE == "merge_request_event" }]',
        'deploy: { script: [deploy], when: manual }',
      ].join('\n'),
    });
    expect(workflow.active).toBe(true);
    const [lint, test, deploy] = workflow.jobs;
    expect(lint.mayFail).toMatchObject({ text: 'allow_failure: true' });
    expect(test.triggers).toMatchObject([{ event: 'pull_request' }]);
    expect(test.images.map(({ image }) => image.repository)).toEqual([
      'python',
      'postgres',
    ]);
    expect(summary(test.steps.flatMap(step => step.commands))).toEqual([
      ['pip install uv'],
      ['cd api'],
      ['ruff check .'],
      ['pytest'],
      ['tee out'],
    ]);
    expect(test.steps[1].commands[2].cwd).toBe('api');
    expect(deploy.canRun).toBe(false);
  });

  it('recognises other platforms without guessing their steps', async () => {
    const found = await read({
      Jenkinsfile: 'pipeline { }',
      '.circleci/config.yml': 'version: 2.1\njobs: { a: {} }\n',
      'bitbucket-pipelines.yml': '# nothing\n',
    });
    expect(
      found.map(({ platform, active, opaque }) => [platform, active, opaque]),
    ).toEqual([
      ['circleci', true, true],
      ['jenkins', true, true],
      ['bitbucket-pipelines', false, true],
    ]);
  });
});
