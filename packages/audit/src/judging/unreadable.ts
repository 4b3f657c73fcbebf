import { CheckContext } from '../engine/types';
import { inventory } from '../facts/inventory/extract';

const UNREAD: Record<string, string> = {
  rb: 'Ruby',
  php: 'PHP',
  cs: 'C#',
  fs: 'F#',
  kt: 'Kotlin',
  scala: 'Scala',
  rs: 'Rust',
  ex: 'Elixir',
  exs: 'Elixir',
  erl: 'Erlang',
  swift: 'Swift',
  clj: 'Clojure',
  dart: 'Dart',
  cpp: 'C++',
  c: 'C',
};

/** Languages of production code that cannot be parsed, when no code that can be parsed outweighs them. */
export async function unreadableLanguages(
  context: CheckContext,
): Promise<string[]> {
  const { files } = await context.facts(inventory);
  const lines = new Map<string, number>();
  let readable = 0;
  for (const file of files.filter(item => item.class === 'source')) {
    const extension = file.path.slice(file.path.lastIndexOf('.') + 1);
    if (file.language) {
      readable += file.lines;
    } else if (Object.hasOwn(UNREAD, extension)) {
      const language = UNREAD[extension];
      lines.set(language, (lines.get(language) ?? 0) + file.lines);
    }
  }
  return [...lines]
    .filter(([, amount]) => amount > readable)
    .map(([language]) => language)
    .sort();
}
