import { execFileSync } from 'child_process';
import { existsSync, readdirSync } from 'fs';
import { readiness, Workspace } from './testing/cli';

jest.setTimeout(180_000);

const UNSAFE = (name: string) =>
  `import yaml\n\n\ndef ${name}(text):\n    return yaml.load(text, Loader=yaml.Loader)\n`;

const ROOT_IMAGE =
  'FROM python:3.12-slim\nCOPY . /srv\nCMD ["python", "/srv/src/app.py"]\n';

describe('gates', () => {
  const workspace = new Workspace().write({
    'service/src/app.py': UNSAFE('load'),
    'service/requirements.txt': 'pyyaml==6.0.2\n',
    'service/Dockerfile': ROOT_IMAGE,
  });
  const folder = workspace.path('service');
  const only = ['--only', 'unsafe-deserialization,container-runs-as-root'];

  afterAll(() => workspace.remove());

  it('severity: fails with 1 and says which findings, passes with 0', async () => {
    const failed = await readiness([
      'audit',
      folder,
      ...only,
      '--quiet',
      '--fail-on=high',
    ]);
    expect(failed.status).toBe(1);
    expect(failed.stdout).toBe('');
    expect(failed.stderr).toMatch(
      /^readiness: gate "high" failed: 1 finding of severity high or harder\n {2}high: .* \[unsafe-deserialization\] src\/app\.py:5\n$/,
    );
    const passed = await readiness([
      'audit',
      folder,
      '--only=container-runs-as-root',
      '--fail-on=high',
      '--format=json',
    ]);
    expect(passed).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(passed.stdout).findings).toMatchObject([
      { check: 'container-runs-as-root', severity: 'medium' },
    ]);
  });

  it('stage, level and score: judge the whole audit', async () => {
    const { status, stderr } = await readiness([
      'audit',
      folder,
      '--quiet',
      '--fail-on=stage:pilot,level:pilot,score:9.9',
      '--fail-on=stage:enterprise:go',
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      'gate "stage:pilot" failed: the verdict of stage pilot is no-go: ',
    );
    expect(stderr).toContain('gate "level:pilot" failed');
    expect(stderr).toContain('gate "score:9.9" failed: the overall score is');
    expect(stderr).toContain('gate "stage:enterprise:go" failed');
  });

  it('baseline: only what is new fails, and what is gone is told', async () => {
    const baseline = workspace.path('baseline.json');
    const run = (...args: string[]) =>
      readiness(['audit', folder, ...only, ...args]);
    expect((await run('--format=json', '-o', baseline, '--quiet')).status).toBe(
      0,
    );
    // Nothing is left of the file that it was written to first.
    expect(readdirSync(workspace.root).sort()).toEqual([
      'baseline.json',
      'service',
    ]);

    const same = await run('--baseline', baseline, '--fail-on=low');
    expect(same.status).toBe(0);
    expect(same.stdout).toContain('Since the baseline: 0 new, 0 resolved');

    workspace.write({
      // Two lines further down, and still the same finding.
      'service/src/app.py': `"""Loads."""\n\n${UNSAFE('load')}`,
      'service/src/more.py': UNSAFE('more'),
      'service/Dockerfile': ROOT_IMAGE.replace('COPY', 'USER 1000\nCOPY'),
    });
    const changed = await run('--baseline', baseline);
    expect(changed.status).toBe(1);
    expect(changed.stderr).toMatch(
      /gate "low" failed: 1 new finding of severity low or harder\n {2}high: .* src\/more\.py:5\n$/,
    );
    expect(changed.stdout).toContain('Since the baseline: 1 new, 1 resolved');
    expect(changed.stdout).toContain('resolved  Container runs as root');
    expect(changed.stdout).toContain('    new src/more.py:5');

    const sarif = await run('--baseline', baseline, '--format=sarif', '-q');
    expect(
      JSON.parse(sarif.stdout).runs[0].results.map(
        (result: { baselineState: string }) => result.baselineState,
      ),
    ).toEqual(['unchanged', 'new']);
  });

  it('changed-since: lists and judges only findings in changed files, and runs nothing of the repository', async () => {
    const repository = workspace.path('repository');
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        cwd: repository,
        encoding: 'utf8',
        stdio: 'pipe',
        env: {
          PATH: process.env.PATH,
          GIT_CONFIG_GLOBAL: '/dev/null',
          GIT_AUTHOR_NAME: 'a',
          GIT_AUTHOR_EMAIL: 'a@example.org',
          GIT_COMMITTER_NAME: 'a',
          GIT_COMMITTER_EMAIL: 'a@example.org',
        },
      }).trim();
    workspace.write({
      'repository/services/api/src/old.py': UNSAFE('old'),
      'repository/services/api/requirements.txt': 'pyyaml==6.0.2\n',
      'repository/.github/workflows/ci.yml':
        'on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n',
      'repository/.gitignore': 'ignored/\n',
    });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--message=first');
    const commit = git('rev-parse', 'HEAD');
    const audit = async (dir: string, ...args: string[]) => {
      const ran = await readiness([
        'audit',
        workspace.path(dir),
        '--only=unsafe-deserialization,no-ci-pipeline',
        '--format=json',
        ...args,
      ]);
      return { ...ran, audit: ran.stdout && JSON.parse(ran.stdout) };
    };

    const clean = await audit('repository/services/api');
    expect(clean.audit).toMatchObject({
      source: repository,
      revision: commit,
      scope: { folder: 'services/api' },
      findings: [{ path: 'services/api/src/old.py' }],
    });
    // The workflow at the root counts for the folder.
    expect(
      clean.audit.results.find(
        ({ check }: { check: string }) => check === 'no-ci-pipeline',
      ).status,
    ).toBe('pass');

    const alone = await audit('repository/services/api', '--no-repository');
    expect(alone.audit).toMatchObject({
      source: workspace.path('repository/services/api'),
      findings: [
        { check: 'unsafe-deserialization', path: 'src/old.py' },
        { check: 'no-ci-pipeline' },
      ],
    });

    // What a hostile repository would like to be run.
    const trap = workspace.path('trap');
    const command = `touch ${trap}`;
    git('config', 'core.fsmonitor', command);
    git('config', 'core.pager', command);
    git('config', 'diff.external', command);
    git('config', 'filter.evil.clean', command);
    git('config', 'filter.evil.process', command);
    git('config', 'diff.evil.textconv', command);
    workspace.write({
      'repository/.gitattributes': '*.py filter=evil diff=evil\n',
      'repository/services/api/src/new.py': UNSAFE('fresh'),
      'repository/ignored/src/x.py': UNSAFE('x'),
      'repository/services/api/src/old.py': `${UNSAFE('old')}\n# changed\n`,
    });
    const changed = await audit(
      'repository',
      '--changed-since=main',
      '--fail-on=high',
      '-q',
    );
    expect(changed.status).toBe(1);
    expect(
      changed.audit.findings.map(({ path }: { path: string }) => path),
    ).toEqual(['services/api/src/new.py', 'services/api/src/old.py']);
    expect(changed.audit.revision).toMatch(/^sha256:[0-9a-f]{40}$/);
    expect(changed.audit.scope.changedSince).toBe('main');
    expect(existsSync(trap)).toBe(false);

    git('config', '--remove-section', 'filter.evil');
    git('add', '.');
    git('commit', '--quiet', '--no-verify', '--message=second');
    const nothing = await audit(
      'repository',
      '--changed-since=HEAD',
      '--fail-on=low',
    );
    expect(nothing).toMatchObject({ status: 0, audit: { findings: [] } });

    const unknown = await audit('repository', '--changed-since=nowhere');
    expect(unknown).toMatchObject({ status: 2, stdout: '' });
    expect(unknown.stderr).toMatch(
      /^readiness: --changed-since: there is no revision "nowhere" in .*\n$/,
    );
    const none = await audit('service', '--changed-since=main');
    expect(none.stderr).toMatch(/is not in a git repository\n$/);
  });
});
