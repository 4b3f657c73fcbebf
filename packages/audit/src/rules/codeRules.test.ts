import { literalsOfRule, metavariablesOf, problemsOfCode } from './codeRules';
import { CodeCondition } from './schema';

function problems(condition: CodeCondition) {
  return problemsOfCode(condition).map(({ message }) => message);
}

describe('problemsOfCode', () => {
  it.each<CodeCondition>([
    { code: 'yaml.load($$$ARGS)', language: 'python' },
    { code: 'class $NAME(Base):\n  $$$BODY', language: 'python' },
    { code: '@app.route($$$ARGS)', language: 'python' },
    { code: 'fetch($URL)', language: ['javascript', 'typescript'] },
    { code: '<img $$$ATTRIBUTES />', language: 'javascript' },
    { code: 'fmt.Println($$$ARGS)', language: 'go' },
    { code: 'System.exit($CODE)', language: 'java' },
    { code: 'try:\n  $$$A\nexcept Exception:\n  pass', language: 'python' },
    {
      code: { kind: 'debugger_statement' },
      containing: 'debugger',
      language: 'javascript',
    },
    {
      code: {
        kind: 'call',
        has: { field: 'function', regex: '^eval$' },
        not: { inside: { kind: 'function_definition', stopBy: 'end' } },
      },
      language: 'python',
    },
    {
      code: {
        pattern: {
          context: 'class A { eval = $V }',
          selector: 'public_field_definition',
        },
      },
      containing: 'eval',
      language: 'typescript',
    },
    {
      code: 'exec($X)',
      constraints: { X: { kind: 'string' } },
      language: 'python',
    },
  ])('accepts %j', condition => {
    expect(problems(condition)).toEqual([]);
  });

  it.each<[CodeCondition, string]>([
    [{ code: 'yaml.load((', language: 'python' }, 'cannot be parsed as python'],
    [{ code: 'def def', language: 'python' }, 'cannot be parsed as python'],
    [{ code: 'evaluate($x)', language: 'python' }, 'cannot be parsed as'],
    [{ code: 'foo(1', language: 'javascript' }, 'cannot be parsed as'],
    [{ code: 'a = b\nc = d', language: 'python' }, 'Multiple AST nodes'],
    [
      { code: { not: { pattern: 'eval($X)' } }, language: 'python' },
      'matches every node',
    ],
    [{ code: { regex: 'password' }, language: 'python' }, 'matches every node'],
    [
      {
        code: { any: [{ kind: 'call' }, { regex: 'eval' }] },
        containing: 'eval',
        language: 'python',
      },
      'in each branch of "any"',
    ],
    [{ code: { kind: 'call' }, language: 'python' }, 'names no word'],
    [
      { code: { kind: 'kall' }, containing: 'xx', language: 'python' },
      'Kind `kall` is invalid',
    ],
    [
      {
        code: { kind: 'call', has: { field: 'fun', regex: '^eval$' } },
        language: 'python',
      },
      'invalid field fun',
    ],
    [
      { code: { kind: 'call', regex: '(eval' }, language: 'python' },
      'unclosed group',
    ],
    [
      { code: { kind: 'call', regex: 'eval(?=x)' }, language: 'python' },
      'look-around',
    ],
    [
      {
        code: { kind: 'call', regex: 'eval', hass: {} },
        language: 'python',
      },
      'unknown field `hass`',
    ],
    [
      {
        code: 'eval($X)',
        constraints: { Y: { kind: 'string' } },
        language: 'python',
      },
      'Undefined meta var `Y`',
    ],
    [
      { code: { matches: 'helper' }, containing: 'xx', language: 'python' },
      'Rule `helper` is not defined',
    ],
  ])('refuses %j', (condition, reason) => {
    expect(problems(condition).join('; ')).toContain(reason);
  });
});

describe('literalsOfRule', () => {
  it.each<[CodeCondition['code'], string[] | undefined]>([
    ['yaml.load($$$ARGS)', ['yaml']],
    ['$A($B)', undefined],
    [
      { any: [{ pattern: 'eval($X)' }, { pattern: 'exec($X)' }] },
      ['eval', 'exec'],
    ],
    [{ any: [{ pattern: 'eval($X)' }, { kind: 'call' }] }, undefined],
    [
      { all: [{ kind: 'call' }, { has: { regex: '^dangerously' } }] },
      ['dangerously'],
    ],
    [{ kind: 'call', not: { regex: 'safely' } }, undefined],
  ])('%j: %j', (code, literals) => {
    expect(literalsOfRule({ code, language: 'python' })).toEqual(literals);
  });

  it('prefers what the author gives', () => {
    expect(
      literalsOfRule({
        code: 'eval($X)',
        language: 'python',
        containing: 'e(',
      }),
    ).toEqual(['e(']);
  });
});

it('finds metavariables at any depth', () => {
  expect(
    metavariablesOf({ any: [{ pattern: 'a($X, $$$REST)' }, { has: '$_Y' }] }),
  ).toEqual(['X', 'REST']);
});
