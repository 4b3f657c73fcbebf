import { ExtractContext } from '../../../engine/types';
import { Language } from '../../inventory/schema';
import { inventory } from '../../inventory/extract';
import { FileSyntax } from '../../../syntax/schema';

/**
 * Production code that has one of the words and one of the names as an identifier. Nothing else is parsed: the words of
 * queries alone stand in nearly every file.
 */
export async function* candidateFiles(
  context: ExtractContext,
  languages: readonly Language[],
  words: readonly string[],
  names: ReadonlySet<string>,
): AsyncGenerator<FileSyntax> {
  let opened = 0;
  for (const { path, class: kind, language } of (await context.facts(inventory))
    .files) {
    if (kind !== 'source' || !language || !languages.includes(language)) {
      continue;
    }
    const text = context.tree.read(path) ?? '';
    if (
      !words.some(word => text.includes(word)) ||
      !hasIdentifier(text, names)
    ) {
      continue;
    }
    const file = await context.syntax.file(path);
    if (file) {
      yield file;
    }
    opened += 1;
    if (opened % 8 === 7) {
      // Messages, aborts and other threads are only heard when the event loop turns.
      await new Promise(resolve => setImmediate(resolve));
    }
  }
}

function hasIdentifier(text: string, names: ReadonlySet<string>): boolean {
  const identifier = /[A-Za-z_$][\w$]*/g;
  for (
    let match = identifier.exec(text);
    match;
    match = identifier.exec(text)
  ) {
    if (names.has(match[0])) {
      return true;
    }
  }
  return false;
}
