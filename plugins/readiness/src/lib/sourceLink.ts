/** A place in an audited source. */
export interface SourcePlaceRef {
  /** URL or directory of the audited tree. */
  source: string | null;
  /** Commit, etag or content hash. */
  revision: string | null;
  /** Path in the tree. */
  path: string;
  line?: number;
  endLine?: number;
}

const COMMIT = /^[0-9a-f]{7,40}$/i;

type Form = (url: URL, place: SourcePlaceRef) => string | undefined;

const azure: Form = (url, place) => {
  if (!url.pathname.includes('/_git/')) {
    return undefined;
  }
  const link = new URL(url.pathname, url);
  const folder = url.searchParams.get('path') ?? '';
  link.searchParams.set('path', `/${joinPath(folder, place.path)}`);
  const commit = commitOf(place);
  const version = commit ? `GC${commit}` : url.searchParams.get('version');
  if (version) {
    link.searchParams.set('version', version);
  }
  if (place.line !== undefined) {
    link.searchParams.set('line', String(place.line));
    link.searchParams.set('lineEnd', String((place.endLine ?? place.line) + 1));
    link.searchParams.set('lineStartColumn', '1');
    link.searchParams.set('lineEndColumn', '1');
  }
  return link.href;
};

const gitlab: Form = (url, place) => {
  const match = /^(.+)\/-\/(?:tree|blob)\/([^/]+)(.*)$/.exec(url.pathname);
  if (!match && url.hostname !== 'gitlab.com') {
    return undefined;
  }
  const [, project, ref, folder] = match ?? [
    '',
    trimSlashes(url.pathname),
    'HEAD',
    '',
  ];
  return at(
    url,
    joinPath(
      project,
      '-/blob',
      commitOf(place) ?? ref,
      folder,
      encodePath(place.path),
    ),
    lines(place, line => `L${line}`, '-', String),
  );
};

const gitea: Form = (url, place) => {
  const match =
    /^(\/[^/]+\/[^/]+)\/src\/(branch|tag|commit)\/([^/]+)(.*)$/.exec(
      url.pathname,
    );
  if (!match) {
    return undefined;
  }
  const [, repository, kind, ref, folder] = match;
  const commit = commitOf(place);
  const version = commit ? `commit/${commit}` : `${kind}/${ref}`;
  return at(
    url,
    joinPath(repository, 'src', version, folder, encodePath(place.path)),
    lines(
      place,
      line => `L${line}`,
      '-',
      line => `L${line}`,
    ),
  );
};

const bitbucketServer: Form = (url, place) => {
  const match =
    /^(\/.*)?\/projects\/([^/]+)\/repos\/([^/]+)(?:\/browse(.*))?$/.exec(
      url.pathname.replace(/\/$/, ''),
    );
  if (!match) {
    return undefined;
  }
  const [, prefix = '', project, repository, folder = ''] = match;
  const link = new URL(
    `/${joinPath(
      prefix,
      'projects',
      project,
      'repos',
      repository,
      'browse',
      folder,
      encodePath(place.path),
    )}`,
    url,
  );
  const version = commitOf(place) ?? url.searchParams.get('at');
  if (version) {
    link.searchParams.set('at', version);
  }
  link.hash = lines(place, String, '-', String);
  return link.href;
};

const bitbucketCloud: Form = (url, place) => {
  const match = /^(\/[^/]+\/[^/]+)(?:\/src\/([^/]+)(.*))?\/?$/.exec(
    url.pathname,
  );
  if (!match || url.hostname !== 'bitbucket.org') {
    return undefined;
  }
  const [, repository, ref = 'HEAD', folder = ''] = match;
  return at(
    url,
    joinPath(
      repository,
      'src',
      commitOf(place) ?? ref,
      folder,
      encodePath(place.path),
    ),
    lines(place, line => `lines-${line}`, ':', String),
  );
};

const github: Form = (url, place) => {
  const match = /^(\/[^/]+\/[^/]+)\/(?:tree|blob)\/([^/]+)(.*)$/.exec(
    url.pathname,
  );
  if (!match && url.hostname !== 'github.com') {
    return undefined;
  }
  const [, repository, ref, folder] = match ?? [
    '',
    trimSlashes(url.pathname).replace(/\.git$/, ''),
    'HEAD',
    '',
  ];
  return at(
    url,
    joinPath(
      repository,
      'blob',
      commitOf(place) ?? ref,
      folder,
      encodePath(place.path),
    ),
    lines(
      place,
      line => `L${line}`,
      '-',
      line => `L${line}`,
    ),
  );
};

const FORMS = [azure, gitlab, gitea, bitbucketServer, bitbucketCloud, github];

/**
 * Address of the lines in the web view of the source's host, at the audited revision where that is a commit. The form
 * is told by the shape of the source's URL, so that hosts of one's own work too.
 *
 * @returns undefined for directories, other protocols and unknown hosts.
 */
export function sourceLink(place: SourcePlaceRef): string | undefined {
  const url = parseHttpUrl(place.source);
  const segments = place.path.split('/');
  // A URL resolves dots, so that the link would lead somewhere else.
  if (!url || segments.some(segment => segment === '.' || segment === '..')) {
    return undefined;
  }
  for (const form of FORMS) {
    const link = form(url, place);
    if (link) {
      return link;
    }
  }
  return undefined;
}

/** The parts of `path` are encoded: those from the source's URL by whoever wrote it, the place's by `encodePath`. */
function at(url: URL, path: string, hash: string): string {
  const link = new URL(`/${path}`, url);
  link.hash = hash;
  return link.href;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function lines(
  { line, endLine }: SourcePlaceRef,
  first: (line: number) => string,
  separator: string,
  last: (line: number) => string,
): string {
  if (line === undefined) {
    return '';
  }
  return endLine === undefined || endLine <= line
    ? first(line)
    : `${first(line)}${separator}${last(endLine)}`;
}

function commitOf({ revision }: SourcePlaceRef): string | undefined {
  return revision && COMMIT.test(revision) ? revision : undefined;
}

function joinPath(...parts: string[]): string {
  return parts.map(trimSlashes).filter(Boolean).join('/');
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}

function parseHttpUrl(source: string | null): URL | undefined {
  try {
    const url = new URL(source ?? '');
    return isHttp(url) ? url : undefined;
  } catch {
    return undefined;
  }
}

function isHttp(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}

/** The address if it may be offered as a link, that is, with `http` or `https`. */
export function httpLink(address: string): string | undefined {
  return parseHttpUrl(address)?.href;
}
