/** Name of a Python distribution as indexes compare it: `Flask_Login` is `flask-login`. */
export function normalisePypiName(name: string): string {
  return name
    .trim()
    .toLocaleLowerCase('en-US')
    .split(/[-_.]/)
    .filter((word, index, words) => word || index === words.length - 1)
    .join('-');
}

const DEVELOPMENT_WORDS = new Set([
  'dev',
  'develop',
  'development',
  'devel',
  'test',
  'tests',
  'testing',
  'lint',
  'linting',
  'linter',
  'format',
  'formatting',
  'style',
  'quality',
  'doc',
  'docs',
  'documentation',
  'ci',
  'local',
  'tool',
  'tools',
  'tooling',
  'type',
  'types',
  'typing',
  'typecheck',
  'mypy',
  'bench',
  'benchmark',
  'benchmarks',
  'build',
  'release',
  'check',
  'e2e',
  'coverage',
  'debug',
]);

/** Whether the name of a group, an extra or a requirements file speaks of development: `dev`, `requirements-test.txt`. */
export function isDevelopmentName(name: string): boolean {
  return name
    .toLocaleLowerCase('en-US')
    .split(/[^a-z0-9]/)
    .some(word => DEVELOPMENT_WORDS.has(word));
}

/** Folder of a path, `''` for the root. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** Last segment of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a folder is another one or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
