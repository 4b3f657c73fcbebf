import { extractFacts } from '../../testing/extractFacts';
import { testMarks } from './marks';

describe('test-marks', () => {
  it('finds what switches tests off, and why', async () => {
    const { facts: found } = await extractFacts(testMarks, {
      'package.json': '{ "devDependencies": { "vitest": "4.0.0" } }',
      'src/a.test.ts': [
        "it.skip('a', () => expect(1).toBe(1));",
        '// see #1',
        "it.skip('b', () => expect(1).toBe(1));",
        "describe.only('c', () => {});",
        "it('d', () => {});",
        "test.skip(isWindows, 'no sockets');",
      ].join('\n'),
      'requirements.txt': 'pytest==8.4.2\n',
      'tests/test_b.py': [
        'import pytest',
        'pytestmark = pytest.mark.skip',
        'def test_e():',
        '    assert 1',
        'def test_f():',
        '    assert 1',
      ].join('\n'),
    });

    expect(
      found.map(({ kind, name, cases, reason }) => [kind, name, cases, reason]),
    ).toEqual([
      ['skip', 'a', 1, false],
      ['skip', 'b', 1, true],
      ['only', 'c', 1, false],
      ['empty', 'd', 1, false],
      ['skip', 'whole file', 2, false],
    ]);
  });
});
