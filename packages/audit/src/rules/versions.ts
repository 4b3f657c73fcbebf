import {
  satisfies as satisfiesPep440,
  validRange,
  valid,
} from '@renovatebot/pep440';
import semver from 'semver';
import { DependencyFact, Ecosystem } from '../facts/manifests/schema';

/** Ecosystems that read ranges as Python does; all others are read as npm does. */
const PYTHON: Ecosystem = 'pypi';

/** Why a range of a check means nothing; `undefined` when it means something in one of the ecosystems. */
export function problemOfRange(
  range: string,
  ecosystems: readonly string[],
): string | undefined {
  const isPython = validRange(range);
  const isOther = semver.validRange(range, { loose: true }) !== null;
  const asksPython = ecosystems.length === 0 || ecosystems.includes(PYTHON);
  const asksOther =
    ecosystems.length === 0 || ecosystems.some(item => item !== PYTHON);
  return (asksPython && isPython) || (asksOther && isOther)
    ? undefined
    : `expected a range of versions such as "<2.0.0", found "${range}"`;
}

/**
 * Whether the version of a dependency is in a range: the locked one, else the lowest that the manifest allows.
 * `undefined` when neither is known.
 */
export function isVersionIn(
  dependency: DependencyFact,
  ecosystem: Ecosystem,
  range: string,
): boolean | undefined {
  const version = versionOf(dependency, ecosystem);
  if (version === undefined) {
    return undefined;
  }
  if (ecosystem === PYTHON) {
    return validRange(range) ? satisfiesPep440(version, range) : undefined;
  }
  const parsed = semver.coerce(version, { includePrerelease: true });
  return parsed && semver.validRange(range, { loose: true })
    ? semver.satisfies(parsed, range, { loose: true, includePrerelease: true })
    : undefined;
}

/** The locked version, else the lowest that the manifest allows. */
export function versionOf(
  { resolved, range }: DependencyFact,
  ecosystem: Ecosystem,
): string | undefined {
  if (resolved !== undefined) {
    return resolved;
  }
  if (ecosystem === PYTHON) {
    return lowestOfPython(range);
  }
  try {
    return semver.minVersion(range, { loose: true })?.version;
  } catch {
    return undefined;
  }
}

/** `>=2,<3` → `2`; Poetry's `^2.1` and `~2.1` → `2.1`. */
function lowestOfPython(range: string): string | undefined {
  for (const part of range.split(',')) {
    const written = part.trim();
    const operator = ['===', '==', '~=', '>=', '^', '~'].find(item =>
      written.startsWith(item),
    );
    const version = written
      .slice(operator?.length ?? 0)
      .trim()
      .replace(/\.\*$/, '');
    if ((operator || /^\d/.test(written)) && valid(version)) {
      return version;
    }
  }
  return undefined;
}
