import type { SyntaxNode } from '../../syntax/nodes';
import { parseText } from '../../syntax/parsing/grammars';

const SCRIPT = '<script';
const MAX_SCRIPT = 400_000;

/** The scripts of a single-file component (Vue, Svelte), each with the number of lines before it. */
export function componentScripts(
  text: string,
): { root: SyntaxNode; linesBefore: number; text: string }[] {
  const result: { root: SyntaxNode; linesBefore: number; text: string }[] = [];
  for (
    let at = text.indexOf(SCRIPT);
    at >= 0 && result.length < 4;
    at = text.indexOf(SCRIPT, at + 1)
  ) {
    const start = text.indexOf('>', at) + 1;
    const end = text.indexOf('</script', start);
    if (start === 0 || end < 0 || end - start > MAX_SCRIPT) {
      break;
    }
    const script = text.slice(start, end);
    result.push({
      root: parseText('typescript', script).root,
      linesBefore: text.slice(0, start).split('\n').length - 1,
      text: script,
    });
    at = end;
  }
  return result;
}
