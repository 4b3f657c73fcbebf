import { readFileSync } from 'fs';
import { resolve } from 'path';

/**
 * Stops the process when a configuration file given by `--config` refers to an environment variable that is not set.
 *
 * The configuration loader drops such a value silently, and the database driver then falls back to the user and host
 * of the machine: a production backend must not start on a guess.
 */
export function requireConfiguredEnvironment(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  stop: (message: string) => void = message => {
    console.error(message);
    process.exit(1);
  },
): void {
  const missing = configFiles(argv).flatMap(file => {
    const names = referencedVariables(readFileSync(resolve(file), 'utf8'));
    const unset = names.filter(name => !env[name]);
    return unset.length > 0 ? [`  ${file}: ${unset.join(', ')}`] : [];
  });
  if (missing.length > 0) {
    stop(
      `Refusing to start: these environment variables are required and not set.\n${missing.join(
        '\n',
      )}`,
    );
  }
}

function configFiles(argv: readonly string[]): string[] {
  return argv.flatMap((arg, index) => {
    if (arg === '--config') {
      return argv[index + 1] ?? [];
    }
    return arg.startsWith('--config=') ? arg.slice('--config='.length) : [];
  });
}

/** Names in `${NAME}`; `$${NAME}` is an escape, `${NAME:-default}` has a default, comments do not count. */
function referencedVariables(text: string): string[] {
  const names = text
    .split('\n')
    .filter(line => !line.trimStart().startsWith('#'))
    .flatMap(line =>
      [...line.matchAll(/(?<!\$)\$\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}/g)].map(
        match => match[1],
      ),
    );
  return [...new Set(names)];
}
