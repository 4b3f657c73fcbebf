import { mockServices } from '@backstage/backend-test-utils';
import { NotModifiedError } from '@backstage/errors';
import { RepositoryVisit } from '@readiness/plugin-readiness-node';
import { RepositoryReader } from './RepositoryReader';

describe('RepositoryReader', () => {
  const root = 'https://git.example.com/org/mono/tree/main/';
  const urlReader = mockServices.urlReader.mock();
  let repository: { revision: string; files: Record<string, string> };

  beforeEach(() => {
    jest.clearAllMocks();
    repository = {
      revision: 'r1',
      files: {
        '.github/workflows/ci.yaml': 'on: push',
        'a/main.py': 'print(1)',
        'b/main.py': 'print(2)',
        'b/node_modules/x/index.js': 'x',
      },
    };
    urlReader.readTree.mockImplementation(async (_, options) => {
      if (options?.etag === repository.revision) {
        throw new NotModifiedError();
      }
      const files = Object.entries(repository.files).filter(([path, text]) =>
        options!.filter!(path, { size: text.length }),
      );
      return {
        etag: repository.revision,
        files: async () =>
          files.map(([path, text]) => ({
            path,
            content: async () => Buffer.from(text),
          })),
        archive: jest.fn(),
        dir: jest.fn(),
      };
    });
  });

  const createReader = (maxTotalBytes = 1000) =>
    new RepositoryReader({ limits: { maxTotalBytes }, urlReader });
  async function read(
    reader: RepositoryReader,
    visit: RepositoryVisit,
    focus: string,
    etag?: string,
  ) {
    const found = await reader.read({
      frame: { root, focus },
      etag,
      visit,
      signal: new AbortController().signal,
    });
    return (
      found && [found.revision, ...found.tree.files.map(({ path }) => path)]
    );
  }

  it('reads a repository once for all who live in it', async () => {
    const reader = createReader();
    const visit = { entities: 3 };
    const a = ['r1', '.github/workflows/ci.yaml', 'a/main.py'];
    const b = ['r1', '.github/workflows/ci.yaml', 'b/main.py'];
    expect(await read(reader, visit, 'a', 'r0')).toEqual(a);
    expect(await read(reader, visit, 'b')).toEqual(b);
    expect(await read(reader, visit, 'b', 'r1')).toBeUndefined();
    expect(urlReader.readTree).toHaveBeenCalledTimes(1);

    repository.revision = 'r2';
    expect(await read(reader, { entities: 3 }, 'a', 'r1')).toEqual([
      'r2',
      ...a.slice(1),
    ]);
    expect(urlReader.readTree).toHaveBeenCalledTimes(2);
  });

  it('asks once whether it is unchanged', async () => {
    const reader = createReader();
    const visit = { entities: 3 };
    expect(await read(reader, visit, 'a', 'r1')).toBeUndefined();
    expect(await read(reader, visit, 'b', 'r1')).toBeUndefined();
    expect(urlReader.readTree).toHaveBeenCalledTimes(1);
    // New in a repository that is unchanged for all others.
    expect(await read(reader, visit, 'b')).toHaveLength(3);
    expect(urlReader.readTree).toHaveBeenCalledTimes(2);
  });

  it('gives the same as if each was read alone', async () => {
    const together = createReader();
    const visit = { entities: 2 };
    for (const focus of ['', 'a', 'b', 'c']) {
      expect(await read(together, visit, focus)).toEqual(
        await read(createReader(), { entities: 1 }, focus),
      );
    }
  });

  it('reads a folder alone when the whole repository has no room', async () => {
    const reader = createReader(20);
    const visit = { entities: 2 };
    expect(await read(reader, visit, 'a')).toContain('a/main.py');
    expect(await read(reader, visit, 'b')).toContain('b/main.py');
    expect(urlReader.readTree).toHaveBeenCalledTimes(2);
  });

  it('tries again after an error', async () => {
    const reader = createReader();
    const visit = { entities: 2 };
    urlReader.readTree.mockRejectedValueOnce(new Error('down'));
    await expect(read(reader, visit, 'a')).rejects.toThrow('down');
    expect(await read(reader, visit, 'b')).toHaveLength(3);
  });
});
