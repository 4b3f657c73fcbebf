import { ConfigReader } from '@backstage/config';
import { resolve } from 'path';
import { readRepositoryConfig } from './config';

const read = (repository: object) =>
  readRepositoryConfig(
    new ConfigReader(JSON.parse(JSON.stringify({ readiness: { repository } }))),
  );

describe('readRepositoryConfig', () => {
  it('allows nothing by default', () => {
    expect(readRepositoryConfig(new ConfigReader({}))).toEqual({
      localRoots: [],
      kinds: ['component'],
      limits: {},
      runner: { checkDeadlineMs: undefined, memoryMb: undefined },
    });
  });

  it('reads everything', () => {
    expect(
      read({
        localRoots: ['../..', '/srv'],
        kinds: ['Component', 'Resource'],
        limits: { maxFiles: 10 },
        checkDeadlineSeconds: 5,
        memoryMb: 256,
      }),
    ).toEqual({
      localRoots: [resolve('../..'), '/srv'],
      kinds: ['component', 'resource'],
      limits: { maxFiles: 10 },
      runner: { checkDeadlineMs: 5000, memoryMb: 256 },
    });
  });

  it.each([
    [{ limits: { maxFiles: 0 } }, 'readiness.repository.limits.maxFiles'],
    [{ memoryMb: -1 }, 'readiness.repository.memoryMb'],
  ])('names the key of a bad value', (repository, key) => {
    expect(() => read(repository)).toThrow(key);
  });
});
