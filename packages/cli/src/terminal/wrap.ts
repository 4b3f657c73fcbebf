/**
 * Breaks a text into lines of at most `width` characters, at spaces where there are some. Longer words are cut, or
 * left to the terminal when they are to stay in one piece.
 */
export function wrap(text: string, width: number, cut = true): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (line !== '' && lengthOf(line) + 1 + lengthOf(rest) > width) {
      lines.push(line);
      line = '';
    }
    while (cut && lengthOf(rest) > width && line === '') {
      const characters = [...rest];
      lines.push(characters.slice(0, width).join(''));
      rest = characters.slice(width).join('');
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  return [...lines, line];
}

/** The same, with the first line after `first` and all further ones below it. */
export function hang(
  first: string,
  text: string,
  width: number,
  cut = true,
): string[] {
  const indent = ' '.repeat(lengthOf(first));
  return wrap(text, Math.max(20, width - indent.length), cut).map(
    (line, index) => `${index === 0 ? first : indent}${line}`.trimEnd(),
  );
}

export function lengthOf(text: string): number {
  return [...text].length;
}

/** Shortened in the middle, so that the name at the end of a path stays. */
export function shorten(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) {
    return text;
  }
  const tail = Math.ceil((width - 1) * 0.65);
  const head = width - 1 - tail;
  return `${characters.slice(0, head).join('')}…${characters
    .slice(characters.length - tail)
    .join('')}`;
}
