import { compileRegex, literalsOf } from './regex';

describe('compileRegex', () => {
  it('finds every place with named groups', () => {
    const regex = compileRegex('^FROM (?P<image>\\S+)');
    expect(regex.find('# x\nFROM a:1\nFROM b\n', 10)).toEqual([
      { start: 4, end: 12, groups: { image: 'a:1' } },
      { start: 13, end: 19, groups: { image: 'b' } },
    ]);
    expect(regex.find('FROM a\nFROM b\n', 1)).toHaveLength(1);
    expect(compileRegex('todo', true).test('a TODO')).toBe(true);
  });

  it.each([
    ['a(?=b)', 'look-ahead'],
    ['(?!x)a', 'look-ahead'],
    ['(?<=a)b', 'look-behind'],
    ['(?<!a)b', 'look-behind'],
    ['(a)\\1', 'back-reference ("\\1")'],
    ['(?P<n>a)\\k<n>', 'back-reference ("\\k<n>")'],
    ['(', 'missing closing )'],
    ['[a', 'is no regular expression'],
    ['a{5000}', 'is no regular expression'],
  ])('refuses %s', (source, reason) => {
    expect(() => compileRegex(source)).toThrow(reason);
  });

  it('does not take what stands in a class for look-around', () => {
    expect(compileRegex('[(?=]x').test('=x')).toBe(true);
    expect(compileRegex('\\(\\?=').test('(?=')).toBe(true);
  });

  it('is linear', () => {
    const started = Date.now();
    expect(compileRegex('(a+)+$').test(`${'a'.repeat(10_000)}!`)).toBe(false);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});

describe('literalsOf', () => {
  it.each<[string, string[]]>([
    ['core\\.hooksPath', ['core.hooksPath']],
    ['^FROM \\S+:latest$', [':latest']],
    ['a|b', []],
    ['yarn install|npm ci', ['yarn install', 'npm ci']],
    ['colou?r', ['colo']],
    ['(foo|bar)baz', ['baz']],
    ['(foo)', []],
    ['[abc]defg', ['defg']],
    ['ab{2,3}cd', ['cd']],
    ['ab+', ['ab']],
    ['\\bprint\\(', ['print(']],
    ['(?i)token', []],
    ['(?:x|y)token', ['token']],
    ['(?P<n>x)token', ['token']],
    ['\\p{Greek}abc', ['abc']],
    ['x*', []],
  ])('%s: %j', (source, literals) => {
    expect(literalsOf(source)).toEqual(literals);
  });
});
