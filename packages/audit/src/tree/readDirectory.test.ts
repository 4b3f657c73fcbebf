import { execFileSync } from 'child_process';
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { readDirectory } from './readDirectory';

describe('readDirectory', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tree-'));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function write(path: string, content: string | Buffer) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }

  it('reads text sorted by path', async () => {
    write('b/c.py', 'c');
    write('a.py', 'ä');
    const tree = await readDirectory(root);
    expect(tree.files).toEqual([
      { path: 'a.py', size: 2 },
      { path: 'b/c.py', size: 1 },
    ]);
    expect(tree.read('a.py')).toBe('ä');
    expect(tree.read('missing')).toBeUndefined();
  });

  it('leaves out what .gitignore files leave out, and says so', async () => {
    write('.gitignore', '.env\n/build/\n*.log\n!keep.log\n');
    write('.env', 'SECRET=1');
    write('build/out.js', 'x');
    write('web/build/page.ts', 'x');
    write('web/.gitignore', 'local.ts\n!debug.log\n');
    write('web/local.ts', 'x');
    write('web/debug.log', 'x');
    write('keep.log', 'x');
    write('other.log', 'x');
    const tree = await readDirectory(root);
    expect(tree.files.map(({ path }) => path)).toEqual([
      '.gitignore',
      'keep.log',
      'web/.gitignore',
      'web/build/page.ts',
      'web/debug.log',
    ]);
    expect(tree.skipped).toEqual([
      { path: '.env', reason: 'ignored by .gitignore' },
      { path: 'build', reason: 'ignored by .gitignore' },
      { path: 'other.log', reason: 'ignored by .gitignore' },
      { path: 'web/local.ts', reason: 'ignored by web/.gitignore' },
    ]);
  });

  it('is not slowed down by hostile patterns', async () => {
    write('.gitignore', `${'*a'.repeat(40)}b\n`.repeat(2000));
    write(`${'a'.repeat(200)}.py`, 'x');
    const tree = await readDirectory(root);
    expect(tree.files).toHaveLength(2);
  });

  it('never follows a link, and says so', async () => {
    symlinkSync('/etc', join(root, 'etc'));
    symlinkSync('/etc/passwd', join(root, 'passwd'));
    const tree = await readDirectory(root);
    expect(tree.files).toEqual([]);
    expect(tree.skipped).toEqual([
      { path: 'etc', reason: 'symbolic link' },
      { path: 'passwd', reason: 'symbolic link' },
    ]);
  });

  it('does not read a sparse file of 2 GB', async () => {
    write('huge.py', '');
    truncateSync(join(root, 'huge.py'), 2 * 1024 ** 3);
    const tree = await readDirectory(root);
    expect(tree.files).toEqual([]);
    expect(tree.skipped[0].reason).toBe('too large: 2048 MiB');
  });

  it('takes odd names and bytes', async () => {
    write('new\nline.py', 'x');
    write('binary.py', Buffer.from([1, 0, 2]));
    write('latin.py', Buffer.from([0xe4, 0x41]));
    const tree = await readDirectory(root);
    expect(tree.files.map(({ path }) => path)).toEqual([
      'binary.py',
      'latin.py',
      'new\nline.py',
    ]);
    expect(tree.read('binary.py')).toBeUndefined();
    expect(tree.read('latin.py')).toContain('A');
    expect(tree.skipped).toEqual([{ path: 'binary.py', reason: 'binary' }]);
  });

  it('reads UTF-16 with its mark, as tools of Windows write it', async () => {
    write('requirements.txt', Buffer.from('\uFEFFflask\r\n', 'utf16le'));
    write('big.txt', Buffer.from('\uFEFFdjango', 'utf16le').swap16());
    write('marked.txt', '\uFEFFplain');
    const tree = await readDirectory(root);
    expect(tree.read('requirements.txt')).toBe('flask\r\n');
    expect(tree.read('big.txt')).toBe('django');
    expect(tree.read('marked.txt')).toBe('plain');
    expect(tree.skipped).toEqual([]);
  });

  it('opens nothing but files, and says so', async () => {
    execFileSync('mkfifo', [join(root, 'pipe.py'), join(root, '.gitignore')]);
    const tree = await readDirectory(root);
    expect(tree.files).toEqual([]);
    expect(tree.skipped).toEqual([
      { path: '.gitignore', reason: 'not a regular file' },
      { path: 'pipe.py', reason: 'not a regular file' },
    ]);
  });

  it('says which name it cannot read', async () => {
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/a`), Buffer.from([0xff, 0x2e])]),
      'x',
    );
    const tree = await readDirectory(root);
    expect(tree.skipped).toEqual([
      { path: 'a\uFFFD.', reason: 'unreadable: a name that is not UTF-8' },
    ]);
  });

  it('rejects for a folder that does not exist, and when it is aborted', async () => {
    await expect(readDirectory(join(root, 'gone'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await expect(
      readDirectory(root, { signal: AbortSignal.abort(new Error('stop')) }),
    ).rejects.toThrow('stop');
  });
});
