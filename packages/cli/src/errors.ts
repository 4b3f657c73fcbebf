/** Something that whoever called can put right: one line that names the option or the file, and status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What to say of an error of the file system. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read or written';
    case 'EISDIR':
      return 'is a folder';
    case 'ENOTDIR':
      return 'is not a folder';
    case 'ENAMETOOLONG':
      return 'has a name that is too long';
    case 'ELOOP':
      return 'has too many links';
    default:
      return code ?? message;
  }
}
