import { TreeBuilder } from './TreeBuilder';

describe('TreeBuilder', () => {
  it('leaves dependencies, build output and binaries out without a word', () => {
    const builder = new TreeBuilder();
    expect(builder.wants('src/a.py', 10)).toBe(true);
    expect(builder.wants('node_modules/x/index.js', 10)).toBe(false);
    expect(builder.wants('api/.venv/lib/x.py', 10)).toBe(false);
    expect(builder.wants('logo.PNG', 10)).toBe(false);
    expect(builder.wantsFolder('web/node_modules')).toBe(false);
    expect(builder.build().skipped).toEqual([]);
  });

  it('keeps each limit and says which file exceeds it', () => {
    const builder = new TreeBuilder({
      limits: { maxFiles: 3, maxFileBytes: 2048, maxTotalBytes: 3000 },
    });
    expect(builder.wants('a', 2048)).toBe(true);
    expect(builder.wants('large', 2049)).toBe(false);
    expect(builder.wants('b', 1000)).toBe(false);
    expect(builder.wants('c', 100)).toBe(true);
    expect(builder.wants('d', 100)).toBe(true);
    expect(builder.wants('e', 1)).toBe(false);
    expect(builder.build().skipped).toEqual([
      { path: 'b', reason: 'more than 3 KiB in all' },
      { path: 'e', reason: 'more than 3 files' },
      { path: 'large', reason: 'too large: 3 KiB' },
    ]);
  });

  it('leaves out what lies deeper than source code does', () => {
    const builder = new TreeBuilder();
    const deep = `${'d/'.repeat(100)}d`;
    expect(builder.wantsFolder(`${'d/'.repeat(99)}d`)).toBe(true);
    expect(builder.wantsFolder(deep)).toBe(false);
    expect(builder.wants(`${deep}/a.py`, 1)).toBe(false);
    expect(builder.build().skipped).toEqual([
      { path: deep, reason: 'below more than 100 folders' },
      { path: `${deep}/a.py`, reason: 'below more than 100 folders' },
    ]);
  });

  it('names a bounded number of skipped files and counts the rest', () => {
    const builder = new TreeBuilder({ limits: { maxFiles: 0 } });
    for (let index = 0; index < 1000; index += 1) {
      builder.wants(`file-${index}`, 1);
    }
    const { skipped } = builder.build();
    expect(skipped).toHaveLength(201);
    expect(skipped[200]).toEqual({
      path: '.',
      reason: '800 further files were not read',
    });
  });

  it('takes the folder in focus and what counts for the whole repository', () => {
    const builder = new TreeBuilder({ focus: 'services/api' });
    const wanted = [
      'services/api/src/main.js',
      'package-lock.json',
      '.github/workflows/ci.yml',
      'docs/CODEOWNERS',
    ];
    const others = [
      'services/api-two/main.js',
      'services/web/a.js',
      'docs/a.md',
    ];
    expect(wanted.filter(path => builder.wants(path, 1))).toEqual(wanted);
    expect(others.filter(path => builder.wants(path, 1))).toEqual([]);
    expect(
      ['services', 'services/api', '.github/workflows', 'docs'].filter(path =>
        builder.wantsFolder(path),
      ),
    ).toHaveLength(4);
    expect(builder.wantsFolder('services/web')).toBe(false);
    expect(builder.wantsFolder('docs/deep')).toBe(false);
  });
});
