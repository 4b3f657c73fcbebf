import { constants, Dirent, promises as fs } from 'fs';
import { join } from 'path';
import { IgnoreFiles } from './IgnoreFiles';
import { MemoryTree } from './MemoryTree';
import { TreeBuilder, TreeOptions } from './TreeBuilder';

/** Bytes of a `.gitignore` that are read; a longer one is not an ignore file. */
const MAX_IGNORE_FILE_BYTES = 64 * 1024;

/**
 * Reads a folder into a tree. Symbolic links are never followed, so nothing outside the folder is read. What the
 * folder's `.gitignore` files leave out is left out and named in `skipped`.
 *
 * @throws the error of the file system when `root` itself cannot be listed.
 * @public
 */
export async function readDirectory(
  root: string,
  options: TreeOptions & { signal?: AbortSignal } = {},
): Promise<MemoryTree> {
  const builder = new TreeBuilder(options);
  await readFolder(root, '', builder, new IgnoreFiles(), options.signal);
  return builder.build();
}

async function readFolder(
  root: string,
  folder: string,
  builder: TreeBuilder,
  outerIgnores: IgnoreFiles,
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
    builder.skip(folder, unreadable(folder, error));
    return;
  }
  // The order decides which files a limit cuts off, so it must not depend on the file system.
  entries.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));

  const ignores = entries.some(
    entry => entry.name === '.gitignore' && entry.isFile(),
  )
    ? outerIgnores.with(folder, await readIgnoreFile(join(root, folder)))
    : outerIgnores;

  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (builder.wantsFolder(path)) {
        const by = ignores.ignoredBy(path, true);
        if (by === undefined) {
          await readFolder(root, path, builder, ignores, signal);
        } else {
          builder.skip(path, `ignored by ${by}`);
        }
      }
    } else if (entry.isFile() && ignores.ignoredBy(path, false)) {
      builder.skip(path, `ignored by ${ignores.ignoredBy(path, false)}`);
    } else if (entry.isFile()) {
      await readFile(root, path, builder);
    } else {
      builder.skip(
        path,
        entry.isSymbolicLink() ? 'symbolic link' : 'not a regular file',
      );
    }
  }
}

async function readFile(
  root: string,
  path: string,
  builder: TreeBuilder,
): Promise<void> {
  try {
    await withFile(join(root, path), async file => {
      const { size } = await file.stat();
      if (builder.wants(path, size)) {
        builder.add(path, await readBytes(file, size));
      }
    });
  } catch (error) {
    builder.skip(path, unreadable(path, error));
  }
}

function unreadable(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  // Names are read as UTF-8; by what became of another one the file cannot be found again.
  return code === 'ENOENT' && path.includes('\uFFFD')
    ? 'unreadable: a name that is not UTF-8'
    : `unreadable: ${code}`;
}

async function readIgnoreFile(folder: string): Promise<string> {
  try {
    return await withFile(join(folder, '.gitignore'), async file => {
      const { size } = await file.stat();
      return size > MAX_IGNORE_FILE_BYTES
        ? ''
        : Buffer.from(await readBytes(file, size)).toString('utf8');
    });
  } catch {
    // The file itself is read, and reported, like every other one.
    return '';
  }
}

/** Opens what was listed as a file: not the link or the pipe that may have taken its place since. */
async function withFile<T>(
  path: string,
  use: (file: fs.FileHandle) => Promise<T>,
): Promise<T> {
  const file = await fs.open(
    path,
    // eslint-disable-next-line no-bitwise
    constants.O_RDONLY |
      (constants.O_NOFOLLOW ?? 0) |
      (constants.O_NONBLOCK ?? 0),
  );
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** At most `size` bytes, however the file grows meanwhile. */
async function readBytes(
  file: fs.FileHandle,
  size: number,
): Promise<Uint8Array> {
  const content = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await file.read(content, length, size - length);
    if (bytesRead === 0) {
      break;
    }
    length += bytesRead;
  }
  return length === size ? content : content.slice(0, length);
}
