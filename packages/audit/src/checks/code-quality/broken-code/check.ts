import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { FileClass } from '../../../facts/inventory/schema';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
} from '../../../judging/outcome';
import { unboundNames } from './unboundNames';

const CLASSES: readonly FileClass[] = ['source', 'script', 'test'];

export const check = defineCheck({
  id: 'broken-code',
  area: 'code-quality',
  severity: 'high',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Code that cannot run',
  description:
    'Looks for code that fails as soon as it is loaded: markers of a merge that was never finished, in code of any language, and names of Python modules and classes that are looked up on import and that nothing binds. Files with star imports, with names from `globals()` or `exec`, and files that other programs load with names of their own are left out, as is what stands in functions. Syntax errors are reported as files that could not be read, because the syntax may be newer than the parser. Missing modules and duplicate keys are not looked at.',
  failureMode: 'A file cannot be loaded.',
  manifestation:
    'The import fails with a syntax error or a NameError, at the start or when the first request needs the module.',
  impact:
    'What depends on the file is down, and nothing in the pipeline has noticed: neither a linter nor a test loads it.',
  remediation: `Bind the name, or finish the merge, and let the pipeline load every module.

\`\`\`sh
ruff check --select F,E9   # undefined names and syntax errors
python -m compileall -q src
\`\`\``,
  guardrail: {
    linter: 'ruff F821, E9; ESLint no-undef; tsc',
    tests: 'a test that imports every module',
    ci: 'the linter, gating',
  },
  references: [
    {
      title: 'Pyflakes F821: undefined name',
      url: 'https://docs.astral.sh/ruff/rules/undefined-name/',
    },
    {
      title: 'Git: how conflicts are presented',
      url: 'https://git-scm.com/docs/git-merge#_how_conflicts_are_presented',
    },
  ],
  evaluate: async context => {
    const production = await codeFiles(context);
    if (production.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code in a language that is read',
      };
    }
    const evidence = [
      ...(await conflicts(context)),
      ...(await unbound(context)),
    ];
    if (evidence.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          evidence.length,
          'place cannot',
          'places cannot',
        )} run: ${somePlaces(inOrder(evidence))}`,
        evidence: inOrder(evidence),
      };
    }
    const unreadable = await context.syntax.unreadable({
      languages: ['python'],
    });
    return unreadable.length > 0
      ? {
          status: 'unknown',
          summary: `${count(
            unreadable.length,
            'file cannot',
            'files cannot',
          )} be parsed, which may be newer syntax or a mistake: ${unreadable
            .slice(0, 3)
            .join(', ')}`,
        }
      : {
          status: 'pass',
          summary: 'No unfinished merges and no unbound names of modules',
        };
  },
});

function severityOf(fileClass: FileClass): Pick<Evidence, 'severity'> {
  return fileClass === 'source' ? {} : { severity: 'medium' };
}

/** All three markers, each at the start of a line, in their order. */
async function conflicts(context: CheckContext): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const { path, class: fileClass } of await codeFiles(context, CLASSES)) {
    const text = context.read(path) ?? '';
    if (!text.includes('<<<<<<< ') || !text.includes('>>>>>>> ')) {
      continue;
    }
    const lines = text.split('\n');
    let start = -1;
    let isDivided = false;
    lines.forEach((line, index) => {
      if (line.startsWith('<<<<<<< ')) {
        start = index;
        isDivided = false;
      } else if (start >= 0 && line.trimEnd() === '=======') {
        isDivided = true;
      } else if (start >= 0 && isDivided && line.startsWith('>>>>>>> ')) {
        result.push({
          path,
          line: start + 1,
          endLine: index + 1,
          ...severityOf(fileClass),
          note: 'a merge that was never finished',
        });
        start = -1;
      }
    });
  }
  // A file that shows such markers in a text, as tools for Git have, still parses.
  const broken: Evidence[] = [];
  for (const item of result) {
    const file = item.path && (await context.syntax.file(item.path));
    if (!file || file.root.find({ rule: { kind: 'ERROR' } })) {
      broken.push(item);
    }
  }
  return broken;
}

async function unbound(context: CheckContext): Promise<Evidence[]> {
  const classes = new Map(
    (await codeFiles(context, CLASSES)).map(file => [file.path, file.class]),
  );
  const files = await context.syntax.files({
    languages: ['python'],
    classes: CLASSES,
  });
  const result: Evidence[] = [];
  for (const [index, file] of files.entries()) {
    const names = unboundNames(file, context.read(file.path) ?? '');
    for (const { name, line } of names) {
      result.push({
        path: file.path,
        line,
        subject: name,
        ...severityOf(classes.get(file.path) ?? 'source'),
        note: `nothing binds ${name}`,
      });
    }
    // Messages, aborts and other threads are only heard when the event loop turns.
    if (index % 8 === 7) {
      await new Promise(resolve => setImmediate(resolve));
    }
  }
  return result;
}
