import { defineExtractor } from '../../engine/defineExtractor';
import { nameOf } from '../manifests/names';

/** A fenced block of code in a document. */
export interface CodeBlock {
  /** `sh`, `yaml`; empty when nothing is said. */
  language: string;
  text: string;
  /** Line of its first line of code. */
  line: number;
}

/** A heading with everything below it, up to the next heading of its level or above. */
export interface GuideSection {
  path: string;
  line: number;
  title: string;
  level: number;
  /** Lines of prose without blank lines, those of sections below it included. */
  prose: string[];
  /** Items of lists. */
  items: number;
  blocks: CodeBlock[];
}

/** A document in Markdown as its sections; the first one is the document itself. */
export interface Guide {
  path: string;
  sections: GuideSection[];
}

const MARKDOWN = /\.(?:md|mdx|markdown)$/i;
/** Documents of others, and histories. */
const FOREIGN =
  /(?:^|\/)(?:node_modules|vendor|third_party|fixtures?|testdata|examples?)\/|(?:^|\/)(?:CHANGELOG|CHANGES|HISTORY|NEWS|LICENSE)\b[^/]*$/i;
const MAX_FILES = 500;

/**
 * Documents for people, by their headings: what stands under each, and which commands it names.
 *
 * @public
 */
export const guides = defineExtractor<Guide[]>({
  id: 'guides',
  extract: ({ tree }) =>
    tree.files
      .map(({ path }) => path)
      .filter(path => MARKDOWN.test(path) && !FOREIGN.test(path))
      .slice(0, MAX_FILES)
      .map(path => ({
        path,
        sections: sectionsOf(path, tree.read(path) ?? ''),
      })),
});

function sectionsOf(path: string, text: string): GuideSection[] {
  const whole: GuideSection = {
    path,
    line: 1,
    title: nameOf(path).replace(MARKDOWN, ''),
    level: 0,
    prose: [],
    items: 0,
    blocks: [],
  };
  const all = [whole];
  let open = [whole];
  let fence: string | undefined;
  let block: CodeBlock | undefined;
  text.split(/\r?\n/).forEach((line, index) => {
    const mark = /^\s*(`{3,}|~{3,})\s*([\w+-]*)/.exec(line);
    if (fence !== undefined) {
      if (mark && mark[1].startsWith(fence) && mark[2] === '') {
        fence = undefined;
      } else if (block) {
        block.text += `${line}\n`;
      }
      return;
    }
    if (mark) {
      [, fence] = mark;
      block = {
        language: mark[2].toLocaleLowerCase('en-US'),
        text: '',
        line: index + 2,
      };
      open.forEach(section => section.blocks.push(block!));
      return;
    }
    const heading = /^(#{1,6})\s+(.+?)\s*#*$/.exec(line);
    if (heading) {
      const level = heading[1].length;
      open = open.filter(section => section.level < level);
      const section: GuideSection = {
        path,
        line: index + 1,
        title: heading[2],
        level,
        prose: [],
        items: 0,
        blocks: [],
      };
      open.push(section);
      all.push(section);
      return;
    }
    const item = /^\s*(?:[-*+]|\d+[.)])\s+\S/.test(line);
    const prose = line.trim();
    open.forEach(section => {
      section.items += item ? 1 : 0;
      if (prose !== '') {
        section.prose.push(prose);
      }
    });
  });
  return all;
}

const UNFINISHED =
  /\b(?:TODO|TBD|FIXME|to be (?:written|done|defined|added)|coming soon|work in progress|lorem ipsum)\b|^\s*(?:<[^>]+>|\[[^\]]+\]|\.\.\.|…)\s*$/i;

/** Says something to act upon: a command, steps, or some paragraphs; not only a heading or a promise. */
export function hasSubstance({ prose, items, blocks }: GuideSection): boolean {
  const said = prose.filter(line => !UNFINISHED.test(line)).join(' ');
  return (
    blocks.some(({ text }) => text.trim() !== '') ||
    (items >= 3 && said.length > 80) ||
    // Inline commands in running text.
    /`[a-z][^`]* [^`]+`/.test(said) ||
    said.length > 600
  );
}

/** Whether a block is something to type. */
export function isShell({ language }: CodeBlock): boolean {
  return /^(?:|sh|bash|shell|zsh|console|shell-session|terminal)$/.test(
    language,
  );
}
