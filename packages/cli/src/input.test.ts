import { spawn } from 'child_process';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { resolve } from 'path';
import { readiness, services, Workspace } from './testing/cli';

jest.setTimeout(180_000);

// Tests run from the sources.
// eslint-disable-next-line no-restricted-syntax
const bin = resolve(__dirname, '../bin/readiness');

describe('input', () => {
  const workspace = new Workspace().write({
    'tree/src/app.py': 'print("x")\n',
    'tree/Dockerfile': 'FROM python:3.12-slim\nCMD ["python", "src/app.py"]\n',
    'broken.json': '{',
    'other.json': '{"schemaVersion":2}',
    'broken.yaml':
      'extends: enterprise\nid: acme\nversion: 1.0\ntitle: ACME\nareas:\n  logging: { target: 11 }\n',
    'acme.yaml': [
      'extends: enterprise',
      'id: acme',
      'version: 2.0.0',
      'title: ACME',
      'areas: { caching: off }',
      'checks:',
      '  container-runs-as-root: { severity: critical }',
      '  print-instead-of-logger: off',
    ].join('\n'),
  });

  afterAll(() => workspace.remove());

  it.each<[string, string[], RegExp]>([
    [
      'a folder that does not exist',
      ['audit', '/no/such'],
      /^readiness: \/no\/such does not exist\n$/,
    ],
    [
      'a file',
      ['audit', bin],
      /^readiness: .*readiness is a file, and a folder is needed\n$/,
    ],
    [
      'an unknown option',
      ['audit', '--fail'],
      /^readiness: unknown option '--fail'/,
    ],
    [
      'an unknown command',
      ['adit'],
      /^readiness: unknown command 'adit' \(Did you mean audit\?\)\n$/,
    ],
    [
      'an unknown format',
      ['audit', '-f', 'xml'],
      /^readiness: option '-f, --format <format>' argument 'xml' is invalid\. .*\n$/,
    ],
    [
      'an unknown check',
      ['audit', '--only', 'hardcoded-secrets'],
      /^readiness: --only: there is no check "hardcoded-secrets"; did you mean hardcoded-secret.*\n$/,
    ],
    [
      'an attested check',
      ['audit', '--only', 'secrets-rotated'],
      /^readiness: --only: the check "secrets-rotated" is answered by a person/,
    ],
    [
      'an unknown area',
      ['audit', '--area', 'loging'],
      /^readiness: --area: there is no area "loging"; did you mean logging\?\n$/,
    ],
    [
      'a selection of nothing',
      ['audit', '--area', 'caching', '--only', 'hardcoded-secret'],
      /leave no check to run\n$/,
    ],
    [
      'an unknown gate',
      ['audit', '--fail-on', 'urgent'],
      /^readiness: --fail-on: expected critical, .* got "urgent"\n$/,
    ],
    [
      'an unknown stage',
      ['audit', '--fail-on', 'stage:pilt'],
      /there is no stage "pilt" \(there is: pilot, standard, enterprise\); did you mean pilot\?\n$/,
    ],
    [
      'a stage of some checks',
      ['audit', '--skip', 'hardcoded-secret', '--fail-on', 'stage:pilot'],
      /cannot be combined with --only, --skip or --area/,
    ],
    [
      'an unknown standard',
      ['audit', '--standard', 'gold'],
      /^readiness: --standard: there is neither a file nor a built-in standard "gold"/,
    ],
    [
      'a standard that is a folder',
      ['audit', '--standard', '/tmp'],
      /^readiness: --standard: \/tmp is a folder\n$/,
    ],
    [
      'checks that do not exist',
      ['audit', '--checks', '/no/checks'],
      /^readiness: --checks: \/no\/checks does not exist\n$/,
    ],
    [
      'a folder as output',
      ['audit', '-o', '/tmp'],
      /^readiness: --output: \/tmp is a folder\n$/,
    ],
    [
      'an output in no folder',
      ['audit', '-o', '/no/such/file'],
      /^readiness: --output: the folder \/no\/such does not exist\n$/,
    ],
    [
      'a baseline that does not exist',
      ['audit', '--baseline', '/no.json'],
      /^readiness: --baseline: \/no\.json does not exist\n$/,
    ],
    [
      'an entity that is none',
      ['audit', '--entity', 'a b'],
      /^readiness: --entity: expected a reference/,
    ],
    [
      'an unknown check to explain',
      ['explain', 'cors'],
      /^readiness: explain: there is no check "cors"; did you mean cors-/,
    ],
  ])('%s: one line and status 2', async (_, args, message) => {
    const { status, stdout, stderr } = await readiness(args, {
      cwd: workspace.root,
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('names file, line and field of a standard with problems', async () => {
    const { status, stderr } = await readiness(
      ['audit', 'tree', '--standard', 'broken.yaml'],
      { cwd: workspace.root },
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^readiness: broken\.yaml:3: version: expected .*\n$/,
    );
    const baseline = (name: string) =>
      readiness(['audit', 'tree', '--baseline', name], {
        cwd: workspace.root,
      });
    expect((await baseline('broken.json')).stderr).toBe(
      'readiness: --baseline: broken.json is no JSON\n',
    );
    expect((await baseline('other.json')).stderr).toMatch(
      /is no audit of schema version 1/,
    );
  });

  it('judges by a standard of its own', async () => {
    const { status, stdout } = await readiness(
      ['audit', 'tree', '--standard=acme.yaml', '--format=json'],
      { cwd: workspace.root },
    );
    expect(status).toBe(0);
    const audit = JSON.parse(stdout);
    expect(audit.standard).toEqual({ id: 'acme', version: '2.0.0' });
    const ids = audit.results.map(({ check }: { check: string }) => check);
    expect(ids).not.toContain('print-instead-of-logger');
    expect(ids).not.toContain('no-http-cache-headers');
    expect(audit.findings).toContainEqual(
      expect.objectContaining({
        check: 'container-runs-as-root',
        severity: 'critical',
      }),
    );
  });

  it('runs further checks, and names file and line of broken ones', async () => {
    const check = [
      'id: no-editorconfig',
      'area: code-quality',
      'severity: low',
      'confidence: certain',
      'phase: testing-and-quality',
      'effort: small',
      ...['title', 'description', 'failureMode', 'manifestation', 'impact'].map(
        field => `${field}: Editors are not told how to format`,
      ),
      'remediation: Add an `.editorconfig` to the root.',
      'guardrail: { linter: editorconfig-checker }',
      'references: [{ title: EditorConfig, url: https://editorconfig.org }]',
      "appliesWhen: { file: '**', classes: source }",
      'passesWhen: { file: .editorconfig }',
      'messages:',
      '  pass: There is an .editorconfig',
      '  fail: There is no .editorconfig',
      '  notApplicable: There is no production code',
    ].join('\n');
    workspace.write({
      'checks/editorconfig.yaml': check,
      'checks/cases/none.yaml': 'no: check',
      'broken/check.yaml': check.replace('low', 'urgent'),
      'twice/check.yaml': check.replace('no-editorconfig', 'hardcoded-secret'),
    });
    const audit = (...args: string[]) =>
      readiness(['audit', 'tree', ...args], { cwd: workspace.root });
    const found = await audit(
      ...['--checks', 'checks', '--only', 'no-editorconfig'],
      ...['--fail-on', 'low', '--quiet'],
    );
    expect(found).toMatchObject({ status: 1, stdout: '' });
    expect(found.stderr).toContain('[no-editorconfig]');
    const broken = await audit('--checks', 'broken');
    expect(broken).toMatchObject({ status: 2, stdout: '' });
    expect(broken.stderr).toMatch(/broken\/check\.yaml:3.*severity/);
    const twice = await audit('--checks', 'twice');
    expect(twice.stderr).toBe(
      'readiness: --checks: there are two checks with the id "hardcoded-secret"\n',
    );
  });

  it('lists and explains checks', async () => {
    const [all, found, json, page, help, version] = await Promise.all([
      readiness(['checks']),
      readiness(['checks', 'CORS', 'localhost', '--severity=high']),
      readiness(['checks', '--area=secrets-and-credentials', '-f', 'json']),
      readiness(['explain', 'hardcoded-secret'], { env: { COLUMNS: '80' } }),
      readiness(['audit', '--help']),
      readiness(['--version']),
    ]);
    expect(all.stdout).toMatch(/^Authentication & Authorization$/m);
    expect(all.stdout).toMatch(/on-call-rota-active +.* \(attested\)$/m);
    expect(found.stdout).toMatch(/cors-localhost-default/);
    expect(found.stdout).toMatch(/\n1 check\n$/);
    for (const check of JSON.parse(json.stdout)) {
      expect(check.area).toBe('secrets-and-credentials');
    }
    expect(page.stdout).toMatch(/^How to fix it$/m);
    expect(page.stdout).toContain('https://cwe.mitre.org');
    expect(page.stdout).not.toMatch(/```|\*\*/);
    expect(page.stdout).not.toContain('\u001b');
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('Examples:');
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('says nothing when its reader has seen enough', async () => {
    const child = spawn(
      'sh',
      [
        '-c',
        `"$0" "$1" checks -f json | head -c 10; true`,
        process.execPath,
        bin,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let stderr = '';
    child.stderr.on('data', text => {
      stderr += text;
    });
    await new Promise(done => child.once('close', done));
    expect(stderr).toBe('');
  });

  it('ends with 130 when interrupted, without children and half-written files', async () => {
    const output = workspace.path('audit.json');
    const child = spawn(
      process.execPath,
      [bin, 'audit', services, '-f', 'json', '-o', output],
      { stdio: 'ignore' },
    );
    const ended = new Promise(done => child.once('exit', done));
    const childrenOf = (pid: number) => {
      const list = `/proc/${pid}/task/${pid}/children`;
      return existsSync(list)
        ? readFileSync(list, 'utf8')
            .trim()
            .split(' ')
            .filter(Boolean)
            .map(Number)
        : undefined;
    };
    // Until it judges, in a process of its own; where that cannot be seen, for a while.
    let children: number[] | undefined = [];
    for (let tries = 0; tries < 200; tries++) {
      children = childrenOf(child.pid!);
      if (children === undefined || children.length > 0) {
        break;
      }
      await new Promise(done => setTimeout(done, 50));
    }
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(existsSync(output)).toBe(false);
    expect(
      readdirSync(workspace.root).filter(name => name.endsWith('.tmp')),
    ).toEqual([]);
    for (const pid of children ?? []) {
      await new Promise(done => setTimeout(done, 200));
      expect(existsSync(`/proc/${pid}/exe`)).toBe(false);
    }
  });
});
