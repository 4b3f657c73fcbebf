import { defineExtractor } from '../../engine/defineExtractor';
import { FileSyntax } from '../../syntax/schema';
import { FAMILY, tests } from './extract';
import { TestFamily } from './schema';

/** What keeps a test from running or from proving anything. */
export interface TestMark {
  kind: 'skip' | 'only' | 'empty';
  family: TestFamily;
  path: string;
  line: number;
  /** Name of the test or suite, as far as it is known. */
  name: string;
  /** Tests that it concerns. */
  cases: number;
  /** Says why, in the mark or in a comment beside it. */
  reason: boolean;
}

/** Literals without which a file has no mark. */
const WORDS = [
  'skip',
  'xfail',
  '.only',
  'xit(',
  'xtest(',
  'xdescribe(',
  'fit(',
  'fdescribe(',
  'Disabled',
  'Ignore',
  'pass',
  '...',
  '=> {}',
  '() {}',
];
const PYTHON_SKIP =
  /^(?:pytest\.)?mark\.(?:skip|xfail)(?![a-z_])|^(?:unittest\.)?(?:skip|expectedFailure)(?![A-Za-z_])/;
const SCRIPT_SKIPS =
  /^(?:(?:it|test|describe|suite|context)\.skip|xit|xtest|xdescribe|xcontext)$/;
const SCRIPT_ONLY =
  /^(?:(?:it|test|describe|suite|context)\.only|fit|fdescribe)$/;

/**
 * Tests that are switched off, that switch all others off, or that do nothing. Skips under a condition (a platform, a
 * tool that may be missing) are none.
 *
 * @public
 */
export const testMarks = defineExtractor<TestMark[]>({
  id: 'test-marks',
  extract: async ({ facts, syntax }) => {
    const cases = new Map(
      (await facts(tests)).files.map(file => [file.path, file.cases]),
    );
    const files = await syntax.files({ classes: ['test'], containing: WORDS });
    return files
      .filter(({ path }) => cases.has(path))
      .flatMap(file => {
        const family = FAMILY[file.language];
        switch (family) {
          case 'python':
            return pythonMarks(file, cases.get(file.path)!);
          case 'javascript':
            return scriptMarks(file);
          case 'java':
            return javaMarks(file);
          default:
            return [];
        }
      });
  },
});

function pythonMarks(file: FileSyntax, cases: number): TestMark[] {
  const lines = file.text.split('\n');
  const found: TestMark[] = [];
  const add = (
    mark: Pick<TestMark, 'kind' | 'line' | 'name' | 'reason'>,
    many = 1,
  ) => found.push({ family: 'python', path: file.path, cases: many, ...mark });
  for (const { name, line, endLine, decorators } of file.functions) {
    if (!name.startsWith('test')) {
      continue;
    }
    const skip = decorators.find(text => PYTHON_SKIP.test(text));
    if (skip) {
      add({ kind: 'skip', line, name, reason: hasText(skip) });
    } else if (
      decorators.length === 0 &&
      isEmptyBody(lines.slice(line - 1, endLine))
    ) {
      add({ kind: 'empty', line, name, reason: false });
    }
  }
  for (const { name, line, decorators } of file.classes) {
    const skip = decorators.find(text => PYTHON_SKIP.test(text));
    if (skip) {
      const own = file.functions.filter(
        item => item.name.startsWith('test') && item.enclosing.includes(name),
      ).length;
      add({ kind: 'skip', line, name, reason: hasText(skip) }, own);
    }
  }
  for (const { target, text, line } of file.assignments) {
    if (
      target === 'pytestmark' &&
      /mark\.(?:skip|xfail)(?![a-z_])/.test(text)
    ) {
      add(
        { kind: 'skip', line, name: 'whole file', reason: hasText(text) },
        cases,
      );
    }
  }
  return found;
}

/** A reason, or a condition that stands for one. */
function hasText(mark: string): boolean {
  return /\(\s*[^)\s]/.test(mark);
}

/** `def test_x(): pass`, with or without a docstring. */
function isEmptyBody(lines: readonly string[]): boolean {
  const end = lines.findIndex(line =>
    /\)\s*(?:->[^:]*)?:\s*(?:#.*)?$/.test(line),
  );
  if (end < 0) {
    return /:\s*(?:pass|\.\.\.)\s*$/.test(lines[0] ?? '') && lines.length === 1;
  }
  const body = lines
    .slice(end + 1)
    .join('\n')
    .replace(/^\s*(?:"""[\s\S]*?"""|'''[\s\S]*?''')/, '')
    .split('\n')
    .map(line => line.replace(/#.*$/, '').trim())
    .filter(line => line !== '');
  return (
    body.length === 0 ||
    (body.length === 1 && /^(?:pass|\.\.\.)$/.test(body[0]))
  );
}

function scriptMarks(file: FileSyntax): TestMark[] {
  const lines = file.text.split('\n');
  return file.calls.flatMap(({ callee, args, line }): TestMark[] => {
    const [first, second] = args;
    if (!first || typeof first.value !== 'string') {
      return [];
    }
    const mark = (kind: TestMark['kind'], reason: boolean): TestMark => ({
      kind,
      family: 'javascript',
      path: file.path,
      line,
      name: String(first.value).slice(0, 80),
      cases: 1,
      reason,
    });
    if (SCRIPT_SKIPS.test(callee) && second) {
      return [
        mark(
          'skip',
          [lines[line - 2], lines[line - 1]].some(text =>
            /\/\/|\/\*|^\s*\*/.test(text ?? ''),
          ),
        ),
      ];
    }
    if (SCRIPT_ONLY.test(callee) && second) {
      return [mark('only', false)];
    }
    return /^(?:it|test)$/.test(callee) &&
      second &&
      /^(?:async\s+)?(?:\(\s*\)\s*=>|function\s*\(\s*\))\s*\{\s*\}$/.test(
        second.text,
      )
      ? [mark('empty', false)]
      : [];
  });
}

function javaMarks(file: FileSyntax): TestMark[] {
  return [...file.functions, ...file.classes].flatMap(
    ({ name, line, decorators }): TestMark[] => {
      const skip = decorators.find(text =>
        /^(?:Disabled|Ignore)(?:$|\()/.test(text),
      );
      return skip
        ? [
            {
              kind: 'skip',
              family: 'java',
              path: file.path,
              line,
              name,
              cases: 1,
              reason: skip.includes('"'),
            },
          ]
        : [];
    },
  );
}
