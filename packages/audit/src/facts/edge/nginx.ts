import { basename } from 'path/posix';
import { EdgeHeader, EdgeRoute, EdgeSite } from './schema';

/** A directive with its block. */
export interface Directive {
  name: string;
  args: string[];
  path: string;
  line: number;
  endLine: number;
  block?: Directive[];
}

const MAX_DEPTH = 30;
const MAX_INCLUDES = 20;

/**
 * Reads the syntax that nginx uses: words, quotes, `;`, blocks, comments.
 *
 * @throws when braces do not match.
 */
export function parseNginx(text: string, path: string): Directive[] {
  const root: Directive[] = [];
  const stack: Directive[][] = [root];
  const open: Directive[] = [];
  let words: string[] = [];
  let wordLine = 1;
  let line = 1;
  let index = 0;
  const take = (endLine: number): Directive | undefined => {
    if (!words.length) {
      return undefined;
    }
    const [name, ...args] = words;
    words = [];
    return { name, args, path, line: wordLine, endLine };
  };
  while (index < text.length) {
    const char = text[index];
    if (char === '\n') {
      line++;
      index++;
    } else if (char === '#') {
      const end = text.indexOf('\n', index);
      index = end < 0 ? text.length : end;
    } else if (char === ';') {
      const directive = take(line);
      if (directive) {
        stack[stack.length - 1].push(directive);
      }
      index++;
    } else if (char === '{') {
      const directive = take(line) ?? {
        name: '',
        args: [],
        path,
        line,
        endLine: line,
      };
      directive.block = [];
      stack[stack.length - 1].push(directive);
      stack.push(directive.block);
      open.push(directive);
      if (stack.length > MAX_DEPTH) {
        throw new Error('blocks are nested too deep');
      }
      index++;
    } else if (char === '}') {
      const directive = open.pop();
      if (!directive) {
        throw new Error(`line ${line}: "}" without a block`);
      }
      directive.endLine = line;
      stack.pop();
      words = [];
      index++;
    } else if (char === '"' || char === "'") {
      if (!words.length) {
        wordLine = line;
      }
      let word = '';
      index++;
      while (index < text.length && text[index] !== char) {
        if (text[index] === '\\') {
          index++;
        }
        if (text[index] === '\n') {
          line++;
        }
        word += text[index] ?? '';
        index++;
      }
      index++;
      words.push(word);
    } else if (/\s/.test(char)) {
      index++;
    } else {
      if (!words.length) {
        wordLine = line;
      }
      let word = '';
      while (index < text.length && !/[\s;"']/.test(text[index])) {
        // `${name}` belongs to the word, `{` alone opens a block.
        if (text[index] === '{' && text[index - 1] !== '$') {
          break;
        }
        if (text[index] === '}' && !word.includes('${')) {
          break;
        }
        word += text[index];
        index++;
      }
      if (word) {
        words.push(word);
      } else {
        index++;
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

/** Sites of an nginx configuration. */
export function nginxSites(
  directives: Directive[],
  readInclude: (name: string) => Directive[] | undefined,
): Omit<EdgeSite, 'loadedBy'>[] {
  const sites: Omit<EdgeSite, 'loadedBy'>[] = [];
  const upstreams = new Map<string, string>();
  const expand = (list: Directive[], depth = 0): Directive[] =>
    list.flatMap(item => {
      if (item.name === 'include' && item.args[0] && depth < MAX_INCLUDES) {
        const found = readInclude(basename(item.args[0]));
        return found ? expand(found, depth + 1) : [item];
      }
      return [item];
    });
  const collectUpstreams = (list: Directive[]) => {
    for (const item of list) {
      if (item.name === 'upstream' && item.block) {
        const server = item.block.find(child => child.name === 'server');
        if (server?.args[0]) {
          upstreams.set(item.args[0], server.args[0]);
        }
      } else if (item.block) {
        collectUpstreams(item.block);
      }
    }
  };
  const headersOf = (list: Directive[], condition?: string): EdgeHeader[] =>
    list.flatMap(item => {
      if (item.name === 'add_header' && item.args.length >= 2) {
        return [header(item, item.args[0], item.args[1], condition)];
      }
      if (item.name === 'more_set_headers') {
        return item.args.flatMap(arg => {
          const colon = arg.indexOf(':');
          return colon > 0
            ? [
                header(
                  item,
                  arg.slice(0, colon),
                  arg.slice(colon + 1).trim(),
                  condition,
                ),
              ]
            : [];
        });
      }
      return item.name === 'if' && item.block
        ? headersOf(expand(item.block), item.args.join(' '))
        : [];
    });
  const requestHeadersOf = (list: Directive[]): EdgeHeader[] =>
    list
      .filter(
        item =>
          ['proxy_set_header', 'grpc_set_header'].includes(item.name) &&
          item.args.length >= 2,
      )
      .map(item => header(item, item.args[0], item.args[1]));
  const target = (list: Directive[]): string | undefined => {
    const pass = list.find(item =>
      ['proxy_pass', 'grpc_pass', 'uwsgi_pass', 'fastcgi_pass'].includes(
        item.name,
      ),
    );
    const value = pass?.args[0];
    if (!value) {
      return undefined;
    }
    const host = hostOf(value);
    const named = upstreams.get(host);
    if (named) {
      return hostOf(named);
    }
    const variable = /^\$(\w+)/.exec(value)?.[1];
    const set =
      variable &&
      list.find(item => item.name === 'set' && item.args[0] === `$${variable}`);
    return set ? hostOf(set.args[1] ?? '') : host;
  };
  const readServer = (
    server: Directive,
    inherited: EdgeHeader[],
    sent: EdgeHeader[],
  ) => {
    const body = expand(server.block ?? []);
    const ownSent = requestHeadersOf(body);
    const requestHeaders = ownSent.length ? ownSent : sent;
    const own = headersOf(body);
    // A block that adds a header of its own inherits none from outside.
    const headers = own.length ? own : inherited;
    const routes: EdgeRoute[] = [];
    const readLocations = (
      list: Directive[],
      outer: EdgeHeader[],
      outerSent: EdgeHeader[],
    ) => {
      for (const location of list.filter(
        item => item.name === 'location' && item.block,
      )) {
        const inside = expand(location.block!);
        const ownHeaders = headersOf(inside);
        const effective = ownHeaders.length ? ownHeaders : outer;
        const innerSent = requestHeadersOf(inside);
        const effectiveSent = innerSent.length ? innerSent : outerSent;
        const upstream = target(inside);
        routes.push({
          location: location.args.join(' '),
          ...(upstream ? { upstream } : {}),
          headers: effective,
          requestHeaders: effectiveSent,
          path: location.path,
          line: location.line,
        });
        readLocations(inside, effective, effectiveSent);
      }
    };
    readLocations(body, headers, requestHeaders);
    const upstream = target(body);
    if (!routes.length || upstream) {
      routes.push({
        location: '',
        ...(upstream ? { upstream } : {}),
        headers,
        requestHeaders,
        path: server.path,
        line: server.line,
      });
    }
    sites.push({
      kind: 'nginx',
      path: server.path,
      line: server.line,
      endLine: server.endLine,
      hosts: body
        .filter(item => item.name === 'server_name')
        .flatMap(item => item.args),
      routes,
    });
  };
  const top = expand(directives);
  collectUpstreams(top);
  const visit = (
    list: Directive[],
    inherited: EdgeHeader[],
    outerSent: EdgeHeader[],
  ) => {
    const own = headersOf(list);
    const headers = own.length ? own : inherited;
    const ownSent = requestHeadersOf(list);
    const sent = ownSent.length ? ownSent : outerSent;
    for (const item of list) {
      if (item.name === 'server' && item.block) {
        readServer(item, headers, sent);
      } else if (item.name === 'http' && item.block) {
        visit(expand(item.block), headers, sent);
      }
    }
  };
  visit(top, [], []);
  return sites;
}

function header(
  item: Directive,
  name: string,
  value: string,
  condition?: string,
): EdgeHeader {
  return {
    name,
    value,
    path: item.path,
    line: item.line,
    ...(condition ? { condition } : {}),
  };
}

/** Host of an address: `api` of `http://api:8000/x`. */
export function hostOf(address: string): string {
  return address
    .replace(/^[a-z0-9+]+:\/\//i, '')
    .split('/')[0]
    .replace(/:\d+$/, '');
}
