import { extractFacts } from '../../testing/extractFacts';
import { guides, hasSubstance } from './extract';

describe('guides', () => {
  it('reads headings with what stands below them', async () => {
    const {
      facts: [{ sections }],
    } = await extractFacts(guides, {
      'docs/operations.md': [
        '# Operations',
        '',
        '## Deploy',
        '',
        '```sh',
        '# no heading',
        'make deploy',
        '```',
        '',
        '## Roll back',
        '',
        'TODO',
      ].join('\n'),
    });

    expect(
      sections.map(({ title, line, level, blocks }) => [
        title,
        line,
        level,
        blocks.map(block => [block.line, block.text]),
      ]),
    ).toEqual([
      ['operations', 1, 0, [[6, '# no heading\nmake deploy\n']]],
      ['Operations', 1, 1, [[6, '# no heading\nmake deploy\n']]],
      ['Deploy', 3, 2, [[6, '# no heading\nmake deploy\n']]],
      ['Roll back', 10, 2, []],
    ]);
    expect(sections.map(hasSubstance)).toEqual([true, true, true, false]);
  });

  it('leaves documents of others and histories out', async () => {
    const { facts: found } = await extractFacts(guides, {
      'CHANGELOG.md': '# 1.0\n',
      'node_modules/a/README.md': '# A\n',
      'README.md': '# Shop\n',
    });

    expect(found.map(({ path }) => path)).toEqual(['README.md']);
  });
});
