import { builtInChecks } from './checks';
import { maskSecrets } from './engine/maskSecrets';
import { runChecks } from './engine/runChecks';
import { MemoryTree } from './tree/MemoryTree';

const LENGTH = 60_000;
const times = (unit: string) => unit.repeat(LENGTH / unit.length);
const packages = Array.from({ length: 5_000 }, (_, index) => `p${index}`);

/** Files that once took minutes: quadratic expressions over white space, lines that grow, patterns without an end. */
const FILES: Record<string, string> = {
  '.github/workflows/ci.yml': times('\n'),
  'k8s/deployment.yaml': times('\n'),
  'openapi.yaml': times(' \r\n'),
  'migrations/001.sql': times('\n'),
  'nginx.conf': times('\n'),
  'tox.ini': times('\n '),
  'prometheus/alerts.yml': times('\n'),
  'chart/Chart.yaml': 'name: a\n',
  'chart/values.yaml': times('"'),
  Makefile: times('\\\n'),
  justfile: times('a'),
  Procfile: `web: ${times('a && ')}`,
  '.trivyignore.toml': times(' '),
  CODEOWNERS: `${times('\\')} @a\n${times('(')} @b\n${'*a'.repeat(30)} @c\n`,
  '.gitattributes': `${times('\\')} linguist-generated\n`,
  'pyproject.toml': `[project]\ndependencies = [\n${packages
    .map(name => `  "${name}",\n`)
    .join('')}]\n`,
  'package.json': JSON.stringify({
    dependencies: Object.fromEntries(packages.map(name => [name, '^1.0.0'])),
  }),
  'src/app.py': 'def add(a, b):\n    return a + b\n',
};

describe('hostile files', () => {
  it('cost no more than others, and stop no check', async () => {
    const tree = new MemoryTree(
      new Map(
        Object.entries(FILES).map(([path, text]) => [path, Buffer.from(text)]),
      ),
    );
    const begin = process.cpuUsage();
    const { results } = await runChecks({
      tree,
      checks: builtInChecks,
      catalog: {},
    });
    expect(
      results
        .map(({ summary }) => summary)
        .filter(summary => summary.startsWith('Could not be decided')),
    ).toEqual([]);
    expect(process.cpuUsage(begin).user).toBeLessThan(15_000_000);
  }, 120_000);

  it('are masked in linear time', () => {
    const begin = process.cpuUsage();
    for (const unit of ['*', '/*', '# ', ' ', '"', 'a=', '-', 'a ']) {
      for (const path of ['a.py', 'a.yaml', 'a.unknown']) {
        maskSecrets(unit.repeat(400), path);
      }
    }
    expect(process.cpuUsage(begin).user).toBeLessThan(3_000_000);
  });
});
