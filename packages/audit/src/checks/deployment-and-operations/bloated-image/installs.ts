import { ShellCommand } from '../../../facts/shell/schema';
import { commandName } from '../../../facts/workflows/tools';

/** Packages of distributions with which one compiles. */
const COMPILERS =
  /^(?:build-essential|build-base|gcc|g\+\+|clang|make|cmake|python3?-dev|musl-dev|libc-dev|linux-headers|rustc?|cargo|golang(?:-go)?|maven|openjdk-\d+-jdk(?:-headless)?)(?:[=~].*)?$/;

/** A compiler that a text installs and does not take away again. */
export function buildsOnly(
  commands: readonly ShellCommand[],
): { name: string; line: number } | undefined {
  const removes = commands.some(({ words }) => {
    const name = commandName(words[0]);
    return (
      (name === 'apk' && words.includes('del')) ||
      (/^apt(?:-get)?$/.test(name) &&
        words.some(word => ['purge', 'remove', 'autoremove'].includes(word)))
    );
  });
  if (removes) {
    return undefined;
  }
  for (const { words, line } of commands) {
    const name = commandName(words[0]);
    const installs =
      (name === 'apk' && words.includes('add')) ||
      (/^(?:apt(?:-get)?|dnf|yum|microdnf)$/.test(name) &&
        words.includes('install'));
    const found = installs
      ? words.find(word => COMPILERS.test(word))
      : undefined;
    if (found) {
      return { name: found.split(/[=~]/)[0], line };
    }
  }
  return undefined;
}

/** Whether a command installs what is only for development. */
export function developmentInstall(
  {
    words,
    written,
    text,
    production,
  }: {
    words: readonly string[];
    written: readonly string[];
    text: string;
    production: boolean;
  },
  hasDevelopment: (ecosystem: string) => boolean,
): boolean {
  const name = commandName(written[0]);
  const args = written.slice(1);
  switch (name) {
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun': {
      const installs =
        name === 'yarn' && args.every(arg => arg.startsWith('-'))
          ? true
          : ['ci', 'install', 'i', 'clean-install'].includes(args[0] ?? '') &&
            // Packages by name are no installation of the manifest.
            args
              .slice(1)
              .every(
                (arg, index) =>
                  arg.startsWith('-') || args[index]?.startsWith('--'),
              ) &&
            !args.includes('-g') &&
            !args.includes('--global');
      return (
        installs &&
        !production &&
        !/NODE_ENV=production/.test(text) &&
        !args.some(
          (arg, index) =>
            /^--(?:omit=dev|production(?:=true)?|only=prod(?:uction)?|prod)$|^-P$/.test(
              arg,
            ) ||
            (arg === '--omit' && args[index + 1] === 'dev'),
        ) &&
        !(name === 'yarn' && args[0] === 'workspaces') &&
        hasDevelopment('npm')
      );
    }
    case 'poetry':
      return (
        args[0] === 'install' &&
        !args.some(arg => /^--(?:no-dev|only|without|sync-only)/.test(arg)) &&
        hasDevelopment('pypi')
      );
    case 'uv':
      return (
        args[0] === 'sync' &&
        !args.some(arg =>
          /^--(?:no-dev|no-default-groups|only-group|no-group)/.test(arg),
        ) &&
        !/UV_NO_DEV=1/.test(text) &&
        hasDevelopment('pypi')
      );
    case 'pipenv':
      return args.includes('--dev') || args.includes('-d');
    default:
      return (
        /^pip[\d.]*$/.test(commandName(words[0])) &&
        words.includes('install') &&
        words.some(
          word =>
            /(?:^|[/_.-])(?:dev|test|tests|develop|development|lint)[\w-]*\.(?:txt|in)$/.test(
              word,
            ) ||
            /\[(?:[\w,-]*,)?(?:dev|test|tests|all-dev)(?:,[\w,-]*)?\]$/.test(
              word,
            ),
        )
      );
  }
}

/** Takes what is only for development away again. */
export function isPruned(words: readonly string[]): boolean {
  return (
    (['npm', 'pnpm'].includes(commandName(words[0])) &&
      words.includes('prune')) ||
    words.some(word => /^--(?:omit=dev|production|prod)$/.test(word)) ||
    (commandName(words[0]) === 'yarn' && words.includes('focus')) ||
    (commandName(words[0]) === 'rm' &&
      words.some(word => /node_modules\/?$/.test(word)))
  );
}
