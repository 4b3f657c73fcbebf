import { Style } from './style';
import { hang, wrap } from './wrap';

const LINK = /\[([^\]]{1,200})\]\((https?:[^)\s]{1,500})\)/g;
const CODE = /`([^`]{1,500})`/g;
const BOLD = /\*\*([^*]{1,500})\*\*/g;
const ITEM = /^(\s{0,6})([-*]|\d{1,2}\.) +/;

/** Text of a check, written in Markdown, for a terminal: paragraphs are wrapped, code keeps its lines. */
export function renderMarkdown(
  markdown: string,
  options: { style: Style; width: number; indent: string },
): string[] {
  const { style, width, indent } = options;
  const inner = width - indent.length;
  const out: string[] = [];
  let paragraph: string[] = [];
  let fence: string | undefined;

  const flush = () => {
    if (paragraph.length === 0) {
      return;
    }
    const text = inline(paragraph.join(' ').trim());
    const item = ITEM.exec(text);
    const lines = item
      ? hang(`${item[1]}${item[2]} `, text.slice(item[0].length), inner, false)
      : wrap(text, inner, false);
    out.push(...lines.map(line => indent + styled(line, style)));
    paragraph = [];
  };

  for (const line of markdown.trim().split(/\r?\n/)) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) {
        fence = undefined;
      } else {
        out.push(`${indent}    ${style.code(line)}`.trimEnd());
      }
    } else if (mark) {
      flush();
      fence = mark;
    } else if (line.trim() === '') {
      flush();
      if (out.length > 0 && out.at(-1) !== '') {
        out.push('');
      }
    } else if (/^#{1,6} /.test(line)) {
      flush();
      out.push(indent + style.bold(line.replace(/^#+ /, '')));
    } else {
      if (ITEM.test(line)) {
        flush();
      }
      paragraph.push(paragraph.length === 0 ? line.trimEnd() : line.trim());
    }
  }
  flush();
  return out;
}

/** Stands for a space at which no line is broken. */
const FIXED_SPACE = '\u0001';

/** Links as text, and code in one piece. */
function inline(text: string): string {
  return text
    .replace(LINK, (_, title: string, url: string) => `${title} (${url})`)
    .replace(CODE, code => code.split(' ').join(FIXED_SPACE));
}

function styled(line: string, style: Style): string {
  return line
    .replace(BOLD, (_, text: string) => style.bold(text))
    .replace(CODE, (_, text: string) => style.code(text))
    .split(FIXED_SPACE)
    .join(' ');
}
