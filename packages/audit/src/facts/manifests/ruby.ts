import { folderOf, isDevelopmentName } from './names';
import { DependencyFact, ManifestFact, RuntimeFact } from './schema';

/**
 * Reads a `Gemfile` as far as it is written out: `gem "name", "range"`, groups as blocks and as options. What Ruby
 * computes is not seen.
 */
export function parseGemfile(path: string, text: string): ManifestFact {
  const dependencies: DependencyFact[] = [];
  const runtimes: RuntimeFact[] = [];
  /** Scope of each open block; `undefined` for blocks that are no groups. */
  const blocks: (DependencyFact['scope'] | undefined)[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = withoutComment(raw).trim();
    const [word] = line.split(/[\s(]/, 1);
    const opens = line.endsWith(' do') || line.includes(' do |');
    if (opens) {
      blocks.push(word === 'group' ? scopeOfGroups(line) : undefined);
    } else if (['if', 'unless', 'case', 'begin'].includes(word)) {
      blocks.push(undefined);
    } else if (word === 'end') {
      blocks.pop();
    } else if (word === 'ruby') {
      const [range] = quoted(line);
      if (range) {
        runtimes.push({ name: 'ruby', range, line: index + 1 });
      }
    } else if (word === 'gem') {
      const positional = line.split(/,\s*(?=[a-z_]+:|:[a-z_]+\s*=>)/)[0];
      const [name, ...ranges] = quoted(positional);
      if (name) {
        const range = ranges.join(', ');
        const group = line.split(/\bgroups?:|:groups?\s*=>/)[1];
        dependencies.push({
          name,
          range,
          scope:
            (group ? scopeOfGroups(group) : undefined) ??
            blocks.filter(Boolean).at(-1) ??
            'production',
          exact: ranges.length === 1 && /^=?\s*\d[\w.]*$/.test(range.trim()),
          path,
          line: index + 1,
        });
      }
    }
  });
  return {
    path,
    ecosystem: 'rubygems',
    root: folderOf(path),
    dependencies,
    scripts: [],
    ...(runtimes.length > 0 ? { runtimes } : {}),
    locks: [],
  };
}

/** `group :development, :test do`: development when all of them are. */
function scopeOfGroups(text: string): DependencyFact['scope'] | undefined {
  const list = /%i[[({]([^\])}]{0,200})/.exec(text)?.[1];
  const names = list
    ? list.split(' ').filter(Boolean)
    : text
        .split(':')
        .slice(1)
        .map(item => /^[a-z_]+/.exec(item)?.[0])
        .filter((name): name is string => name !== undefined);
  if (names.length === 0) {
    return undefined;
  }
  return names.every(isDevelopmentName) ? 'development' : 'production';
}

function withoutComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (quote) {
      quote = character === quote ? '' : quote;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '#') {
      return line.slice(0, at);
    }
  }
  return line;
}

function quoted(text: string): string[] {
  const result: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const quote = text[at];
    if (quote === '"' || quote === "'") {
      const end = text.indexOf(quote, at + 1);
      if (end < 0) {
        break;
      }
      result.push(text.slice(at + 1, end));
      at = end;
    }
  }
  return result;
}
