import { readFileSync } from 'fs';
import { join } from 'path';
import { compileChecks } from './compileChecks';
import { testChecks } from './testChecks';

const TEXT = readFileSync(
  join(__dirname, '../../../../docs/authoring-checks.md'),
  'utf8',
);

/** Blocks of code in the order of the text. */
function blocks(): { language: string; text: string }[] {
  const result: { language: string; text: string }[] = [];
  let open: { language: string; lines: string[] } | undefined;
  for (const line of TEXT.split('\n')) {
    if (!open && line.startsWith('```')) {
      open = { language: line.slice(3), lines: [] };
    } else if (open && line === '```') {
      result.push({ language: open.language, text: open.lines.join('\n') });
      open = undefined;
    } else {
      open?.lines.push(line);
    }
  }
  return result;
}

const all = blocks();
/** A check with mistakes is followed by what is said about it. */
const isMistake = (index: number) =>
  all[index].language === 'yaml' && all[index + 1]?.language === 'text';
const examples = all.filter(
  ({ language }, index) => language === 'yaml' && !isMistake(index),
);

describe('docs/authoring-checks.md', () => {
  it('has examples, each with cases', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
  });

  it.each(examples.map(({ text }) => [text.split('\n')[0], text]))(
    '%s does what its cases say',
    async (_id, text) => {
      const results = await testChecks([{ path: 'check.yaml', text }]);
      expect(results).not.toEqual([]);
      expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
  );

  it.each(
    all.flatMap(({ text }, index) =>
      isMistake(index)
        ? [[text.split('\n')[0], text, all[index + 1].text]]
        : [],
    ),
  )('shows the errors of %s as they are', (_id, text, expected) => {
    expect(() => compileChecks([{ path: 'check.yaml', text }])).toThrow(
      new Error(expected),
    );
  });

  it('names every field of a condition', () => {
    for (const word of [
      'ignoreCase',
      'atLeast',
      'atMost',
      'containing',
      'constraints',
      'imported',
      'anywhere',
    ]) {
      expect(TEXT).toContain(`\`${word}\``);
    }
  });
});
