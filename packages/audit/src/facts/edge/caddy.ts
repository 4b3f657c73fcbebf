import { EdgeHeader, EdgeRoute, EdgeSite } from './schema';
import { hostOf } from './nginx';

interface Line {
  words: string[];
  line: number;
  endLine: number;
  block?: Line[];
}

/**
 * Reads a Caddyfile: one directive a line, blocks open with `{` at its end.
 *
 * @throws when braces do not match.
 */
export function parseCaddy(text: string): Line[] {
  const root: Line[] = [];
  const stack: Line[][] = [root];
  const open: Line[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const words = wordsOf(raw);
    if (!words.length) {
      continue;
    }
    if (words.length === 1 && words[0] === '}') {
      const closed = open.pop();
      if (!closed) {
        throw new Error(`line ${index + 1}: "}" without a block`);
      }
      closed.endLine = index + 1;
      stack.pop();
      continue;
    }
    const opens = words[words.length - 1] === '{';
    const item: Line = {
      words: opens ? words.slice(0, -1) : words,
      line: index + 1,
      endLine: index + 1,
      ...(opens ? { block: [] } : {}),
    };
    stack[stack.length - 1].push(item);
    if (opens) {
      stack.push(item.block!);
      open.push(item);
      if (stack.length > 30) {
        throw new Error('blocks are nested too deep');
      }
    }
  }
  if (open.length) {
    throw new Error(
      `line ${open[open.length - 1].line}: the block is not closed`,
    );
  }
  return root;
}

function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  let started = false;
  for (const char of line) {
    if (quote) {
      if (char === quote) {
        quote = '';
      } else {
        word += char;
      }
    } else if (char === '"' || char === '`') {
      quote = char;
      started = true;
    } else if (char === '#' && !word) {
      break;
    } else if (/\s/.test(char)) {
      if (word || started) {
        words.push(word);
      }
      word = '';
      started = false;
    } else {
      word += char;
    }
  }
  if (word || started) {
    words.push(word);
  }
  return words;
}

/** Sites of a Caddyfile. */
export function caddySites(
  lines: Line[],
  path: string,
): Omit<EdgeSite, 'loadedBy'>[] {
  const snippets = new Map<string, Line[]>();
  for (const item of lines) {
    const name = /^\(([^()]+)\)$/.exec(item.words[0] ?? '')?.[1];
    if (name && item.block) {
      snippets.set(name, item.block);
    }
  }
  const expand = (list: Line[], depth = 0): Line[] =>
    list.flatMap(item =>
      item.words[0] === 'import' && snippets.has(item.words[1]) && depth < 10
        ? expand(snippets.get(item.words[1])!, depth + 1)
        : [item],
    );
  const headersOf = (list: Line[]): EdgeHeader[] =>
    list
      .filter(item => item.words[0] === 'header')
      .flatMap(item => {
        const [, ...rest] = item.words;
        // A first word with `/`, `@` or `*` limits where it applies.
        const args = /^[/@*]/.test(rest[0] ?? '') ? rest.slice(1) : rest;
        const entries = item.block
          ? item.block.map(child => ({ words: child.words, line: child.line }))
          : [];
        if (args.length >= 2) {
          entries.push({ words: args, line: item.line });
        }
        return entries.flatMap(({ words, line }) => {
          const [name, ...value] = words;
          return name.startsWith('-') || !value.length
            ? []
            : [
                {
                  name: name.replace(/^[+?>]+/, ''),
                  value: value.join(' '),
                  path,
                  line,
                },
              ];
        });
      });
  // `request_header X-User …` in the site, `header_up X-User …` in the proxy; `-X-User` takes it away.
  const requestHeadersOf = (list: Line[], directive: string): EdgeHeader[] =>
    list
      .filter(item => item.words[0] === directive)
      .flatMap(item => {
        const [, ...rest] = item.words;
        const [name, ...value] = /^[/@*]/.test(rest[0] ?? '')
          ? rest.slice(1)
          : rest;
        return name
          ? [
              {
                name: name.replace(/^[+?>-]+/, ''),
                value: name.startsWith('-') ? '' : value.join(' '),
                path,
                line: item.line,
              },
            ]
          : [];
      });
  const routesOf = (
    list: Line[],
    outer: EdgeHeader[],
    location: string,
    outerSent: EdgeHeader[] = [],
  ): EdgeRoute[] => {
    const body = expand(list);
    const sent = [...outerSent, ...requestHeadersOf(body, 'request_header')];
    const headers = [...outer, ...headersOf(body)];
    const routes: EdgeRoute[] = [];
    for (const item of body) {
      if (
        item.words[0] === 'reverse_proxy' ||
        item.words[0] === 'php_fastcgi'
      ) {
        const upstream = item.words.slice(1).find(word => !/^[/@*]/.test(word));
        routes.push({
          location,
          ...(upstream ? { upstream: hostOf(upstream) } : {}),
          headers,
          requestHeaders: [
            ...sent,
            ...requestHeadersOf(expand(item.block ?? []), 'header_up'),
          ],
          path,
          line: item.line,
        });
      } else if (item.words[0] === 'file_server') {
        routes.push({
          location,
          headers,
          requestHeaders: sent,
          path,
          line: item.line,
        });
      } else if (
        ['handle', 'handle_path', 'route'].includes(item.words[0]) &&
        item.block
      ) {
        routes.push(
          ...routesOf(item.block, headers, item.words[1] ?? location, sent),
        );
      }
    }
    return routes;
  };
  const sites: Omit<EdgeSite, 'loadedBy'>[] = [];
  const first = lines.find(item => item.words.length > 0);
  for (const item of lines) {
    if (item.block && item.words.length && !/^\(/.test(item.words[0])) {
      sites.push({
        kind: 'caddy',
        path,
        line: item.line,
        endLine: item.endLine,
        hosts: item.words.map(word => word.replace(/,$/, '')),
        routes: routesOf(item.block, [], ''),
      });
    }
  }
  // A file with one site may do without braces: the first line is its address.
  if (!sites.length && first && !first.block) {
    sites.push({
      kind: 'caddy',
      path,
      line: first.line,
      endLine: lines[lines.length - 1].endLine,
      hosts: first.words,
      routes: routesOf(lines.slice(1), [], ''),
    });
  }
  return sites;
}
