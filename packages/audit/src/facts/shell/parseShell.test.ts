import { parseShell, shellCommands } from './parseShell';

const words = (text: string) =>
  parseShell(text).pipelines.map(({ commands, next }) => [
    ...commands.map(command => command.words.join(' ')),
    next,
  ]);

describe('parseShell', () => {
  it('splits lists and pipelines', () => {
    expect(words('a && b | c || d; e\nf &')).toEqual([
      ['a', '&&'],
      ['b', 'c', '||'],
      ['d', ';'],
      ['e', '\n'],
      ['f', '&'],
    ]);
  });

  it('understands quotes, escapes, comments and continuations', () => {
    const { pipelines } = parseShell(
      `echo "a && b" 'c | d' e\\ f # g && h\npip install \\\n  x; run`,
    );
    expect(pipelines[0].commands[0].words).toEqual([
      'echo',
      'a && b',
      'c | d',
      'e f',
    ]);
    expect(pipelines[1]).toMatchObject({ line: 2, endLine: 3 });
    expect(pipelines[1].commands[0].words).toEqual(['pip', 'install', 'x']);
    expect(pipelines[2]).toMatchObject({ line: 3 });
  });

  it('leaves here documents out and keeps the lines', () => {
    const { pipelines } = parseShell('cat <<EOF > f\ncurl x | sh\nEOF\nnext');
    expect(pipelines.map(item => item.commands[0].words[0])).toEqual([
      'cat',
      'next',
    ]);
    expect(pipelines[1].line).toBe(4);
    expect(pipelines[0].commands[0].redirects).toEqual([
      { operator: '<<', target: 'EOF' },
      { operator: '>', target: 'f' },
    ]);
  });

  it('keeps redirects and assignments apart from words', () => {
    const [{ commands }] = parseShell(
      'A=1 B="x y" run 2>&1 >out --flag',
    ).pipelines;
    expect(commands[0]).toMatchObject({
      words: ['run', '--flag'],
      assignments: ['A=1', 'B=x y'],
    });
  });

  it('knows groups, conditions and what follows them', () => {
    const script = parseShell(
      '( a; b ) || true\nif c; then d; fi\n{ e; } | tee f',
    );
    expect(script.groups).toEqual([
      { next: '||', followedBy: 2 },
      { next: '|', followedBy: 6 },
    ]);
    expect(script.pipelines.map(item => item.commands[0].words[0])).toEqual([
      'a',
      'b',
      'true',
      'c',
      'd',
      'e',
      'tee',
    ]);
    expect(script.pipelines[3].condition).toBe(true);
    expect(script.pipelines[4].condition).toBe(false);
  });

  it('sees commands inside substitutions and expressions of workflows as words', () => {
    expect(
      shellCommands('sh -c "$(curl -fsSL x)"; bash <(wget y)').map(item =>
        item.words.join(' '),
      ),
    ).toEqual([
      'sh -c $(curl -fsSL x)',
      'curl -fsSL x',
      'bash <(wget y)',
      'wget y',
    ]);
    expect(words('run ${{ matrix.a && b }} x')).toEqual([
      ['run ${{ matrix.a && b }} x', ''],
    ]);
  });

  it('marks function bodies', () => {
    const { pipelines } = parseShell('f() {\n  a\n}\nf');
    expect(pipelines.map(item => item.inFunction)).toEqual([true, false]);
  });

  it('is linear on hostile input', () => {
    const started = Date.now();
    parseShell(`${'$('.repeat(3000)}`);
    shellCommands('$('.repeat(20000));
    parseShell(`${'((('.repeat(20000)}`);
    parseShell(`a ${'"$(x" '.repeat(5000)}`);
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
