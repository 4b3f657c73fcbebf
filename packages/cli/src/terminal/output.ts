import { randomBytes } from 'crypto';
import { promises as fs, rmSync } from 'fs';
import { basename, dirname, join } from 'path';
import { reasonOf, UsageError } from '../errors';

/** Files that are being written; whoever ends the process early removes them. */
const unfinished = new Set<string>();

/** Removes what is half-written. */
export function removeUnfinished(): void {
  for (const path of unfinished) {
    rmSync(path, { force: true });
  }
}

/** Fails before the work when the result could not be written after it. */
export async function assertWritable(path: string): Promise<void> {
  try {
    if (await isFolder(path)) {
      throw Object.assign(new Error(), { code: 'EISDIR' });
    }
    if (!(await isFolder(dirname(path)))) {
      throw new UsageError(
        `--output: the folder ${dirname(path)} does not exist`,
      );
    }
    await fs.access(dirname(path), fs.constants.W_OK);
  } catch (error) {
    throw asUsageError(path, error);
  }
}

/** Writes a file as a whole or not at all: beside it first, then in its place. */
export async function writeWhole(path: string, text: string): Promise<void> {
  try {
    const existing = await fs.stat(path).catch(() => undefined);
    if (existing && !existing.isFile()) {
      // A device or a pipe takes what comes and must not be replaced by a file.
      await fs.writeFile(path, text);
      return;
    }
    // A link stays a link to the new contents.
    const target = existing ? await fs.realpath(path) : path;
    const temporary = join(
      dirname(target),
      `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`,
    );
    unfinished.add(temporary);
    try {
      await fs.writeFile(temporary, text, {
        flag: 'wx',
        mode: existing ? existing.mode % 0o1000 : 0o666,
      });
      await fs.rename(temporary, target);
    } finally {
      await fs.rm(temporary, { force: true });
      unfinished.delete(temporary);
    }
  } catch (error) {
    throw asUsageError(path, error);
  }
}

/** Writes to standard output and waits until it is taken. */
export function print(text: string): Promise<void> {
  return new Promise(resolve => {
    process.stdout.write(text, () => resolve());
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await fs.stat(path)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

function asUsageError(path: string, error: unknown): UsageError {
  return error instanceof UsageError
    ? error
    : new UsageError(`--output: ${path} ${reasonOf(error)}`);
}
