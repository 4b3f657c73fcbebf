import { extractFacts } from '../../testing/extractFacts';
import { tests } from './extract';

async function read(files: Record<string, string>) {
  const { facts } = await extractFacts(tests, files);
  return {
    files: facts.files.map(
      ({ path, cases, part }) => `${path} ${cases} ${part || '-'}`,
    ),
    uncollected: facts.uncollected.map(
      ({ path, reason }) => `${path}: ${reason}`,
    ),
    runners: facts.runners.map(({ name, part }) => `${name} ${part || '-'}`),
  };
}

describe('tests', () => {
  it('collects as pytest does', async () => {
    expect(
      await read({
        'requirements-dev.txt': 'pytest\n',
        'pytest.ini': '[pytest]\ntestpaths =\n    tests\n    more\n',
        'shop.py': 'x = 1\n',
        'tests/conftest.py': 'def fixture():\n    pass\n',
        'tests/test_a.py':
          'def test_a():\n    assert x\n\n\nclass TestB:\n    def test_b(self):\n        assert x\n',
        'tests/checks.py': 'def test_c():\n    assert x\n',
        'tests/test_empty.py': 'import shop\n',
        'tests/test_placeholder.py': 'def test_it():\n    assert True\n',
        'other/test_d.py': 'def test_d():\n    assert x\n',
      }),
    ).toEqual({
      files: ['tests/test_a.py 2 -'],
      uncollected: [
        'other/test_d.py: outside of testpaths',
        'tests/checks.py: name is not collected',
        'tests/test_empty.py: no test in it',
        'tests/test_placeholder.py: placeholder',
      ],
      runners: ['pytest -'],
    });
  });

  it('finds tests and runners of JavaScript, Go and Java', async () => {
    expect(
      await read({
        'web/package.json':
          '{"name": "web", "devDependencies": {"vitest": "3.0.0"}}',
        'web/src/a.ts': 'export const a = 1;\n',
        'web/src/a.test.ts':
          "import { it } from 'vitest';\nit('a', () => {});\nit.each([1])('b', () => {});\n",
        'web/src/test-utils/render.tsx': 'export const render = 1;\n',
        'go/go.mod': 'module x\n',
        'go/a.go': 'package x\n\nfunc A() {}\n',
        'go/a_test.go':
          'package x\n\nimport "testing"\n\nfunc TestA(t *testing.T) {}\n',
        'java/pom.xml':
          '<project><artifactId>a</artifactId><dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.0</version><scope>test</scope></dependency></dependencies></project>',
        'java/src/main/java/A.java': 'class A {}\n',
        'java/src/test/java/ATest.java':
          'class ATest {\n  @Test\n  void works() {}\n}\n',
      }),
    ).toEqual({
      files: [
        'go/a_test.go 1 go',
        'java/src/test/java/ATest.java 1 java',
        'web/src/a.test.ts 2 web',
      ],
      uncollected: [],
      runners: ['go test go', 'junit java', 'vitest web'],
    });
  });

  it('gives tests beside the parts to the only part without own ones', async () => {
    const { files, runners } = await read({
      'backend/pyproject.toml': '[project]\nname = "a"\n',
      'backend/a.py': 'x = 1\n',
      'tests/test_a.py':
        'import unittest\n\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.fail()\n',
    });
    expect(files).toEqual(['tests/test_a.py 1 backend']);
    expect(runners).toEqual(['unittest backend']);
  });
});
