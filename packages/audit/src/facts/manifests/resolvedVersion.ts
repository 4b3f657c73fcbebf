import { maxSatisfying, valid } from '@renovatebot/pep440';
import semver from 'semver';
import { DependencyFact, Ecosystem } from './schema';

/**
 * The version that is installed for a dependency: the one that its lock holds, of several the one that its range asks
 * for; without a lock the one that the manifest fixes. `undefined` when it cannot be told.
 */
export function resolvedVersion(
  { range, exact }: DependencyFact,
  ecosystem: Ecosystem,
  locked: readonly string[],
): string | undefined {
  const versions = [...new Set(locked.filter(Boolean))];
  if (versions.length === 1) {
    return versions[0];
  }
  if (versions.length > 1) {
    return best(versions, range, ecosystem);
  }
  if (!exact) {
    return undefined;
  }
  const written = range.replace(/^[=v\s]+/, '').trim();
  return /^\d[\w.+!-]*$/.test(written) ? written : undefined;
}

function best(
  versions: string[],
  range: string,
  ecosystem: Ecosystem,
): string | undefined {
  if (ecosystem === 'pypi') {
    const known = versions.filter(version => valid(version));
    return maxSatisfying(known, range) ?? undefined;
  }
  const known = versions.filter(version => semver.valid(version));
  const wanted = range.replace(/^npm:/, '');
  // A bare version of Cargo stands for what is compatible with it.
  const asked =
    ecosystem === 'cargo' && /^\d/.test(wanted) ? `^${wanted}` : wanted;
  try {
    return semver.maxSatisfying(known, asked) ?? undefined;
  } catch {
    return undefined;
  }
}
