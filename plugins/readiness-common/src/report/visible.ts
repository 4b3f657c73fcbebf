/** Control and format characters, separators and lone surrogates: whatever moves a cursor or hides what is written. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const NAMED: Record<string, string> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * A text on one line in which nothing is hidden: line breaks, escape sequences and characters that change the direction
 * of writing are spelled out. For names and lines that come from a foreign tree.
 *
 * @public
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, character => {
    const code = character.codePointAt(0)!;
    return (
      NAMED[character] ??
      (code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u{${code.toString(16)}}`)
    );
  });
}

/**
 * The same for several lines: line breaks stay, tabs become two spaces.
 *
 * @public
 */
export function visibleLines(text: string): string[] {
  return text.split(/\r?\n/).map(line => visible(line.split('\t').join('  ')));
}
