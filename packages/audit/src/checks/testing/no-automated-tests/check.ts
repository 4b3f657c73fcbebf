import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { inventory, partOf } from '../../../facts/inventory/extract';
import { manifests } from '../../../facts/manifests/extract';
import { folderOf } from '../../../facts/manifests/names';
import { Ecosystem } from '../../../facts/manifests/schema';
import { FAMILY, tests } from '../../../facts/tests/extract';
import { TestFamily, Tests } from '../../../facts/tests/schema';
import { count } from '../../../judging/outcome';
import { unreadableLanguages } from '../../../judging/unreadable';

/** Parts with less production code are no loss without tests of their own. */
const MIN_LINES = 200;

const FAMILY_NAMES: Record<TestFamily, string> = {
  python: 'Python',
  javascript: 'JavaScript/TypeScript',
  go: 'Go',
  java: 'Java',
};

const LOOKED_FOR: Record<TestFamily, string> = {
  python: 'test_*.py and *_test.py in testpaths, with pytest or unittest',
  javascript:
    '*.test.*, *.spec.*, __tests__ with jest, vitest, mocha, karma, ava or node --test',
  go: '*_test.go with functions Test…',
  java: 'src/test/java with JUnit or TestNG',
};

const ECOSYSTEMS: Record<TestFamily, Ecosystem[]> = {
  python: ['pypi'],
  javascript: ['npm'],
  go: ['go'],
  java: ['maven', 'gradle'],
};

interface Problem {
  note: string;
  /** There are tests, only what runs them is not named. */
  runner: boolean;
  related: { path: string; line: number; note: string }[];
}

interface Subject {
  part: string;
  family: TestFamily;
  lines: number;
}

export const check = defineCheck({
  id: 'no-automated-tests',
  area: 'testing',
  severity: 'high',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'large',
  title: 'Parts without automated tests',
  description:
    'Every part with its own manifest and more than 200 lines of production code should have tests that its runner collects, and name the runner as a dependency of its own. Files that no runner would collect, helpers and placeholders do not count.',
  failureMode: 'A part of the product has no test that its runner would run.',
  manifestation:
    'Whether a change works is found out by trying it by hand, or in production.',
  impact:
    'Every change can break what worked before; updates of dependencies, security fixes included, are put off because nobody knows what they break.',
  remediation: `Start with tests of the behaviour that must not break, and let the runner of the part collect them.

\`\`\`python
def test_order_is_rejected_without_stock(client):
    answer = client.post("/orders", json={"sku": "empty"})
    assert answer.status_code == 409
\`\`\`

Name the runner in the manifest (\`pytest\`, \`vitest\`, JUnit) and keep the tests where it looks.`,
  guardrail: {
    ci: 'a coverage gate',
    architecture: 'code that can be tested without its surroundings',
  },
  references: [
    {
      title: 'pytest: Good integration practices',
      url: 'https://docs.pytest.org/en/stable/explanation/goodpractices.html',
    },
    {
      title: 'OpenSSF Scorecard: CI-Tests',
      url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#ci-tests',
    },
  ],
  evaluate: async context => {
    const { files, parts } = await context.facts(inventory);
    const found = await context.facts(tests);
    const declared = await context.facts(manifests);
    const subjects = subjectsOf(files, file => partOf(parts, file)).filter(
      subject =>
        // A manifest that cannot be parsed may well name the runner.
        !(
          declared.unreadable.some(path => folderOf(path) === subject.part) &&
          problemOf(subject, found)?.runner
        ),
    );
    if (subjects.length === 0 && declared.unreadable.length > 0) {
      return {
        status: 'unknown',
        summary: `Cannot be parsed: ${declared.unreadable.join(', ')}`,
      };
    }
    if (subjects.length === 0) {
      const unread = await unreadableLanguages(context);
      return unread.length > 0
        ? {
            status: 'unknown',
            summary: `Code in ${unread.join(', ')} cannot be read`,
          }
        : {
            status: 'not-applicable',
            summary: `No part has more than ${MIN_LINES} lines of production code`,
          };
    }
    const evidence: Evidence[] = [];
    const strengths: Evidence[] = [];
    for (const subject of subjects) {
      const name = `${subject.part || 'repository root'} (${
        FAMILY_NAMES[subject.family]
      })`;
      const problem = problemOf(subject, found);
      if (problem) {
        const manifest = declared.manifests.find(
          ({ root, ecosystem }) =>
            root === subject.part &&
            ECOSYSTEMS[subject.family].includes(ecosystem),
        );
        evidence.push({
          ...(manifest ? { path: manifest.path, line: 1 } : {}),
          subject: name,
          note: `${name}, ${subject.lines} lines: ${problem.note}`,
          related: problem.related,
        });
      } else {
        const own = found.files.filter(file => covers(file, subject));
        const [first] = own;
        strengths.push({
          path: first.path,
          line: first.line,
          subject: name,
          note: `${name}: ${count(
            own.reduce((sum, { cases }) => sum + cases, 0),
            'test',
          )} in ${count(own.length, 'file')}`,
        });
      }
    }
    if (evidence.length === 0) {
      return {
        status: 'pass',
        summary: `${count(subjects.length, 'part has', 'parts have')} tests`,
        evidence: strengths,
      };
    }
    return {
      status: 'fail',
      summary: `${evidence.length} of ${count(
        subjects.length,
        'part has',
        'parts have',
      )} no tests that would run: ${evidence
        .map(item => item.subject)
        .join(', ')}`,
      evidence,
      share: (subjects.length - evidence.length) / subjects.length,
      strengths,
      lookedFor: [...new Set(subjects.map(({ family }) => family))].map(
        family => LOOKED_FOR[family],
      ),
    };
  },
});

function subjectsOf(
  files: readonly {
    path: string;
    class: string;
    language: keyof typeof FAMILY | null;
    lines: number;
  }[],
  part: (path: string) => string,
): Subject[] {
  const subjects = new Map<string, Subject>();
  for (const { path, class: fileClass, language, lines } of files) {
    if (fileClass === 'source' && language) {
      const root = part(path);
      const family = FAMILY[language];
      const key = `${root}\n${family}`;
      const subject = subjects.get(key) ?? { part: root, family, lines: 0 };
      subject.lines += lines;
      subjects.set(key, subject);
    }
  }
  return [...subjects.values()]
    .filter(({ lines }) => lines > MIN_LINES)
    .sort((a, b) => (a.part + a.family < b.part + b.family ? -1 : 1));
}

function covers(
  file: { part: string; family: TestFamily },
  subject: Subject,
): boolean {
  return file.part === subject.part && file.family === subject.family;
}

function problemOf(
  subject: Subject,
  { files, runners, uncollected }: Tests,
): Problem | undefined {
  const own = files.filter(file => covers(file, subject));
  if (own.length === 0) {
    const parked = uncollected.filter(file => covers(file, subject));
    return {
      runner: false,
      note: parked.length
        ? `${count(
            parked.length,
            'file looks',
            'files look',
          )} like tests, but none would run (${[
            ...new Set(parked.map(({ reason }) => reason)),
          ].join(', ')})`
        : 'no test file',
      related: parked.map(({ path, reason }) => ({
        path,
        line: 1,
        note: reason,
      })),
    };
  }
  const runner = runners.some(item => covers(item, subject));
  return runner
    ? undefined
    : {
        runner: true,
        note: 'test files, but no manifest names a runner',
        related: own
          .slice(0, 3)
          .map(({ path, line }) => ({ path, line, note: 'test file' })),
      };
}
