import { entryAt, textAt, truthAt, valueAt } from './access';
import { parseYaml } from './parseYaml';

describe('parseYaml', () => {
  it('keeps the place of what is written, through anchors and merges', () => {
    const { documents } = parseYaml(
      [
        '# Development only',
        'base: &base',
        '  image: postgres:17.10',
        '  restart: always',
        'service:',
        '  <<: *base',
        '  restart: "no"',
      ].join('\n'),
    );
    const service = valueAt(documents[0], 'service');
    expect(textAt(service, 'image')).toBe('postgres:17.10');
    expect(entryAt(service, 'image')).toMatchObject({ line: 3, merged: true });
    expect(entryAt(service, 'restart')).toMatchObject({ line: 7 });
    expect(textAt(service, 'restart')).toBe('no');
  });

  it('reads several documents, comments and block scalars', () => {
    const { documents, heading } = parseYaml(
      '# first\n# second\na: x # v1\n---\nrun: |\n  one\n  two\n---\n',
    );
    expect(heading).toBe('first second');
    expect(valueAt(documents[0], 'a')).toMatchObject({ comment: 'v1' });
    expect(valueAt(documents[1], 'run')).toMatchObject({
      line: 5,
      contentLine: 6,
      literal: true,
      text: 'one\ntwo\n',
    });
    expect(documents).toHaveLength(2);
  });

  it('keeps numbers as written and reads booleans in every spelling', () => {
    const [document] = parseYaml('a: 17.10\nb: "true"\nc: on\n').documents;
    expect(textAt(document, 'a')).toBe('17.10');
    expect(truthAt(document, 'b')).toBe(true);
    expect(truthAt(document, 'c')).toBe(true);
  });

  it('names the problem of broken files instead of throwing', () => {
    expect(parseYaml('a: [1\nb: 2').problem).toMatch(/^unparsable: .*line/);
    expect(parseYaml('a: 1\na: 2').problem).toMatch(/unique/);
    expect(parseYaml('a: *none').problem).toBeDefined();
    expect(parseYaml(`${'['.repeat(5000)}`).problem).toBeDefined();
  });

  it('bounds alias bombs but not many harmless aliases', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let index = 1; index < 12; index++) {
      const item = `*a${index - 1}`;
      bomb.push(`a${index}: &a${index} [${Array(10).fill(item).join(', ')}]`);
    }
    expect(parseYaml(bomb.join('\n')).problem).toMatch(/aliases/);
    const many = Array.from({ length: 400 }, (_, index) => `k${index}: *a`);
    expect(
      parseYaml(['a: &a { x: 1 }', ...many].join('\n')).problem,
    ).toBeUndefined();
  });

  it('bounds what merge keys copy', () => {
    const chain = Array.from(
      { length: 2_000 },
      (_, index) =>
        `s${index}: &s${index}\n  k${index}: 1\n${
          index > 0 ? `  <<: *s${index - 1}\n` : ''
        }`,
    );
    expect(parseYaml(chain.join('')).problem).toBe(
      'unparsable: too many values through merge keys',
    );
  });

  it('reads tens of thousands of keys, and errors, in the time of their number', () => {
    const keys = Array.from({ length: 15_000 }, (_, index) => `k${index}: 1`);
    const begin = process.cpuUsage();
    expect(parseYaml(keys.join('\n')).problem).toBeUndefined();
    expect(parseYaml([...keys, 'k7: 2'].join('\n')).problem).toBe(
      'unparsable: Map keys must be unique (line 15001)',
    );
    expect(parseYaml('"'.repeat(20_000)).problem).toMatch(/line 1/);
    expect(parseYaml(`a: ${'['.repeat(20_000)}`).problem).toMatch(
      /nested too deeply/,
    );
    // Quadratic ways of doing it take minutes.
    expect(process.cpuUsage(begin).user).toBeLessThan(10_000_000);
  });

  it('tolerates unknown tags and tells templates apart', () => {
    expect(parseYaml('ports: !reset []').documents[0]).toMatchObject({
      kind: 'map',
    });
    const template = parseYaml(
      'kind: A\n{{- if .Values.x }}\na: 1\n{{- end }}',
    );
    expect(template).toMatchObject({ template: true });
    expect(parseYaml('run: ${{ github.sha }}').template).toBe(false);
    expect(parseYaml('summary: "{{ $labels.job }}"').template).toBe(false);
  });
});
