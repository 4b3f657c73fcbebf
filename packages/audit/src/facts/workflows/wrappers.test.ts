import { unwrap } from './wrappers';

const bare = (line: string) => unwrap(line.split(' ')).join(' ');

describe('unwrap', () => {
  it.each([
    [
      'ts-node ./node_modules/.bin/mocha --recursive test',
      'mocha --recursive test',
    ],
    ['node --require ts-node/register node_modules/mocha/bin/_mocha', 'mocha'],
    ['node -r tsconfig-paths/register node_modules/.bin/jest -i', 'jest -i'],
    [
      'cross-env CI=1 node ./node_modules/typescript/bin/tsc --noEmit',
      'tsc --noEmit',
    ],
    ['node node_modules/@playwright/test/cli.js test', 'playwright test'],
    ['node dist/server.js', 'node dist/server.js'],
    ['node --test', 'node --test'],
  ])('%s', (line, expected) => {
    expect(bare(line)).toBe(expected);
  });
});
