/** Managers, in whose presence a command may ignore their lock. */
export interface InstallProblem {
  note: string;
}

/** Whether a command installs past the locks that lie beside it. */
export function ignoresLock(
  words: readonly string[],
  locks: readonly string[],
): InstallProblem | undefined {
  const [program, ...rest] = words;
  const name = (program ?? '').slice((program ?? '').lastIndexOf('/') + 1);
  const operands = rest.filter(word => !word.startsWith('-'));
  const has = (...options: string[]) =>
    rest.some(word =>
      options.some(option => word === option || word.startsWith(`${option}=`)),
    );
  const global = has('-g', '--global');
  if (name === 'npm' && ['install', 'i', 'add'].includes(operands[0] ?? '')) {
    return operands.length === 1 && !global && locks.some(isNpmLock)
      ? {
          note: '`npm install` may change the lock; `npm ci` installs what it says',
        }
      : undefined;
  }
  if (name === 'yarn' && ['install', undefined].includes(operands[0])) {
    const frozen = has('--frozen-lockfile', '--immutable', '--immutable-cache');
    return locks.includes('yarn.lock') &&
      !frozen &&
      !has('--version', '-v', '--help')
      ? { note: '`yarn install` without `--immutable` may change the lock' }
      : undefined;
  }
  if (name === 'pnpm' && ['install', 'i'].includes(operands[0] ?? '')) {
    return has('--no-frozen-lockfile')
      ? { note: '`--no-frozen-lockfile` installs past the lock' }
      : undefined;
  }
  if (name === 'bun' && operands[0] === 'install' && operands.length === 1) {
    return locks.some(lock => lock.startsWith('bun.lock')) &&
      !has('--frozen-lockfile')
      ? {
          note: '`bun install` without `--frozen-lockfile` may change the lock',
        }
      : undefined;
  }
  return pastPythonLock(name, rest, locks);
}

function isNpmLock(lock: string): boolean {
  return lock === 'package-lock.json' || lock === 'npm-shrinkwrap.json';
}

function pastPythonLock(
  name: string,
  rest: readonly string[],
  locks: readonly string[],
): InstallProblem | undefined {
  const managed = locks.find(lock =>
    ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock'].includes(lock),
  );
  if (!managed) {
    return undefined;
  }
  const words = pipWords(name, rest);
  if (!words) {
    return undefined;
  }
  // The project itself, without its dependencies, is installed past no lock.
  return words[0] === 'install' &&
    words.some(
      word => word === '.' || word === './' || word.startsWith('.['),
    ) &&
    !words.includes('--no-deps')
    ? { note: `\`pip install .\` resolves anew and does not read ${managed}` }
    : undefined;
}

/** Words behind `pip`, `python -m pip` or `uv pip`; `undefined` for other programs. */
function pipWords(
  name: string,
  rest: readonly string[],
): readonly string[] | undefined {
  if (name.startsWith('python') && rest[0] === '-m' && rest[1] === 'pip') {
    return rest.slice(2);
  }
  if (name === 'uv' && rest[0] === 'pip') {
    return rest.slice(1);
  }
  return name.startsWith('pip') ? rest : undefined;
}
