/** Folders in which platforms look for what counts in a whole repository. */
const REPOSITORY_FOLDERS = [
  '.github',
  '.gitlab',
  '.circleci',
  '.forgejo',
  '.gitea',
];

/** Whether a file speaks for every folder of its repository: workflows, and whatever lies at the root. */
export function isRepositoryFile(path: string): boolean {
  const [first, ...rest] = path.split('/');
  return (
    rest.length === 0 ||
    REPOSITORY_FOLDERS.includes(first) ||
    path === 'docs/CODEOWNERS'
  );
}

/** Whether such files can lie in a folder. */
export function isRepositoryFolder(path: string): boolean {
  const [first, ...rest] = path.split('/');
  return (
    REPOSITORY_FOLDERS.includes(first) ||
    (first === 'docs' && rest.length === 0)
  );
}
