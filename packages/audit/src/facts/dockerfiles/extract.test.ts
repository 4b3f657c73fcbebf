import { extractFacts } from '../../testing/extractFacts';
import { builtImage } from './builtImage';
import { dockerfiles } from './extract';

const read = async (text: string) =>
  (await extractFacts(dockerfiles, { Dockerfile: text })).facts.dockerfiles[0];

describe('dockerfiles', () => {
  it('reads stages and what the last one inherits', async () => {
    const file = await read(
      [
        'ARG VERSION=22.1',
        'FROM node:${VERSION}-slim AS base',
        'USER node',
        'ENV A=1 TOKEN="x y"',
        'HEALTHCHECK --interval=5s CMD ["curl", "-f", "http://x"]',
        'FROM base AS build',
        'USER root',
        'RUN --mount=type=cache,target=/x npm ci \\',
        '    # a comment',
        '    && npm run build',
        'FROM base',
        'COPY --from=build --chown=node /app/dist /app/',
        'CMD node server.js',
      ].join('\n'),
    );
    expect(file.stages.map(stage => stage.name)).toEqual([
      'base',
      'build',
      undefined,
    ]);
    expect(file.stages[0].base).toMatchObject({
      repository: 'node',
      tag: '22.1-slim',
      unresolved: [],
    });
    expect(file.stages[0].env).toMatchObject([
      { name: 'A', value: '1' },
      { name: 'TOKEN', value: 'x y', line: 4 },
    ]);
    expect(file.stages[1].runs[0]).toMatchObject({
      line: 8,
      endLine: 10,
      flags: ['--mount=type=cache,target=/x'],
    });
    expect(file.stages[1].runs[0].text.split('\n')[1]).toBe('\\');
    expect(file.stages[2].copies[0]).toMatchObject({
      from: 'build',
      sources: ['/app/dist'],
      target: '/app/',
    });
    expect(builtImage(file)).toMatchObject({
      line: 11,
      user: { value: 'node', line: 3 },
      base: { tag: '22.1-slim' },
      healthcheck: { none: false, test: { words: ['curl', '-f', 'http://x'] } },
      cmd: { form: 'shell', words: ['node', 'server.js'] },
    });
    expect(builtImage(file, 'build')?.user).toMatchObject({ value: 'root' });
  });

  it('reads here documents and keeps unknown arguments unresolved', async () => {
    const file = await read(
      'ARG TAG\nFROM app:$TAG\nRUN <<EOF\nset -e\ncurl x | sh\nEOF\nUSER 1001:0\nHEALTHCHECK NONE\n',
    );
    expect(file.stages[0].base.unresolved).toEqual(['TAG']);
    expect(file.stages[0].runs[0]).toMatchObject({
      text: 'set -e\ncurl x | sh',
      textLine: 4,
    });
    expect(file.stages[0].user?.value).toBe('1001:0');
    expect(file.stages[0].healthcheck?.none).toBe(true);
  });

  it('finds files by name and gives them a role', async () => {
    const { facts } = await extractFacts(dockerfiles, {
      'Dockerfile.dev': 'FROM a:1',
      'api.Dockerfile': 'FROM a:1',
      'Dockerfile.dockerignore': 'x',
      'docker/Containerfile': 'FROM a:1',
      'Dockerfile.j2': 'FROM {{ a }}',
      'worker/Dockerfile-prod': 'FROM a:1',
      '.devcontainer/Dockerfile': 'FROM a:1',
    });
    expect(facts.dockerfiles.map(({ path, role }) => [path, role])).toEqual([
      ['.devcontainer/Dockerfile', 'development'],
      ['Dockerfile.dev', 'development'],
      ['api.Dockerfile', 'production'],
      ['docker/Containerfile', 'production'],
      ['worker/Dockerfile-prod', 'production'],
    ]);
  });
});
