import { parse } from 'smol-toml';
import { YamlValue } from '../../facts/yaml/schema';
import { extractFacts } from '../../testing/extractFacts';
import { documents } from './documents';
import { parseTomlWithPlaces } from './toml';

/** Plain data, to compare with what another parser says. */
function plain(value: YamlValue): unknown {
  if (value.kind === 'map') {
    return Object.fromEntries(
      [...value.entries].map(([key, entry]) => [key, plain(entry.value)]),
    );
  }
  return value.kind === 'sequence' ? value.items.map(plain) : value.value;
}

/** `a.b: line` of all entries. */
function places(value: YamlValue, prefix = ''): string[] {
  if (value.kind === 'map') {
    return [...value.entries.values()].flatMap(entry => [
      `${prefix}${entry.key}: ${entry.line}`,
      ...places(entry.value, `${prefix}${entry.key}.`),
    ]);
  }
  return value.kind === 'sequence'
    ? value.items.flatMap((item, index) => [
        `${prefix}${index}: ${item.line}`,
        ...places(item, `${prefix}${index}.`),
      ])
    : [];
}

const TOML = `# [comment] = "x"
title = "a # no comment"
"quoted.key" = 'C:\\path'
a.b.c = 1_000
ports = [
  8000, # "x"
  8001,
]
inline = { x = true, "y z" = [1.5, { w = "]" }] }
long = """
one \\
   two "" \\"three\\"
\\u00e9"""
raw = '''
it's'''
when = 2026-01-02T03:04:05Z

[tool.ruff]
line-length = 100
select = ["E", "F"]

[[jobs]]
name = "first"
[jobs.env]
A = "1"

[[jobs]]
name = "second"
hex = 0xff
`;

describe('parseTomlWithPlaces', () => {
  it('reads what the parser reads', () => {
    const expected = parse(TOML) as Record<string, unknown>;
    expect(plain(parseTomlWithPlaces(TOML))).toEqual({
      ...expected,
      when: '2026-01-02T03:04:05Z',
    });
  });

  it('knows the lines', () => {
    expect(places(parseTomlWithPlaces(TOML))).toEqual([
      'title: 2',
      'quoted.key: 3',
      'a: 4',
      'a.b: 4',
      'a.b.c: 4',
      'ports: 5',
      'ports.0: 6',
      'ports.1: 7',
      'inline: 9',
      'inline.x: 9',
      'inline.y z: 9',
      'inline.y z.0: 9',
      'inline.y z.1: 9',
      'inline.y z.1.w: 9',
      'long: 10',
      'raw: 14',
      'when: 16',
      'tool: 18',
      'tool.ruff: 18',
      'tool.ruff.line-length: 19',
      'tool.ruff.select: 20',
      'tool.ruff.select.0: 20',
      'tool.ruff.select.1: 20',
      'jobs: 22',
      'jobs.0: 22',
      'jobs.0.name: 23',
      'jobs.0.env: 24',
      'jobs.0.env.A: 25',
      'jobs.1: 27',
      'jobs.1.name: 28',
      'jobs.1.hex: 29',
    ]);
  });

  it.each(['a = ', '[a', 'a = 1\na = 2', `a = ${'['.repeat(20_000)}`])(
    'refuses %.20s',
    text => {
      expect(() => parseTomlWithPlaces(text)).toThrow();
    },
  );
});

describe('documents', () => {
  it('reads YAML, JSON with comments and TOML', async () => {
    const { facts } = await extractFacts(documents, {
      'a.yml': 'x: 1\n---\nx: 2\n',
      'tsconfig.json': '// hello\n{\n  "a": { "b": [1, true,] },\n}\n',
      Pipfile: '[packages]\nflask = "*"\n',
      'bad.json': '{\n  "a": \n}',
      'bad.yml': 'a: [',
      'deep.json': '['.repeat(100_000),
      '.eslintrc': '{"rules": {}}',
    });
    expect(facts.read('a.yml')?.roots.map(plain)).toEqual([{ x: 1 }, { x: 2 }]);
    expect(facts.read('tsconfig.json')?.roots.map(plain)).toEqual([
      { a: { b: [1, true] } },
    ]);
    expect(places(facts.read('tsconfig.json')!.roots[0])).toEqual([
      'a: 3',
      'a.b: 3',
      'a.b.0: 3',
      'a.b.1: 3',
    ]);
    expect(facts.read('Pipfile')?.roots.map(plain)).toEqual([
      { packages: { flask: '*' } },
    ]);
    expect(facts.read('.eslintrc')?.roots.map(plain)).toEqual([{ rules: {} }]);
    expect(facts.read('nothing.yml')).toBeUndefined();
    expect(facts.read('bad.json')).toMatchObject({ roots: [] });
    expect(facts.read('deep.json')).toMatchObject({ roots: [] });
    expect(facts.read('bad.yml')).toMatchObject({ roots: [] });
  });
});
