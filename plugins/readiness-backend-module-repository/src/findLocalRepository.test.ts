import { createMockDirectory } from '@backstage/backend-test-utils';
import { findLocalRepository } from './findLocalRepository';

describe('findLocalRepository', () => {
  const folder = createMockDirectory({
    content: {
      '.git': {},
      'mono/.github/workflows/ci.yml': '',
      'mono/services/api/main.js': '',
      'single/.github/workflows/ci.yml': '',
      'plain/src/main.js': '',
    },
  });
  const find = (path: string) =>
    findLocalRepository(folder.resolve(path), [folder.path]);

  it('finds the repository around a folder of it', async () => {
    await expect(find('mono/services/api')).resolves.toEqual({
      root: folder.resolve('mono'),
      focus: 'services/api',
    });
  });

  it('takes a folder with files of a repository as one', async () => {
    await expect(find('single')).resolves.toEqual({
      root: folder.resolve('single'),
      focus: '',
    });
  });

  it('never takes an allowed root for the repository around its folders', async () => {
    await expect(find('plain')).resolves.toEqual({
      root: folder.resolve('plain'),
      focus: '',
    });
    await expect(find('.')).resolves.toEqual({ root: folder.path, focus: '' });
  });
});
