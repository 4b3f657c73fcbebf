/** Bytes looked at to tell text from binary, as version control systems do. */
const SNIFF_BYTES = 8000;

const UTF8 = new TextDecoder('utf-8');
const UTF16_LITTLE = new TextDecoder('utf-16le');
const UTF16_BIG = new TextDecoder('utf-16be');

/**
 * Text of a file; `undefined` when it is binary. UTF-16 is what some tools of Windows write, and they mark it; without
 * the mark text is UTF-8. The mark is no part of the text.
 */
export function textOf(content: Uint8Array): string | undefined {
  const decoder = markedDecoder(content);
  if (decoder) {
    return decoder.decode(content);
  }
  return content.subarray(0, SNIFF_BYTES).includes(0)
    ? undefined
    : UTF8.decode(content);
}

/** Whether {@link textOf} gives no text. */
export function isBinary(content: Uint8Array): boolean {
  return (
    content.subarray(0, SNIFF_BYTES).includes(0) && !markedDecoder(content)
  );
}

function markedDecoder(content: Uint8Array): TextDecoder | undefined {
  const [first, second, third, fourth] = content;
  if (first === 0xff && second === 0xfe && !(third === 0 && fourth === 0)) {
    return UTF16_LITTLE;
  }
  return first === 0xfe && second === 0xff ? UTF16_BIG : undefined;
}
