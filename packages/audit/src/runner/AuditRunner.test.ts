import { MemoryTree } from '../tree/MemoryTree';
import { AuditRunner } from './AuditRunner';

const tree = new MemoryTree(
  new Map([
    [
      'src/app.py',
      Buffer.from('import yaml\n\nyaml.load(open("x"), Loader=yaml.Loader)\n'),
    ],
    ['Dockerfile', Buffer.from('FROM python:3.12\nCMD ["python", "app.py"]\n')],
  ]),
);
const checks = ['unsafe-deserialization', 'container-runs-as-root'];

describe('AuditRunner', () => {
  const runners: AuditRunner[] = [];

  function create(options?: ConstructorParameters<typeof AuditRunner>[0]) {
    const runner = new AuditRunner(options);
    runners.push(runner);
    return runner;
  }

  afterAll(() => Promise.all(runners.map(runner => runner.close())));

  it('judges in a process of its own and reuses it', async () => {
    const runner = create();
    const first = await runner.run({ tree, checks });
    expect(first.results.map(({ check, status }) => [check, status])).toEqual([
      ['unsafe-deserialization', 'fail'],
      ['container-runs-as-root', 'fail'],
    ]);
    const again = await runner.run({ tree, checks });
    expect(again).toEqual(first);
  }, 60_000);

  it('rejects when it is aborted and when it is closed', async () => {
    const runner = create();
    const controller = new AbortController();
    const aborted = runner.run({ tree, checks, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('shutting down')), 50);
    await expect(aborted).rejects.toThrow('shutting down');

    const closed = runner.run({ tree, checks });
    setTimeout(() => runner.close(), 50);
    await expect(closed).rejects.toThrow('The audit was stopped');
  }, 60_000);
});
