import { compileChecks } from './compileChecks';

const TEXTS = `
severity: low
confidence: certain
phase: production-hardening
effort: small
title: A short name
description: What is looked at.
failureMode: What is wrong.
manifestation: How it shows.
impact: Why it matters.
remediation: How to fix it.
guardrail: { ci: a tool }
references: []
`;

/** A check around its judgement. */
function check(judgement: string, id = 'a-check') {
  return `id: ${id}\narea: testing${TEXTS}messages: { pass: good, fail: bad, notApplicable: none }\n${judgement}\n`;
}

function problemsIn(...texts: string[]): string[] {
  try {
    compileChecks(
      texts.map((text, index) => ({ path: `checks/${index}.yaml`, text })),
    );
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
}

describe('compileChecks', () => {
  it('makes a check', () => {
    const [made, second] = compileChecks([
      {
        path: 'a.yaml',
        text: `${check('passesWhen: { file: README.md }')}---\n${check(
          'failsWhen: { file: x }',
          'b-check',
        )}`,
      },
    ]);
    expect(made.definition).toMatchObject({
      id: 'a-check',
      area: 'testing',
      kind: 'judged',
      guardrail: { ci: 'a tool' },
    });
    expect(made.subject).toBe('tree');
    expect(second.definition.id).toBe('b-check');
  });

  it.each<[string, string]>([
    ['faisWhen: { file: a }', 'did you mean "failsWhen"?'],
    ['shoe: 1', 'unknown field "shoe"; expected one of id, area, severity'],
    ['', 'says neither "failsWhen" nor "passesWhen" nor "kinds"'],
    [
      'passesWhen: { file: a }\nfailsWhen: { file: b }',
      'passesWhen: excludes "failsWhen"',
    ],
    [
      'passesWhen: { fiel: a }',
      'passesWhen.fiel: expected one of file, value, text, code, part, dependency, all, any, not, anywhere, found "fiel"; did you mean "file"?',
    ],
    [
      'passesWhen: { file: a, text: b }',
      'a condition looks at one thing, this one at "file" and "text"; join several with "all" or "any"',
    ],
    [
      'passesWhen: { all: [{ file: a }, { any: [{ not: { value: x, in: a, equal: b } }] }] }',
      'passesWhen.all[1].any[0].not.equal: unknown field "equal"; did you mean "equals"?',
    ],
    [
      'passesWhen: [{ file: a }]',
      'passesWhen: expected a condition (a map with one of file, value, text, code, part, dependency, all, any, not, anywhere), found a list; join several with "all" or "any"',
    ],
    ['passesWhen: { file: 1 }', 'expected a text or a list, found 1'],
    ['passesWhen: { file: [a, 1] }', 'passesWhen.file[1]: expected a text'],
    [
      'forEach: { dependency: a }\nfailsWhen: { file: a }',
      'forEach.dependency: "dependency" finds no places; expected one of file, value, text, code, part',
    ],
    ['passesWhen: { file: /a }', 'passesWhen.file: starts with "/"'],
    [
      'passesWhen: { value: a }',
      'passesWhen: says not in which files ("in") the value is looked for',
    ],
    [
      'passesWhen: { value: a..b, in: x }',
      'passesWhen.value: has an empty key',
    ],
    [
      'passesWhen: { value: a, in: x, matches: "a(?=b)" }',
      'passesWhen.matches: has a look-ahead ("(?=")',
    ],
    [
      'passesWhen: { value: a, in: x, exists: false, equals: 1 }',
      'passesWhen.exists: a value that is missing cannot be compared',
    ],
    [
      'passesWhen: { text: "(a)\\\\1" }',
      'passesWhen.text: has a back-reference',
    ],
    [
      'failsWhen: { code: "foo((", language: python }',
      'failsWhen.code: the pattern `foo((` cannot be parsed as python',
    ],
    [
      'failsWhen: { code: { not: { pattern: "foo($A)" } }, language: python }',
      'failsWhen.code: matches every node of the code',
    ],
    [
      'failsWhen: { code: "foo($A)", language: pyton }',
      'failsWhen.language: expected one of python, javascript, typescript, go, java, found "pyton"; did you mean "python"?',
    ],
    [
      'failsWhen: { code: "foo($ARG)", language: python, note: "{match.ARGH}" }',
      'unknown placeholder "{match.ARGH}"; did you mean "{match.ARG}"?',
    ],
    [
      'failsWhen: { dependency: a, version: newest }',
      'failsWhen.version: expected a range of versions such as "<2.0.0", found "newest"',
    ],
    [
      'forEach: { value: a, in: x }\nfailsWhen: { code: "foo($A)", language: python }',
      'failsWhen: there is no code inside a value',
    ],
    [
      'kinds: [{ kind: a, failsWhen: { file: a } }, { kind: a, passesWhen: { file: b } }]',
      'kinds[1].kind: "a" is the name of another kind',
    ],
    ['kinds: [{ kind: a }]', 'kinds[0]: says neither "failsWhen" nor'],
    [
      'passesWhen: { file: a }\nkinds: [{ kind: a, failsWhen: { file: a } }]',
      'kinds: a check with "kinds" judges by them alone',
    ],
    [
      'passesWhen: { file: a }\ncases: [{ name: x, expect: passes, files: {} }]',
      'cases[0].expect: expected one of pass, fail, not-applicable, unknown, found "passes"; did you mean "pass"?',
    ],
  ])('says what is wrong with %j', (judgement, message) => {
    expect(problemsIn(check(judgement)).join('\n')).toContain(message);
  });

  it('names file, line and column, and all problems at once', () => {
    const text = check('passesWhen:\n  all:\n    - { file: a }\n    - fil: b')
      .replace('severity: low', 'severity: hgih')
      .replace('area: testing', 'area: testin')
      .replace('title: A short name\n', '');
    expect(problemsIn(text, 'id: [')).toEqual([
      expect.stringMatching(/^checks\/0\.yaml:1:1: title: is missing/),
      expect.stringMatching(
        /^checks\/0\.yaml:2:7: area: expected one of .*, found "testin"; did you mean "testing"\?$/,
      ),
      'checks/0.yaml:3:11: severity: expected one of critical, high, medium, low, found "hgih"; did you mean "high"?',
      expect.stringMatching(
        /^checks\/0\.yaml:18:7: passesWhen\.all\[1\]\.fil: /,
      ),
      expect.stringMatching(/^checks\/1\.yaml:1:\d+: is no YAML: /),
    ]);
  });

  it('asks for a summary where it may not apply', () => {
    const text = check('appliesWhen: { file: a }\nfailsWhen: { file: b }');
    expect(problemsIn(text.replace(', notApplicable: none', ''))).toEqual([
      expect.stringContaining('messages.notApplicable: is missing'),
    ]);
  });

  it('refuses an id that is taken', () => {
    const text = check('passesWhen: { file: a }');
    expect(problemsIn(text, text)).toEqual([
      'checks/1.yaml:1:5: id: "a-check" is taken by the check in checks/0.yaml:1',
    ]);
  });

  it('finds the place of a field behind anchors and merges', () => {
    const text = check(
      'shared:\n  base: &base { file: a, wrong: 1 }\npassesWhen: *base',
    );
    expect(problemsIn(text)).toEqual([
      expect.stringContaining(
        'checks/0.yaml:17:26: passesWhen.wrong: unknown field "wrong"',
      ),
    ]);
    const merged = check(
      'shared:\n  base: &base { wrong: 1 }\npassesWhen: { <<: *base, file: a }',
    );
    expect(problemsIn(merged)).toEqual([
      expect.stringContaining('checks/0.yaml:17:17: passesWhen.wrong: '),
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['a bomb', bomb(), /cannot be read|aliases|holds more than/],
    ['deep nesting', `a: ${'['.repeat(5_000)}`, /no YAML|nested|parsed/],
    [
      'deep conditions',
      check(`passesWhen: ${'{ not: '.repeat(80)}{ file: a }${' }'.repeat(80)}`),
      /nested deeper than/,
    ],
    ['a huge file', `a: "${'x'.repeat(300_000)}"`, /larger than 128 KiB/],
    ['an empty file', '# nothing\n', /holds no check/],
    ['a list', '- a\n', /expected a map, found a list/],
    ['a text', 'hello', /expected a map, found "hello"/],
    ['a cycle', 'a: &a [*a]', /./],
    ['many values', `a: [${'1,'.repeat(60_000)}]`, /holds more than/],
  ])('bounds %s', (_name, text, message) => {
    const started = Date.now();
    const problems = problemsIn(text);
    expect(problems.join('\n')).toMatch(message);
    expect(Date.now() - started).toBeLessThan(15_000);
  });
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let index = 1; index < 12; index++) {
    lines.push(
      `a${index}: &a${index} [${Array(10)
        .fill(`*a${index - 1}`)
        .join(', ')}]`,
    );
  }
  return lines.join('\n');
}
