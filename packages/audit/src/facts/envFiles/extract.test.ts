import { extractFacts } from '../../testing/extractFacts';
import { envFiles } from './extract';

describe('envFiles', () => {
  it('reads keys, values and lines', async () => {
    const { facts } = await extractFacts(envFiles, {
      '.env.example': [
        '# Copy to .env',
        'A=1 # one',
        '',
        'export B="two # no comment"',
        '#C=three',
        "KEY='line",
        "two'",
        'D=',
        'E= # nothing',
        'URL=http://x/#y',
      ].join('\n'),
    });
    expect(facts.files[0].entries).toEqual([
      { name: 'A', value: '1', line: 2, commented: false },
      { name: 'B', value: 'two # no comment', line: 4, commented: false },
      { name: 'C', value: 'three', line: 5, commented: true },
      { name: 'KEY', value: 'line\ntwo', line: 6, commented: false },
      { name: 'D', value: '', line: 8, commented: false },
      { name: 'E', value: '', line: 9, commented: false },
      { name: 'URL', value: 'http://x/#y', line: 10, commented: false },
    ]);
  });

  it('tells examples from files that are read', async () => {
    const { facts } = await extractFacts(envFiles, {
      '.env.example': '',
      'example.env': '',
      'deploy/.env.production.sample': '',
      '.env': '',
      '.env.production': '',
      'prod.env': '',
      'env.ts': '',
      'src/environment.env.d.ts': '',
      'env.sample': '',
    });
    expect(
      facts.files
        .filter(({ kind }) => kind === 'example')
        .map(({ path }) => path),
    ).toEqual([
      '.env.example',
      'deploy/.env.production.sample',
      'env.sample',
      'example.env',
    ]);
    expect(
      facts.files
        .filter(({ kind }) => kind === 'tracked')
        .map(({ path }) => path),
    ).toEqual(['.env', '.env.production', 'prod.env']);
  });
});
