import { defineExtractor } from '../../engine/defineExtractor';
import { EnvEntry, EnvFile, EnvFiles } from './schema';

const EXAMPLE_WORDS = new Set([
  'example',
  'examples',
  'sample',
  'template',
  'tmpl',
  'dist',
  'defaults',
  'default',
]);
const ENTRY = /^(#\s*)?(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s?(.*)$/;

/**
 * Environment files in the tree: examples to copy, and files that are read as they are.
 *
 * @public
 */
export const envFiles = defineExtractor<EnvFiles>({
  id: 'envFiles',
  extract: ({ tree }) => {
    const files: EnvFile[] = [];
    for (const { path } of tree.files) {
      const kind = kindOf(path.slice(path.lastIndexOf('/') + 1));
      const text = kind && tree.read(path);
      if (kind && text !== undefined) {
        files.push({ path, kind, entries: readEntries(text) });
      }
    }
    return { files };
  },
});

function kindOf(name: string): EnvFile['kind'] | undefined {
  const words = name
    .toLocaleLowerCase('en-US')
    .split(/[._-]+/)
    .filter(Boolean);
  if (
    !words.includes('env') ||
    /\.(?:ts|js|py|d|mjs|cjs|sh|md|html?|ya?ml|json|go|java|rb|mako|tsx|toml)$/i.test(
      name,
    )
  ) {
    return undefined;
  }
  if (words.some(word => EXAMPLE_WORDS.has(word))) {
    return 'example';
  }
  return name.startsWith('.env') || name.endsWith('.env')
    ? 'tracked'
    : undefined;
}

function readEntries(text: string): EnvEntry[] {
  const entries: EnvEntry[] = [];
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const match = ENTRY.exec(lines[index].trim());
    if (!match) {
      continue;
    }
    const line = index + 1;
    let raw = match[3].trim();
    const quote = /^["'`]/.exec(raw)?.[0];
    if (quote && raw.indexOf(quote, 1) < 0 && !match[1]) {
      // A quoted value goes on until the quote is closed.
      while (index + 1 < lines.length) {
        index += 1;
        raw += `\n${lines[index]}`;
        if (lines[index].includes(quote)) {
          break;
        }
      }
    }
    entries.push({
      name: match[2],
      value: valueOf(raw, quote),
      line,
      commented: match[1] !== undefined,
    });
  }
  return entries;
}

function valueOf(raw: string, quote: string | undefined): string {
  if (quote) {
    const end = raw.indexOf(quote, 1);
    return raw.slice(1, end < 0 ? undefined : end);
  }
  if (raw.startsWith('#')) {
    return '';
  }
  const comment = raw.search(/\s#/);
  return (comment < 0 ? raw : raw.slice(0, comment)).trim();
}
