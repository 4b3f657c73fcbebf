/**
 * An element of an XML document.
 */
export interface XmlElement {
  /** Without the namespace prefix. */
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Text directly inside, trimmed. */
  text: string;
  line: number;
  endLine: number;
}

const MAX_DEPTH = 100;

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

/**
 * Reads XML in one pass, tolerantly: a closing tag that fits no open element is skipped, entities other than the five
 * predefined ones stay as written (nothing is ever expanded), no DTD is read.
 *
 * @throws Error when there is no element, or the nesting is too deep.
 */
export function parseXml(text: string): XmlElement {
  const document: XmlElement = element('', 1);
  const open: XmlElement[] = [document];
  let line = 1;
  let at = 0;
  const advance = (to: number) => {
    for (
      let newline = text.indexOf('\n', at);
      newline >= 0 && newline < to;
      newline = text.indexOf('\n', newline + 1)
    ) {
      line++;
    }
    at = to;
  };
  const skipPast = (end: string, from: number) => {
    const found = text.indexOf(end, from);
    return found < 0 ? text.length : found + end.length;
  };
  while (at < text.length) {
    const start = text.indexOf('<', at);
    const current = open[open.length - 1];
    const until = start < 0 ? text.length : start;
    current.text += text.slice(at, until);
    advance(until);
    if (start < 0) {
      break;
    }
    if (text.startsWith('<!--', at)) {
      advance(skipPast('-->', at + 4));
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = skipPast(']]>', at + 9);
      current.text += text.slice(at + 9, Math.max(at + 9, end - 3));
      advance(end);
    } else if (text.startsWith('<?', at) || text.startsWith('<!', at)) {
      advance(skipPast('>', at + 2));
    } else if (text.startsWith('</', at)) {
      const end = skipPast('>', at);
      const name = localName(text.slice(at + 2, end - 1).trim());
      advance(end);
      close(open, name, line);
    } else {
      const begin = line;
      const end = endOfTag(text, at + 1);
      const tag = readTag(text.slice(at + 1, end - 1), begin);
      advance(end);
      tag.element.endLine = line;
      current.children.push(tag.element);
      if (!tag.closed) {
        open.push(tag.element);
        if (open.length > MAX_DEPTH) {
          throw new Error('nested too deeply');
        }
      }
    }
  }
  const [root] = document.children;
  if (!root) {
    throw new Error('no element');
  }
  return root;
}

/** Elements directly below, by name. */
export function childrenOf(parent: XmlElement | undefined, name: string) {
  return parent?.children.filter(child => child.name === name) ?? [];
}

/** Text of an element directly below; `undefined` when there is none. */
export function textOf(parent: XmlElement | undefined, name: string) {
  return childrenOf(parent, name)[0]?.text.trim();
}

/** The element and all below it, in the order of the document. */
export function descendants(root: XmlElement): XmlElement[] {
  return [root, ...root.children.flatMap(descendants)];
}

function element(name: string, line: number): XmlElement {
  return {
    name,
    attributes: {},
    children: [],
    text: '',
    line,
    endLine: line,
  };
}

function close(open: XmlElement[], name: string, line: number) {
  for (let index = open.length - 1; index > 0; index--) {
    if (open[index].name === name) {
      for (const item of open.splice(index)) {
        item.text = decode(item.text.trim());
        item.endLine = line;
      }
      return;
    }
  }
}

function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (quote) {
      quote = character === quote ? '' : quote;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return at + 1;
    }
  }
  return text.length;
}

function readTag(
  source: string,
  line: number,
): { element: XmlElement; closed: boolean } {
  const closed = source.endsWith('/');
  const body = closed ? source.slice(0, -1) : source;
  let at = 0;
  const isSpace = (character: string) => character.trim() === '';
  while (at < body.length && !isSpace(body[at])) {
    at++;
  }
  const result = element(localName(body.slice(0, at)), line);
  while (at < body.length) {
    while (at < body.length && isSpace(body[at])) {
      at++;
    }
    const equals = body.indexOf('=', at);
    if (equals < 0) {
      break;
    }
    const name = body.slice(at, equals).trim();
    at = equals + 1;
    while (at < body.length && isSpace(body[at])) {
      at++;
    }
    const quote = body[at];
    if (quote !== '"' && quote !== "'") {
      break;
    }
    const end = body.indexOf(quote, at + 1);
    const value = body.slice(at + 1, end < 0 ? body.length : end);
    if (name && name !== '__proto__') {
      result.attributes[name] = decode(value);
    }
    at = end < 0 ? body.length : end + 1;
  }
  return { element: result, closed };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function decode(text: string): string {
  return text.includes('&')
    ? Object.entries(ENTITIES).reduce(
        (result, [entity, character]) => result.split(entity).join(character),
        text,
      )
    : text;
}
