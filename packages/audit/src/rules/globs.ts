/** More stars in one name say nothing that fewer cannot, and every one costs. */
const MAX_STARS = 3;
/** Alternatives that the braces of one glob may stand for. */
const MAX_ALTERNATIVES = 64;

/** Globs of a check, compiled. */
export interface Globs {
  /** Whether a path, relative to what the globs are relative to, is meant. */
  matches(path: string): boolean;
}

/**
 * Compiles globs: `**` stands for any folders, `*` and `?` for characters inside one name, `{a,b}` for alternatives, a
 * leading `!` leaves out. Brackets mean themselves, because folders are called `[id]`. Matching takes time in
 * proportion to path × glob, whatever the glob.
 *
 * @throws Error with the reason when a glob means nothing.
 */
export function compileGlobs(globs: readonly string[]): Globs {
  const wanted = globs.filter(glob => !glob.startsWith('!'));
  const unwanted = globs
    .filter(glob => glob.startsWith('!'))
    .map(glob => glob.slice(1));
  const accept = wanted.flatMap(compileGlob);
  const refuse = unwanted.flatMap(compileGlob);
  return {
    matches: path => {
      const names = path.split('/');
      return (
        (accept.length === 0 || accept.some(glob => matchFrom(glob, names))) &&
        !refuse.some(glob => matchFrom(glob, names))
      );
    },
  };
}

function compileGlob(glob: string): string[][] {
  return expandBraces(glob).map(written => {
    const segments = written.split('/');
    if (written.startsWith('/')) {
      throw new Error('starts with "/"; paths have no leading slash');
    }
    if (segments.some(segment => segment === '.' || segment === '..')) {
      throw new Error('"." and ".." are no names inside a tree');
    }
    if (segments.some(segment => segment === '')) {
      throw new Error(
        'has an empty name; a folder with all it holds is "folder/**"',
      );
    }
    for (const segment of segments) {
      if (segment !== '**' && segment.split('*').length - 1 > MAX_STARS) {
        throw new Error(`has more than ${MAX_STARS} stars in one name`);
      }
      if (segment !== '**' && segment.includes('**')) {
        throw new Error('"**" must stand alone between slashes');
      }
    }
    return segments;
  });
}

/** `{a,b}.{c,d}` → four globs. Braces may be nested. */
function expandBraces(glob: string): string[] {
  let open = [glob];
  const done: string[] = [];
  while (open.length > 0) {
    const next: string[] = [];
    for (const item of open) {
      const alternatives = firstBraces(item);
      if (alternatives) {
        next.push(...alternatives);
      } else {
        done.push(item);
      }
    }
    if (next.length + done.length > MAX_ALTERNATIVES) {
      throw new Error(`has more than ${MAX_ALTERNATIVES} alternatives`);
    }
    open = next;
  }
  return done;
}

function firstBraces(glob: string): string[] | undefined {
  const start = glob.indexOf('{');
  if (start < 0) {
    return undefined;
  }
  const items: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < glob.length; at++) {
    if (glob[at] === '{') {
      depth++;
    } else if (glob[at] === ',' && depth === 1) {
      items.push(glob.slice(from, at));
      from = at + 1;
    } else if (glob[at] === '}') {
      depth--;
      if (depth === 0) {
        items.push(glob.slice(from, at));
        return items.map(
          item => glob.slice(0, start) + item + glob.slice(at + 1),
        );
      }
    }
  }
  throw new Error('has "{" without "}"');
}

/**
 * Whether names match segments. Only the last `**` is ever tried again: an earlier one cannot do better by taking
 * more, so no glob makes this slower than path × glob.
 */
function matchFrom(segments: string[], names: string[]): boolean {
  return matchStars(
    segments,
    names,
    segment => segment === '**',
    (segment, name) => matchName(segment, name),
  );
}

/** Whether a name matches a segment with `*` and `?`. */
export function matchName(segment: string, name: string): boolean {
  if (!segment.includes('*') && !segment.includes('?')) {
    return segment === name;
  }
  return matchStars(
    [...segment],
    [...name],
    character => character === '*',
    (wanted, character) => wanted === '?' || wanted === character,
  );
}

function matchStars(
  pattern: readonly string[],
  items: readonly string[],
  isStar: (item: string) => boolean,
  same: (pattern: string, item: string) => boolean,
): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let index = 0; index < items.length; ) {
    if (at < pattern.length && isStar(pattern[at])) {
      star = at;
      retry = index;
      at++;
    } else if (at < pattern.length && same(pattern[at], items[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      retry++;
      index = retry;
    } else {
      return false;
    }
  }
  while (at < pattern.length && isStar(pattern[at])) {
    at++;
  }
  return at === pattern.length;
}
