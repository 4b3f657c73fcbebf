import { Dirent, promises as fs } from 'fs';
import { join } from 'path';
import { MemoryTree } from './MemoryTree';
import { TreeBuilder, TreeOptions } from './TreeBuilder';

/**
 * Reads a folder into a tree. Symbolic links are never followed, so nothing outside the folder is read.
 *
 * @throws the error of the file system when `root` itself cannot be listed.
 * @public
 */
export async function readDirectory(
  root: string,
  options: TreeOptions & { signal?: AbortSignal } = {},
): Promise<MemoryTree> {
  const builder = new TreeBuilder(options);
  await readFolder(root, '', builder, options.signal);
  return builder.build();
}

async function readFolder(
  root: string,
  folder: string,
  builder: TreeBuilder,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  let entries: Dirent[];
  try {
    entries = await fs.readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (folder === '') {
      throw error;
    }
    builder.skip(
      folder,
      `unreadable: ${(error as NodeJS.ErrnoException).code}`,
    );
    return;
  }
  // The order decides which files a limit cuts off, so it must not depend on the file system.
  entries.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));

  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (builder.wantsFolder(path)) {
        await readFolder(root, path, builder, signal);
      }
    } else if (entry.isFile()) {
      await readFile(root, path, builder);
    } else if (entry.isSymbolicLink()) {
      builder.skip(path, 'symbolic link');
    }
  }
}

async function readFile(
  root: string,
  path: string,
  builder: TreeBuilder,
): Promise<void> {
  try {
    const { size } = await fs.stat(join(root, path));
    if (builder.wants(path, size)) {
      builder.add(path, await fs.readFile(join(root, path)));
    }
  } catch (error) {
    builder.skip(path, `unreadable: ${(error as NodeJS.ErrnoException).code}`);
  }
}
