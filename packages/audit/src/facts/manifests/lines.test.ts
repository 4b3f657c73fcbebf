import { LineFinder } from './lines';

describe('LineFinder', () => {
  const text = [
    '[project] # what it is', // 1
    'name = "api"',
    'dependencies = [', // 3
    '  "flask>=1", "flask>=1",',
    '  "celery",', // 5
    ']',
    '[tool.poetry.dependencies]', // 7
    'python = "^3.12"',
    '"zope.interface" = "1"', // 9
    'uvicorn.version = "2"',
    '[tool.poetry.dependencies.serde]', // 11
    'version = "1"',
    'extra = ["celery"]', // 13
  ].join('\n');

  it('finds strings one after the other, in any order', () => {
    const lines = new LineFinder(text);
    expect(lines.next('celery')).toBe(5);
    expect(lines.next('flask>=1')).toBe(4);
    expect(lines.next('flask>=1')).toBe(4);
    expect(lines.next('celery')).toBe(5);
    expect(lines.next('celery')).toBe(13);
    expect(lines.next('nowhere')).toBe(1);
  });

  it('finds keys in their section', () => {
    const lines = new LineFinder(text);
    const section = 'tool.poetry.dependencies';
    expect(lines.key('name', 'project')).toBe(2);
    expect(lines.key('python', section)).toBe(8);
    expect(lines.key('zope.interface', section)).toBe(9);
    expect(lines.key('uvicorn', section)).toBe(10);
    expect(lines.key('serde', section)).toBe(11);
    expect(lines.key('missing', section)).toBe(7);
    expect(lines.key('version', 'no.such.section')).toBe(12);
  });

  it('takes tens of thousands of entries in the time of their number', () => {
    const names = Array.from({ length: 40_000 }, (_, index) => `p${index}`);
    const lines = new LineFinder(
      `[a]\n${names.map(name => `${name} = "${name}"`).join('\n')}`,
    );
    const begin = process.cpuUsage();
    const wrong = names.filter(
      (name, index) =>
        lines.key(name, 'a') !== index + 2 ||
        lines.next(`"${name}"`) !== index + 2,
    );
    expect(wrong).toEqual([]);
    expect(process.cpuUsage(begin).user).toBeLessThan(10_000_000);
  });
});
