import { cutSnippet } from './snippet';

const at = (text: string, line: number, endLine?: number, path = 'a.py') =>
  cutSnippet({ path, line, endLine }, () => text);

describe('cutSnippet', () => {
  it('cuts three lines and removes the common indentation', () => {
    expect(at('a\n  b\n    c\n\n  d\n  e\n', 2, 6)).toBe('b\n  c');
    expect(at('a\r\n  b\r\nc', 2)).toBe('b');
  });

  it('cuts long lines', () => {
    expect(at(`x = [${'1,'.repeat(500)}]`, 1)).toHaveLength(200);
  });

  it('has nothing for a place without a line, a file that is not there or a line after the end', () => {
    expect(cutSnippet({ path: 'a.py' }, () => 'x')).toBeUndefined();
    expect(
      cutSnippet({ path: 'a.py', line: 1 }, () => undefined),
    ).toBeUndefined();
    expect(at('x', 5)).toBe('');
  });

  it('masks a value whose name stands above', () => {
    expect(at('SECRET = (\n    "hunter2hunter2"\n)', 2)).toBe('"hu…"');
    expect(
      at(`key = """-----BEGIN PRIVATE KEY-----\n${'abc\n'.repeat(20)}"""`, 9),
    ).toBe('…');
  });

  it('masks a value at the edge of what is shown', () => {
    expect(
      at(`x = "${'a'.repeat(180)}"; SECRET = "hunter2hunter2"`, 1),
    ).not.toContain('hunter');
  });
});
