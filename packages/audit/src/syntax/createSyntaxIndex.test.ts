import { inventory } from '../facts/inventory/extract';
import { Inventory } from '../facts/inventory/schema';
import { Extractor, ExtractContext } from '../engine/types';
import { MemoryTree } from '../tree/MemoryTree';
import { createSyntaxIndex } from './createSyntaxIndex';
import { FileSyntax, SyntaxIndex } from './schema';

/** Index over a tree given as texts, with the paths that were skipped. */
function indexOf(files: Record<string, string>): {
  index: SyntaxIndex;
  skipped: string[];
  reads: string[];
} {
  const skipped: string[] = [];
  const reads: string[] = [];
  const inner = new MemoryTree(
    new Map(
      Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]),
    ),
  );
  const tree = {
    files: inner.files,
    skipped: inner.skipped,
    read: (path: string) => {
      reads.push(path);
      return inner.read(path);
    },
  };
  const index = createSyntaxIndex({
    tree,
    facts: async <T>(extractor: Extractor<T>) => {
      expect(extractor.id).toBe(inventory.id);
      return (await inventory.extract({
        tree: inner,
      } as unknown as ExtractContext)) as Inventory as unknown as T;
    },
    skip: (path, reason) => skipped.push(`${path}: ${reason}`),
  });
  return { index, skipped, reads };
}

async function parse(path: string, text: string): Promise<FileSyntax> {
  const file = await indexOf({ [path]: text }).index.file(path);
  expect(file).toBeDefined();
  return file!;
}

const names = (file: FileSyntax) => file.calls.map(({ name }) => name);

describe('files', () => {
  it('chooses by class, language and words before parsing', async () => {
    const { index, skipped } = indexOf({
      'src/app.py': 'run()',
      'src/other.py': 'stay()',
      'src/web.ts': 'run()',
      'tests/test_app.py': 'run()',
      'src/broken.py': '((((((',
    });
    const found = async (query: Parameters<SyntaxIndex['files']>[0]) =>
      (await index.files(query)).map(({ path }) => path);
    expect(await found({ containing: ['run'] })).toEqual([
      'src/app.py',
      'src/web.ts',
    ]);
    expect(skipped).toEqual([]);
    expect(await found({ languages: ['python'] })).toEqual([
      'src/app.py',
      'src/other.py',
    ]);
    expect(skipped).toEqual([
      'src/broken.py: unparsable: syntax error in line 1',
    ]);
    expect(await found({ classes: ['test'] })).toEqual(['tests/test_app.py']);
  });

  it('keeps what can be read of a file with a small error, and says so', async () => {
    const { index, skipped } = indexOf({
      'src/a.py': `first()\n${'x = 1\n'.repeat(20)}def (:\nlast()\n`,
    });
    const [file] = await index.files({});
    expect(names(file)).toContain('first');
    expect(skipped).toEqual([
      expect.stringContaining('src/a.py: partly unparsable'),
    ]);
  });

  it('reads a text once', async () => {
    const { index, reads } = indexOf({ 'src/a.py': 'run()' });
    await index.files({});
    await index.calls({ names: ['run'] });
    await index.file('src/a.py');
    expect(reads).toEqual(['src/a.py']);
  });

  it('has nothing for a path that is missing or no code', async () => {
    const { index } = indexOf({ 'README.md': '# x' });
    expect(await index.file('README.md')).toBeUndefined();
    expect(await index.file('src/none.py')).toBeUndefined();
  });
});

describe('calls', () => {
  it('finds by resolved name and by ending', async () => {
    const { index } = indexOf({
      'src/a.py': [
        'from yaml import load as l',
        'import yaml as y',
        'l(x)',
        'y.load(x)',
        'other.load(x)',
        'response.set_cookie("a")',
      ].join('\n'),
    });
    const calls = await index.calls({ names: ['yaml.load', '.set_cookie'] });
    expect(calls.map(({ line }) => line)).toEqual([3, 4, 6]);
  });

  it('spreads and serialises like plain data', async () => {
    const { index } = indexOf({ 'src/a.py': 'app = run("x", y=1)' });
    const [call] = await index.calls({ names: ['run'] });
    expect({ ...call }).toEqual(JSON.parse(JSON.stringify(call)));
    expect(call).toMatchObject({
      path: 'src/a.py',
      line: 1,
      endLine: 1,
      assignedTo: 'app',
      construct: false,
      enclosing: [],
      inAsync: false,
      args: [
        { text: '"x"', value: 'x' },
        { name: 'y', text: '1', value: 1 },
      ],
    });
  });
});

describe('python', () => {
  it('resolves imports', async () => {
    const file = await parse(
      'src/a.py',
      [
        'import os.path, json as j',
        'from ..core.config import Settings as S',
        'from . import db',
        'if TYPE_CHECKING:',
        '    from t import T',
        'os.path.join(); j.loads(); S(); db.get(); print()',
      ].join('\n'),
    );
    expect(names(file)).toEqual([
      'os.path.join',
      'json.loads',
      '..core.config.Settings',
      '.db.get',
      'print',
    ]);
    expect(file.imports.at(-1)).toMatchObject({ local: 'T', typeOnly: true });
  });

  it('knows decorators, enclosing scopes and async functions', async () => {
    const file = await parse(
      'src/a.py',
      [
        'class Api:',
        '    @router.get("/x")',
        '    async def read(self, a: int, b="x", *, c: str = None, **kw) -> list[int]:',
        '        run()',
        '        def inner():',
        '            stop()',
      ].join('\n'),
    );
    expect(
      file.calls.map(({ callee, decorates, enclosing, inAsync }) => ({
        callee,
        decorates,
        enclosing,
        inAsync,
      })),
    ).toEqual([
      {
        callee: 'router.get',
        decorates: 'read',
        enclosing: ['Api'],
        inAsync: false,
      },
      { callee: 'run', enclosing: ['Api', 'read'], inAsync: true },
      { callee: 'stop', enclosing: ['Api', 'read', 'inner'], inAsync: false },
    ]);
    expect(file.functions[0]).toMatchObject({
      name: 'read',
      line: 3,
      endLine: 6,
      async: true,
      returns: 'list[int]',
      decorators: ['router.get("/x")'],
      parameters: [
        { name: 'self' },
        { name: 'a', annotation: 'int' },
        { name: 'b', default: '"x"' },
        { name: 'c', annotation: 'str', default: 'None' },
        { name: '**kw' },
      ],
    });
  });

  it('lists classes with bases and fields', async () => {
    const file = await parse(
      'src/a.py',
      'class S(Base, metaclass=M):\n    key: str = Field(default="x")\n    name: str\n    def f(self):\n        other = 1\n',
    );
    expect(file.classes).toEqual([
      expect.objectContaining({
        name: 'S',
        bases: ['Base'],
        fields: [
          expect.objectContaining({
            target: 'key',
            annotation: 'str',
            line: 2,
          }),
          expect.objectContaining({ target: 'name', text: '' }),
        ],
      }),
    ]);
  });

  it('splits chained and parallel assignments', async () => {
    const file = await parse('src/a.py', 'a = b = 1\nc, d = 2, 3\n(e := 4)');
    expect(file.assignments.map(item => [item.target, item.value])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
      ['d', 3],
      ['e', 4],
    ]);
  });

  it('lists comparisons inside conditions', async () => {
    const file = await parse(
      'src/a.py',
      'if x and token == expected:\n    pass\ny = 1 if a != b else 2\n',
    );
    expect(
      file.comparisons.map(item => [item.left, item.operator, item.right]),
    ).toEqual([
      ['token', '==', 'expected'],
      ['a', '!=', 'b'],
    ]);
  });

  it.each([
    ['"a" "b"', 'ab'],
    ['"a" + NAME', 'aconst'],
    ['f"x-{NAME}"', 'x-const'],
    ['f"x-{unknown}"', undefined],
    ['[NAME, 1, None, True]', ['const', 1, null, true]],
    ['[NAME, unknown]', undefined],
    ['{"a": 1, "b": unknown}', { a: 1 }],
    ['2 ** 14', 16384],
    ['600_000', 600000],
    ['-3', -3],
    ['"*".split(",")', ['*']],
    ['r"\\d"', '\\d'],
    ['"\\n"', '\n'],
    ['REBOUND', undefined],
    ['LOOPED', undefined],
    ['Settings.rounds', 4],
    ['settings.rounds', 4],
    ['settings.key', 'fallback'],
    ['OPTIONS["a"]', undefined],
    ['int("3")', undefined],
  ])('%s', async (text, value) => {
    const file = await parse(
      'src/a.py',
      [
        'NAME = "const"',
        'REBOUND = 1',
        'REBOUND = 2',
        'for LOOPED in x: pass',
        'class Settings(BaseSettings):',
        '    rounds: int = 4',
        '    key: str = Field("fallback", alias="K")',
        'settings = Settings()',
        `use(${text})`,
      ].join('\n'),
    );
    expect(file.calls.at(-1)!.callee === 'split').toBe(false);
    const call = file.calls.find(({ callee }) => callee === 'use')!;
    expect(call.args[0].value).toEqual(value);
  });

  it('sees local names before those of the module, and never parameters', async () => {
    const file = await parse(
      'src/a.py',
      [
        'limit = 1',
        'def f():',
        '    limit = 2',
        '    use(limit)',
        'def g(limit):',
        '    use(limit)',
        'def h():',
        '    use(limit)',
        'class C:',
        '    size = 5',
        '    def m(self):',
        '        use(self.size)',
      ].join('\n'),
    );
    expect(file.calls.map(({ args }) => args[0].value)).toEqual([
      2,
      undefined,
      1,
      5,
    ]);
  });

  it('follows constants into one other module', async () => {
    const { index } = indexOf({
      'app/__init__.py': '',
      'app/config.py':
        'from .deep import DEEP\nKEY = "k"\nINDIRECT = DEEP\nclass Settings:\n    rounds = 4\nsettings = Settings()\n',
      'app/deep.py': 'DEEP = "d"',
      'app/main.py':
        'from app.config import KEY, settings, INDIRECT\nfrom . import config\nuse(KEY, settings.rounds, config.KEY, INDIRECT)',
    });
    const [call] = await index.calls({ names: ['use'] });
    expect(call.args.map(({ value }) => value)).toEqual([
      'k',
      4,
      'k',
      undefined,
    ]);
  });

  it('gives the entries of a keyword dictionary', async () => {
    const file = await parse('src/a.py', 'use(**{"a": 1, "b": x})');
    expect(file.calls[0].args[0].entries).toEqual([
      expect.objectContaining({ name: 'a', value: 1 }),
      expect.objectContaining({ name: 'b', text: 'x', value: undefined }),
    ]);
  });
});

describe.each(['src/a.ts', 'src/a.tsx', 'src/a.js'])('%s', path => {
  it('resolves imports and require', async () => {
    const file = await parse(
      path,
      [
        "import cors, { json as j } from 'cors';",
        "import * as fs from 'node:fs';",
        "const { exec, spawn: s } = require('node:child_process');",
        "const cp = require('child_process');",
        "const hash = require('crypto').createHash;",
        'cors(); j(); fs.readFile(); exec(); s(); cp.fork(); hash(); a?.b!.c();'.replace(
          '!',
          path.endsWith('.js') ? '' : '!',
        ),
        "require('os').cpus(); new cors.Thing();",
      ].join('\n'),
    );
    expect(names(file).filter(name => name !== 'require')).toEqual([
      'cors',
      'cors.json',
      'fs.readFile',
      'child_process.exec',
      'child_process.spawn',
      'child_process.fork',
      'crypto.createHash',
      'a.b.c',
      'os.cpus',
      'cors.Thing',
    ]);
  });

  it('looks through promisify', async () => {
    const file = await parse(
      path,
      [
        "import { exec } from 'child_process';",
        "import { promisify } from 'util';",
        'const run = promisify(exec);',
        'run(cmd);',
      ].join('\n'),
    );
    expect(names(file).at(-1)).toBe('child_process.exec');
  });

  it('reads objects, templates and names', async () => {
    const file = await parse(
      path,
      [
        "const HOST = 'h';",
        'const config = { a: { b: 3 } };',
        'let moved = 1; moved += 1;',
        'const made = await use({ x: 1, [k]: 2, HOST, ...rest, "d-e": true }, `a${HOST}`, `a${z}`, config.a.b, moved);',
      ].join('\n'),
    );
    const [call] = file.calls;
    expect(call.assignedTo).toBe('made');
    expect(call.args.map(({ value }) => value)).toEqual([
      { x: 1, HOST: 'h', '[k]': 2, 'd-e': true },
      'ah',
      undefined,
      3,
      undefined,
    ]);
    expect(call.args[0].entries?.map(({ name }) => name)).toEqual([
      'x',
      '[k]',
      'HOST',
      undefined,
      'd-e',
    ]);
  });

  it('knows classes, methods, arrow functions and comparisons', async () => {
    const file = await parse(
      path,
      [
        'class A extends B {',
        '  limit = 3;',
        '  async m(x) { if (x === this.y) { run(this.limit); } }',
        '}',
        'const arrow = async ({ a }, b = 1) => { go(); };',
        'list.map(async item => stop(item));',
      ].join('\n'),
    );
    expect(file.classes).toEqual([
      expect.objectContaining({
        name: 'A',
        bases: ['B'],
        fields: [expect.objectContaining({ target: 'limit', value: 3 })],
      }),
    ]);
    expect(file.functions.map(({ name, async }) => [name, async])).toEqual([
      ['m', true],
      ['arrow', true],
    ]);
    expect(
      file.calls.map(item => [item.callee, item.enclosing, item.inAsync]),
    ).toEqual([
      ['run', ['A', 'm'], true],
      ['go', ['arrow'], true],
      ['list.map', [], false],
      ['stop', [], true],
    ]);
    expect(file.calls[0].args[0].value).toBe(3);
    expect(file.comparisons).toEqual([
      expect.objectContaining({ operator: '===', right: 'this.y' }),
    ]);
  });
});

describe('typescript', () => {
  it('knows decorators and types', async () => {
    const file = await parse(
      'src/a.ts',
      [
        "import type { T } from 't';",
        "@Controller('x')",
        'export class A implements I {',
        '  private readonly key: string = "k";',
        '  constructor(private readonly db: Db) {}',
        "  @Get('/x')",
        '  // why',
        '  @Guard()',
        '  read(@Body() body: Dto): Promise<void> { return 1 as never; }',
        '}',
        'const x = <string>y;',
      ].join('\n'),
    );
    expect(file.calls.map(item => [item.callee, item.decorates])).toEqual([
      ['Controller', 'A'],
      ['Get', 'read'],
      ['Guard', 'read'],
      ['Body', undefined],
    ]);
    expect(file.functions[1]).toMatchObject({
      name: 'read',
      decorators: ["Get('/x')", 'Guard()'],
      parameters: [{ name: 'body', annotation: 'Dto' }],
      returns: 'Promise<void>',
    });
    expect(file.classes[0]).toMatchObject({
      bases: ['I'],
      decorators: ["Controller('x')"],
      fields: [{ target: 'key', annotation: 'string', value: 'k' }],
    });
    expect(file.imports[0].typeOnly).toBe(true);
  });

  it('follows constants into a relative module', async () => {
    const { index } = indexOf({
      'src/config.ts': "export const KEY = 'k';\nexport const o = { a: 1 };",
      'src/main.ts':
        "import { KEY, o } from './config.js';\nimport * as c from '@/config';\nuse(KEY, o.a, c.KEY);",
    });
    const [call] = await index.calls({ names: ['use'] });
    expect(call.args.map(({ value }) => value)).toEqual(['k', 1, 'k']);
  });
});

describe('go', () => {
  it('resolves packages, literals and methods', async () => {
    const file = await parse(
      'pkg/a.go',
      [
        'package a',
        'import (',
        '  "os"',
        '  h "net/http"',
        '  "crypto/tls"',
        '  "gopkg.in/yaml.v3"',
        ')',
        'const cost = 4',
        'type S struct { Key string `env:"KEY"` }',
        'func (s *S) Run(a, b string) error {',
        '  v, err := os.Open("x" + `y`)',
        '  cfg := &tls.Config{InsecureSkipVerify: true}',
        '  h.Get(cost)',
        '  yaml.Unmarshal(v)',
        '  if a == b { return err }',
        '}',
      ].join('\n'),
    );
    expect(
      file.calls.map(item => [item.name, item.construct, item.assignedTo]),
    ).toEqual([
      ['os.Open', false, 'v'],
      ['crypto/tls.Config', true, 'cfg'],
      ['net/http.Get', false, undefined],
      ['gopkg.in/yaml.v3.Unmarshal', false, undefined],
    ]);
    expect(file.calls[0].args[0].value).toBe('xy');
    expect(file.calls[1].args[0]).toMatchObject({
      name: 'InsecureSkipVerify',
      value: true,
    });
    expect(file.calls[2].args[0].value).toBe(4);
    expect(file.functions[0]).toMatchObject({
      name: 'S.Run',
      parameters: [{ name: 'a' }, { name: 'b', annotation: 'string' }],
    });
    expect(file.classes[0]).toMatchObject({
      name: 'S',
      fields: [{ target: 'Key', annotation: 'string', tag: '`env:"KEY"`' }],
    });
    expect(file.comparisons).toHaveLength(1);
  });
});

describe('java', () => {
  it('resolves classes, annotations and equality', async () => {
    const file = await parse(
      'src/main/java/a/A.java',
      [
        'package a;',
        'import java.util.Random;',
        'import org.b.Encoder;',
        '@Controller',
        'public class A extends B<C> implements I {',
        '  private static final int COST = 4;',
        '  @Value("${key:fallback}") private String key;',
        '  @GetMapping("/x") public String read(@RequestBody Dto dto) {',
        '    new Random().nextInt();',
        '    Encoder made = new Encoder(COST);',
        '    return key.equals(dto.key) ? "a" : "b";',
        '  }',
        '}',
      ].join('\n'),
    );
    expect(file.calls.map(item => [item.name, item.decorates])).toEqual([
      ['Controller', 'A'],
      ['Value', 'key'],
      ['GetMapping', 'read'],
      ['RequestBody', 'dto'],
      ['java.util.Random.nextInt', undefined],
      ['java.util.Random', undefined],
      ['org.b.Encoder', undefined],
      ['key.equals', undefined],
    ]);
    expect(file.calls[6]).toMatchObject({
      construct: true,
      assignedTo: 'made',
      args: [{ value: 4 }],
    });
    expect(file.classes[0]).toMatchObject({
      name: 'A',
      bases: ['B<C>', 'I'],
      decorators: ['Controller'],
    });
    expect(file.comparisons).toEqual([
      expect.objectContaining({
        left: 'key',
        operator: '.equals',
        right: 'dto.key',
      }),
    ]);
  });
});

describe('trees deeper than anybody writes them', () => {
  it.each([
    ['parentheses', `x = ${'('.repeat(5000)}1${')'.repeat(5000)}`],
    ['sums', `x = ${'"a" + '.repeat(5000)}"a"`],
    ['chains', `x = a${'.b(1)'.repeat(3000)}`],
  ])('are skipped with the reason: %s', async (_, text) => {
    const { index, skipped } = indexOf({ 'src/a.py': text, 'src/b.py': 'b()' });
    expect(await index.file('src/a.py')).toBeUndefined();
    expect(await index.file('src/b.py')).toBeDefined();
    expect(skipped).toEqual(['src/a.py: unparsable: nested too deeply']);
  });
});

describe('hostile input', () => {
  it.each([
    ['parentheses', `x = ${'('.repeat(100)}1${')'.repeat(100)}`],
    ['long sums', `x = ${'"a" + '.repeat(300)}"a"`],
    ['long chains', `x = a${'.b(1)'.repeat(100)}`],
    ['names in a circle', 'a = b\nb = a\nuse(a)'],
    ['a prototype', 'use({"__proto__": {"x": 1}})'],
  ])(
    '%s',
    async (_, text) => {
      const file = await parse('src/a.py', text);
      for (const call of file.calls) {
        expect(call.args.map(({ value }) => value)).toBeDefined();
      }
      for (const item of file.assignments) {
        expect(() => item.value).not.toThrow();
      }
      expect(({} as { x?: number }).x).toBeUndefined();
    },
    20_000,
  );
});
