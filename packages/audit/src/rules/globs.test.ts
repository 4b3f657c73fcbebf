import { compileGlobs } from './globs';

function matches(globs: string | string[], path: string) {
  return compileGlobs([globs].flat()).matches(path);
}

describe('compileGlobs', () => {
  it.each([
    ['Dockerfile', 'Dockerfile', true],
    ['Dockerfile', 'api/Dockerfile', false],
    ['**/Dockerfile', 'Dockerfile', true],
    ['**/Dockerfile', 'a/b/Dockerfile', true],
    ['**/Dockerfile*', 'a/Dockerfile.dev', true],
    ['.github/**', '.github/workflows/ci.yml', true],
    ['.github/**', '.github', true],
    ['**/*.yml', '.github/workflows/ci.yml', true],
    ['*', '.env', true],
    ['*', 'a/b', false],
    ['a/**/b/**/c', 'a/x/b/y/z/c', true],
    ['a/**/b/**/c', 'a/x/y/z/c', false],
    ['**/{docker-,}compose*.{yml,yaml}', 'x/docker-compose.prod.yaml', true],
    ['**/{docker-,}compose*.{yml,yaml}', 'compose.yml', true],
    ['**/{a,{b,c}}.ts', 'src/c.ts', true],
    ['app/[id]/page.tsx', 'app/[id]/page.tsx', true],
    ['app/[id]/page.tsx', 'app/i/page.tsx', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  it('leaves out what a leading ! names', () => {
    expect(matches(['**/*.py', '!**/settings/**'], 'a/settings/b.py')).toBe(
      false,
    );
    expect(matches(['**/*.py', '!**/settings/**'], 'a/b.py')).toBe(true);
    expect(matches('!docs/**', 'src/a.py')).toBe(true);
  });

  it.each([
    ['/a', 'leading slash'],
    ['a/../b', 'no names inside'],
    ['a//b', 'empty name'],
    ['a/', 'folder/**'],
    ['*a*b*c*d', 'stars'],
    ['a**b', 'alone'],
    ['{a,b', 'without "}"'],
    [`${'{a,b}'.repeat(8)}`, 'alternatives'],
  ])('refuses %s', (glob, reason) => {
    expect(() => compileGlobs([glob])).toThrow(reason);
  });

  it('takes time in proportion only', () => {
    const started = Date.now();
    const path = `${'a/'.repeat(3000)}b`;
    expect(matches('**/a/**/a/**/a/**/a/**/c', path)).toBe(false);
    expect(matches('*a*a*', 'a'.repeat(20_000))).toBe(true);
    expect(matches('*a*a*b', 'a'.repeat(20_000))).toBe(false);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});
