import { extractFacts } from '../../testing/extractFacts';
import { imageBuilds } from './extract';

describe('image-builds', () => {
  it('follows what instructions run through package scripts', async () => {
    const { facts: found } = await extractFacts(imageBuilds, {
      'web/package.json':
        '{ "scripts": { "build": "npm run check && vite build", "check": "tsc --noEmit" } }',
      'web/Dockerfile': 'FROM node:24\nRUN npm ci && npm run build\n',
    });

    expect(found).toHaveLength(1);
    expect(found[0].path).toBe('web/Dockerfile');
    const commands = found[0].commands.map(({ words }) => words.join(' '));
    expect(commands).toEqual(
      expect.arrayContaining(['npm ci', 'tsc --noEmit', 'vite build']),
    );
  });
});
