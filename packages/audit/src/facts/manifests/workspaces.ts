import picomatch from 'picomatch';
import { isWithin } from './names';

/** More stars in one segment make matching slow, and no workspace needs them. */
const MAX_STARS_IN_SEGMENT = 2;
const MAX_PATTERNS = 200;

/** Whether the globs of a workspace take in a folder below it. */
export function isWorkspaceMember(
  workspaceRoot: string,
  patterns: readonly string[],
  folder: string,
): boolean {
  if (folder === workspaceRoot || !isWithin(folder, workspaceRoot)) {
    return false;
  }
  const relative = workspaceRoot
    ? folder.slice(workspaceRoot.length + 1)
    : folder;
  const safe = patterns.slice(0, MAX_PATTERNS).filter(isCheap);
  const matches = (pattern: string) =>
    picomatch.isMatch(relative, normalise(pattern), { dot: true });
  return (
    safe.filter(item => !item.startsWith('!')).some(matches) &&
    !safe
      .filter(item => item.startsWith('!'))
      .some(item => matches(item.slice(1)))
  );
}

function normalise(pattern: string): string {
  const start = pattern.startsWith('./') ? pattern.slice(2) : pattern;
  return start.endsWith('/') ? start.slice(0, -1) : start;
}

function isCheap(pattern: string): boolean {
  return (
    pattern.length < 200 &&
    !pattern.includes('(') &&
    pattern
      .split('/')
      .every(segment => segment.split('*').length - 1 <= MAX_STARS_IN_SEGMENT)
  );
}
