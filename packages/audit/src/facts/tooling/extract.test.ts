import { extractFacts } from '../../testing/extractFacts';
import { tooling } from './extract';

describe('tooling', () => {
  it('follows the configuration of TypeScript through bases and references', async () => {
    const {
      facts: { types },
    } = await extractFacts(tooling, {
      'tsconfig.base.json': '{ "compilerOptions": { "strict": true } }',
      'a/tsconfig.json': '{ "extends": "../tsconfig.base" } // a comment',
      'a/main.ts': 'export const a = 1;',
      'b/tsconfig.json': '{ "files": [], "references": [{ "path": "app" }] }',
      'b/app/tsconfig.json':
        '{ "extends": ["@tsconfig/node24/tsconfig.json"], "compilerOptions": { "strict": false } }',
      'b/app/main.ts': 'export const b = 1;',
      'c/tsconfig.json': '{ "extends": "acme-config" }',
      'c/main.ts': 'export const c = 1;',
      'd/package.json': '{ "devDependencies": { "typescript": "6.0.2" } }',
      'd/tsconfig.json': '{ "compilerOptions": {} }',
      'd/main.ts': 'export const d = 1;',
    });

    expect(
      Object.fromEntries(types.map(({ path, strict }) => [path, strict?.on])),
    ).toEqual({
      'a/tsconfig.json': true,
      'b/tsconfig.json': false,
      'b/app/tsconfig.json': false,
      'c/tsconfig.json': undefined,
      'd/tsconfig.json': true,
    });
  });

  it('tells narrow settings of mypy from those that take the effect', async () => {
    const {
      facts: { types },
    } = await extractFacts(tooling, {
      'mypy.ini': [
        '[mypy]',
        'strict = True',
        'disable_error_code =',
        '    misc,',
        '    override',
        'files = shop, nowhere',
        '[mypy-shop.*]',
        'ignore_errors = True',
        '[mypy-shop.legacy.*]',
        'ignore_errors = True',
      ].join('\n'),
      'shop/main.py': 'x = 1\n',
    });

    expect(types).toHaveLength(1);
    expect(types[0].strict?.on).toBe(true);
    expect(types[0].weaknesses.map(({ kind, line }) => [kind, line])).toEqual([
      ['own-code-left-out', 7],
    ]);
  });

  it('reads linters wherever they are configured', async () => {
    const {
      facts: { linters, unreadable },
    } = await extractFacts(tooling, {
      'setup.cfg': '[flake8]\nselect = E9,F63,F7,F82\n',
      'web/package.json':
        '{ "eslintConfig": { "rules": { "eqeqeq": "warn" } } }',
      'pyproject.toml': '[tool.ruff]\nline-length = = 3\n',
      'shop/main.py': 'x = 1\n',
    });

    expect(
      linters.map(({ tool, path, warns, syntaxOnly }) => [
        tool,
        path,
        warns,
        syntaxOnly?.line,
      ]),
    ).toEqual([
      ['flake8', 'setup.cfg', false, 2],
      ['eslint', 'web/package.json', true, undefined],
    ]);
    expect(unreadable.map(({ path }) => path)).toEqual(['pyproject.toml']);
  });
});
