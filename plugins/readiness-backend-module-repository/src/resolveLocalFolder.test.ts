import { createMockDirectory } from '@backstage/backend-test-utils';
import { symlinkSync } from 'fs';
import { resolveLocalFolder } from './resolveLocalFolder';

describe('resolveLocalFolder', () => {
  const folder = createMockDirectory();
  const allowed = () => folder.resolve('allowed');

  beforeEach(() => {
    folder.setContent({
      'allowed/service/a.py': '',
      'allowed-too/service/a.py': '',
      'outside/secret.txt': '',
    });
  });

  it('gives a folder below a root, and the root itself', async () => {
    const path = folder.resolve('allowed/service');
    const roots = [allowed()];
    await expect(resolveLocalFolder(path, roots)).resolves.toEqual({
      folder: path,
      roots,
    });
    await expect(resolveLocalFolder(allowed(), roots)).resolves.toEqual({
      folder: allowed(),
      roots,
    });
  });

  it.each(['outside', 'allowed-too/service', 'allowed/../outside'])(
    'refuses %s and names the setting',
    async path => {
      await expect(
        resolveLocalFolder(`${folder.path}/${path}`, [allowed()]),
      ).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringContaining('readiness.repository.localRoots'),
      });
    },
  );

  it('refuses a link that leads out', async () => {
    symlinkSync(folder.resolve('outside'), folder.resolve('allowed/link'));
    await expect(
      resolveLocalFolder(folder.resolve('allowed/link'), [allowed()]),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });

  it('says what is missing inside of a root, and nothing about the outside', async () => {
    await expect(
      resolveLocalFolder(folder.resolve('allowed/gone'), [allowed()]),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(
      resolveLocalFolder(folder.resolve('gone'), [allowed()]),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    await expect(
      resolveLocalFolder(folder.resolve('outside'), []),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });
});
