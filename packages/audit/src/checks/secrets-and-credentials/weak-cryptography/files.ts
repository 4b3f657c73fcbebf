import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { shellCommands } from '../../../facts/shell/parseShell';

const SHELL = /\.(?:sh|bash|zsh|ksh)$/;
const CONFIGURATION =
  /(?:^|\/)(?:\.env[\w.-]*|Dockerfile[\w.-]*|[\w-]+\.Dockerfile|[\w.-]*compose[\w.-]*\.ya?ml|package\.json|Procfile)$|\.(?:service|env)$|(?:^|\/)(?:k8s|kubernetes|deploy|helm|charts|manifests)\/.+\.ya?ml$/;
/** Marked as not for production. */
const MARKED =
  /(?:^|[/._-])(?:dev|develop|development|local|test|tests|e2e|ci|example|sample|override)(?=[/._-]|$)/i;
const MAX_TEXT = 300_000;

/** (c) `curl -k` in scripts, and the switch of Node in images, manifests and environment files. */
export async function uncheckedInFiles(
  context: CheckContext,
): Promise<Evidence[]> {
  const { files } = await context.facts(inventory);
  const result: Evidence[] = [];
  for (const { path, class: kind, size } of files) {
    if (
      size > MAX_TEXT ||
      !['source', 'script', 'config'].includes(kind) ||
      !(SHELL.test(path) || CONFIGURATION.test(path))
    ) {
      continue;
    }
    const text = context.read(path) ?? '';
    const milder = MARKED.test(path) ? { severity: 'low' as const } : {};
    if (SHELL.test(path) && /\b(?:curl|wget)\b/.test(text)) {
      for (const command of shellCommands(text)) {
        if (isUnchecked(command.words)) {
          result.push({
            path,
            line: command.line,
            endLine: command.endLine,
            ...milder,
            note: `${command.words[0]} does not check the certificate`,
          });
        }
      }
    }
    if (text.includes('NODE_TLS_REJECT_UNAUTHORIZED')) {
      result.push(
        ...nodeSwitch(text).map(line => ({
          path,
          line,
          subject: 'NODE_TLS_REJECT_UNAUTHORIZED',
          ...milder,
          note: 'NODE_TLS_REJECT_UNAUTHORIZED is 0 for the whole process',
        })),
      );
    }
  }
  return result;
}

/** Not for the own machine, whose certificate nobody signs. */
function isUnchecked(words: readonly string[]): boolean {
  const [name, ...args] = words;
  const own = args.some(word =>
    /\/\/(?:localhost|127\.0\.0\.1|\[::1\])\b/.test(word),
  );
  if (own) {
    return false;
  }
  return name === 'curl'
    ? args.some(
        word => word === '--insecure' || /^-[a-zA-Z]*k[a-zA-Z]*$/.test(word),
      )
    : name === 'wget' && args.includes('--no-check-certificate');
}

/** Lines that set the switch to 0, also as `name:` and `value:` of a manifest. */
function nodeSwitch(text: string): number[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (
      !line.includes('NODE_TLS_REJECT_UNAUTHORIZED') ||
      /^\s*(?:#|\/\/)/.test(line)
    ) {
      return [];
    }
    const here =
      /NODE_TLS_REJECT_UNAUTHORIZED["']?\s{0,20}[:=]?\s{0,20}\\?["']?0\b/.test(
        line,
      );
    const below =
      /name:\s*["']?NODE_TLS_REJECT_UNAUTHORIZED/.test(line) &&
      /^\s*value:\s*["']?0\b/.test(lines[index + 1] ?? '');
    return here || below ? [index + 1] : [];
  });
}
