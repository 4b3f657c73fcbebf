import { SourceTree } from '../../tree/SourceTree';
import { FileSyntax } from '../../syntax/schema';
import { GuardUse } from './schema';

/** One line of a `SecurityFilterChain`: which requests, and who may make them. */
interface SecurityRule {
  method?: string;
  /** Ant patterns; empty for every request. */
  patterns: string[];
  says: NonNullable<GuardUse['says']>;
  text: string;
  path: string;
  line: number;
}

interface SecurityChain {
  /** Requests that the chain is for; empty for all. */
  patterns: string[];
  rules: SecurityRule[];
}

const MATCHER =
  /\.\s*(requestMatchers|antMatchers|mvcMatchers|pathMatchers|regexMatchers|anyRequest|anyExchange)\s*\(/g;
const CHAIN_MATCHER = /\.\s*(securityMatcher|antMatcher)s?\s*\(/;
const SAYS: Record<string, NonNullable<GuardUse['says']>> = {
  permitAll: 'open',
  anonymous: 'open',
  authenticated: 'required',
  fullyAuthenticated: 'required',
  rememberMe: 'required',
  denyAll: 'privilege',
  hasRole: 'privilege',
  hasAnyRole: 'privilege',
  hasAuthority: 'privilege',
  hasAnyAuthority: 'privilege',
  hasAllRoles: 'privilege',
  hasAllAuthorities: 'privilege',
  hasIpAddress: 'privilege',
  access: 'privilege',
};

/** Where the argument list that opens before `from` ends. */
function closing(text: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"' && text[at - 1] !== '\\') {
      quoted = !quoted;
    } else if (!quoted && sign === '(') {
      depth++;
    } else if (!quoted && sign === ')') {
      depth--;
      if (depth === 0) {
        return at;
      }
    }
  }
  return text.length;
}

const strings = (text: string) =>
  [...text.matchAll(/"([^"\\]*)"/g)].map(match => match[1]);

/**
 * The rules of all filter chains, in order. Spring Security without a chain of one's own asks for a sign-in
 * everywhere; `starter` is the line that brings it in.
 */
export function readSecurityRules(
  tree: SourceTree,
  files: readonly FileSyntax[],
  starter: { path: string; line: number } | undefined,
): SecurityChain[] {
  const chains: SecurityChain[] = [];
  for (const file of files) {
    const makers = file.functions.filter(
      made =>
        /\bSecurity(?:Web)?FilterChain\b/.test(made.returns ?? '') ||
        (made.name === 'configure' &&
          made.parameters.some(item => item.annotation === 'HttpSecurity')),
    );
    const lines = makers.length ? (tree.read(file.path) ?? '').split('\n') : [];
    for (const made of makers) {
      const text = lines
        .slice(made.line - 1, made.endLine)
        .map(line => line.replace(/(^|\s)\/\/.*$/, ''))
        .join('\n');
      chains.push(readChain(file, text, made.line));
    }
  }
  if (!chains.length && starter) {
    chains.push({
      patterns: [],
      rules: [
        {
          patterns: [],
          says: 'required',
          text: 'default of Spring Security: every request is authenticated',
          ...starter,
        },
      ],
    });
  }
  // Chains for some addresses come before the one for the rest.
  return chains.sort((a, b) => b.patterns.length - a.patterns.length);
}

function readChain(
  file: FileSyntax,
  text: string,
  firstLine: number,
): SecurityChain {
  const own = CHAIN_MATCHER.exec(text);
  const chain: SecurityChain = {
    patterns: own
      ? strings(text.slice(own.index, closing(text, own.index + own[0].length)))
      : [],
    rules: [],
  };
  for (const match of text.matchAll(MATCHER)) {
    const open = match.index + match[0].length;
    const end = closing(text, open);
    const args = text.slice(open, end);
    const verb = /^\s*\.\s*(?:not\(\)\s*\.\s*)?(\w+)\s*\(/.exec(
      text.slice(end + 1, end + 200),
    )?.[1];
    const says = verb ? SAYS[verb] : undefined;
    if (!says) {
      continue;
    }
    const line = firstLine + text.slice(0, match.index).split('\n').length - 1;
    const patterns = match[1].startsWith('any') ? [] : patternsOf(file, args);
    if (!match[1].startsWith('any') && !patterns.length) {
      continue;
    }
    const method = /HttpMethod\.([A-Z]+)/.exec(args)?.[1];
    chain.rules.push({
      ...(method ? { method } : {}),
      patterns,
      says,
      text: `${match[1]}(${args.replace(/\s+/g, ' ').slice(0, 80)}).${verb}()`,
      path: file.path,
      // The name stands behind the dot, which may be on the line before.
      line: line + (match[0].match(/\n/g) ?? []).length,
    });
  }
  return chain;
}

/** Patterns in the arguments, also those of a constant of the class. */
function patternsOf(file: FileSyntax, args: string): string[] {
  const written = strings(args);
  if (written.length) {
    return written;
  }
  return (args.match(/[A-Za-z_]\w*/g) ?? []).flatMap(name => {
    const constant = file.assignments.find(item => item.target === name);
    return constant ? strings(constant.text) : [];
  });
}

/** The rule that decides about a request, as a guard. */
export function rulesFor(
  chains: readonly SecurityChain[],
  method: string,
  fullPath: string,
  context = '',
): GuardUse[] {
  // Rules do not see the context path.
  const path =
    context && fullPath.startsWith(context)
      ? fullPath.slice(context.length) || '/'
      : fullPath;
  const chain = chains.find(
    item =>
      !item.patterns.length ||
      item.patterns.some(pattern => antMatches(pattern, path)),
  );
  const rule = chain?.rules.find(
    item =>
      (!item.method || item.method === method || method === '*') &&
      (!item.patterns.length ||
        item.patterns.some(pattern => antMatches(pattern, path))),
  );
  return rule
    ? [
        {
          text: rule.text,
          how: 'rule',
          path: rule.path,
          line: rule.line,
          level: 'application',
          says: rule.says,
        },
      ]
    : [];
}

/** Ant patterns: `*` is one segment or a part of it, `**` any number, `{id}` one. */
export function antMatches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  // `reach[i]`: the pattern so far can match the first i segments.
  let reach = given.map(() => false);
  reach.unshift(true);
  for (const part of wanted) {
    const next = reach.map(() => false);
    for (let at = 0; at <= given.length; at++) {
      if (part === '**') {
        next[at] = reach[at] || (at > 0 && next[at - 1]);
      } else if (at > 0 && reach[at - 1]) {
        next[at] = segmentMatches(part, given[at - 1]);
      }
    }
    reach = next;
  }
  return reach[given.length];
}

function segmentMatches(part: string, segment: string): boolean {
  if (part === segment || part === '*' || part.startsWith('{')) {
    return true;
  }
  const star = part.indexOf('*');
  return (
    star >= 0 &&
    segment.startsWith(part.slice(0, star)) &&
    segment.endsWith(part.slice(part.lastIndexOf('*') + 1)) &&
    segment.length >= part.length - 1
  );
}
