import { SinkKind } from './schema';

/** Methods and functions whose result still carries what they are called on. */
export const FROM_RECEIVER = new Set(
  (
    'strip lstrip rstrip lower upper title capitalize split rsplit splitlines partition rpartition decode encode ' +
    'removeprefix removesuffix get pop getlist items values keys first to_dict copy dict model_dump with_suffix ' +
    'with_name resolve absolute expanduser as_posix zfill ljust setdefault getall read_text casefold popitem ' +
    'trim trimStart trimEnd toLowerCase toUpperCase toString slice substring substr at shift map filter flatMap reverse sort ' +
    'entries find padStart padEnd normalize valueOf flat getAll then catch text json formData arrayBuffer next ' +
    'Get Query Values ReplaceAll toLowerCase substringAfter getOriginalFilename getValue orElse orElseGet toPath'
  ).split(' '),
);

/** Functions whose result carries what they are given, and methods that add to what they are called on. */
export const FROM_ARGUMENTS = new Set(
  (
    'str bytes bytearray format join replace Path PurePath PurePosixPath joinpath abspath realpath normpath expanduser ' +
    'expandvars fspath urljoin unquote unquote_plus loads dumps b64decode urlsafe_b64decode fromhex list tuple set ' +
    'dict sorted reversed enumerate zip iter next cast deepcopy text format_map translate SimpleCookie ' +
    'String concat resolve join normalize decodeURIComponent decodeURI unescape parse stringify assign values from ' +
    'URL URLSearchParams Buffer replaceAll fileURLToPath format printf atob sql ' +
    'Sprintf Join Clean TrimPrefix TrimSuffix TrimSpace ToLower ToUpper FromSlash Abs Replace ReplaceAll Split ' +
    'File get of Paths concat valueOf create URI BytesIO StringIO TarFile open ' +
    'loads HttpResponse format append'
  ).split(' '),
);

/** Modules whose functions `join`, `open`, `get` … carry paths and not what they read. */
const READERS_OF_OTHER = new Set([
  'open',
  'get',
  'find',
  'create',
  'append',
  'from',
]);

/**
 * Whether the result of a call carries its arguments. Names that many things have count for the modules that they are
 * known of only.
 */
export function carriesArguments(name: string, method: string): boolean {
  if (!FROM_ARGUMENTS.has(method)) {
    return false;
  }
  if (!READERS_OF_OTHER.has(method)) {
    return true;
  }
  return /^(?:tarfile|zipfile)\.open$|^(?:java\.nio\.file\.)?Paths\.get$|^Buffer\.from$|^Array\.from$|^URI\.create$/.test(
    name,
  );
}

/** Calls behind which a value does no harm at this kind of sink; they are shown as the control. */
export const CLEANERS: Partial<Record<SinkKind, RegExp>> = {
  file: /(?:^|\.)(?:secure_filename|safe_join|basename|extname|Base|uuid4|sanitize_filename|sanitizeFilename|sanitize-filename|get_valid_filename|safeJoin|splitext|getName|send_from_directory|SecureJoin|slugify|guess_type|lookup)$/,
  archive: /(?:^|\.)data_filter$/,
  sql: /(?:^|\.)(?:escape|escapeId|escapeIdentifier|escapeLiteral|quote_ident|quote_name|Identifier|literal|mogrify|bindparam|bindparams|sanitize|quoteIdentifier|QuoteIdentifier)$/,
  filter:
    /(?:^|\.)(?:String|Number|ObjectId|escape|sanitize|sanitizeFilter|str)$/,
  url: /(?:^|\.)(?:quote|quote_plus|urlencode|encodeURIComponent|QueryEscape|PathEscape|slugify)$/,
  redirect:
    /(?:^|\.)(?:url_for|reverse|resolve_url|urlencode|quote|encodeURIComponent|get_safe_redirect|safe_redirect|QueryEscape)$/,
  template: /(?:^|\.)(?:escape)$/,
};

/** Whether a check on a name keeps harm away. */
export type GuardVerdict = 'holds' | 'filter' | undefined;

const RESOLVED =
  /\b(?:resolve|realpath|abspath|normpath|normalize|Clean|toRealPath|getCanonicalPath|absolute|realpathSync|EvalSymlinks|Abs|relative)\(/;
const CONTAINED =
  /is_relative_to\(|\.relative_to\(|commonpath\(|commonprefix\(|\.parents\b|isPathInside|is_path_inside|path-is-inside|safe_join|safeJoin|\bIsLocal\(/;
const PREFIX = /\b(?:startswith|startsWith|HasPrefix|indexOf)\(/;
/** A prefix that is only a dot or a slash says what a name looks like, not where it leads. */
const PREFIX_OF_NAME =
  /(?:startswith|startsWith|HasPrefix|indexOf)\(\s*(?:[\w.]+,\s*)?\(?\s*["'`](?:\/|\.{1,2}\/?|\\+|~)["'`]/;
const PATTERN = /\b(?:fullmatch|match|search|test|MatchString|matches|exec)\(/;
const DOTS_ONLY = /\/\\\.\\\.\/?|["'](?:\\?\.){2}["']/;
const PLAIN_WORD =
  /\.(?:isalnum|isdigit|isdecimal|isnumeric|isidentifier|isalpha|isascii)\(/;

/** What a condition says about a name, for one kind of sink. */
export function judgeCondition(
  kind: SinkKind,
  text: string,
  name: string,
  derivedFrom: string,
): GuardVerdict {
  if (kind === 'read' || kind === 'store') {
    return /\.size\b|content.?length|\blen\(|max|limit/i.test(text) &&
      /[<>]/.test(text)
      ? 'holds'
      : undefined;
  }
  if (isMember(text, name) || isEqual(text, name) || PLAIN_WORD.test(text)) {
    return 'holds';
  }
  if (PATTERN.test(text) && !DOTS_ONLY.test(text)) {
    return 'holds';
  }
  switch (kind) {
    case 'file':
      return judgePath(text, derivedFrom);
    case 'url':
      return judgeAddress(text);
    case 'redirect':
      return /allowed|is_safe|isSafe|netloc|\bhost|origin|startswith\(|startsWith\(|HasPrefix|safe/i.test(
        text,
      )
        ? 'holds'
        : undefined;
    case 'filter':
      return /typeof|isinstance\(|isString|instanceof/.test(text)
        ? 'holds'
        : undefined;
    default:
      return /allowed|permitted|whitelist|allow_?list/i.test(text)
        ? 'holds'
        : undefined;
  }
}

function judgePath(text: string, derivedFrom: string): GuardVerdict {
  if (CONTAINED.test(text) || /\brelative\(/.test(derivedFrom)) {
    return 'holds';
  }
  const dots = /\.\./.test(text);
  const slash =
    /["'`](?:\/|\\+)["'`]|\bos\.(?:sep|path\.sep)|\bsep\b|isAbsolute|isabs\(|is_absolute/.test(
      text,
    );
  if (dots && slash) {
    return 'holds';
  }
  if (PREFIX.test(text) && !PREFIX_OF_NAME.test(text)) {
    return RESOLVED.test(derivedFrom) || RESOLVED.test(text)
      ? 'holds'
      : 'filter';
  }
  return dots || slash ? 'filter' : undefined;
}

function judgeAddress(text: string): GuardVerdict {
  if (
    /hostname|netloc|\bhost\b|\.host\b|is_private|is_global|is_loopback|ip_address|isPrivate|allowed|allow_?list|whitelist|origin\b|BlockedHost|private_ip/i.test(
      text,
    )
  ) {
    return 'holds';
  }
  if (
    /(?:startswith|startsWith|HasPrefix)\(\s*(?:[\w.]+,\s*)?(?:[A-Za-z_][\w.]*|["'`]https?:\/\/[\w-]+\.[^"'`]*)/.test(
      text,
    )
  ) {
    return 'holds';
  }
  return /scheme|protocol|startswith\(|startsWith\(|HasPrefix/i.test(text)
    ? 'filter'
    : undefined;
}

const escape = (text: string) => text.replace(/[^\w]/g, '\\$&');

/** `name in ALLOWED`, `ALLOWED.has(name)`. */
function isMember(text: string, name: string): boolean {
  const own = escape(name);
  return new RegExp(
    `(?:^|[^\\w.'"])${own}(?:\\.(?:lower|upper|strip|value|toLowerCase|trim)\\(\\))?\\s+(?:not\\s+)?in\\s+[^"'\\s]|\\.(?:includes|has|indexOf|contains|Contains)\\(\\s*(?:[\\w.]+,\\s*)?${own}\\s*(?:as \\w+\\s*)?\\)|(?:hasOwnProperty|hasOwn)[^)]*\\b${own}`,
  ).test(text);
}

/** `name == "x"`. */
function isEqual(text: string, name: string): boolean {
  const own = escape(name);
  // `typeof name === 'string'` says nothing of what it is.
  return new RegExp(
    `(?:^|[^\\w.])(?<!typeof )${own}\\s*(?:===?|!==?)\\s*(?:["'\`][^"'\`]|[A-Z][A-Z_]+\\b)`,
  ).test(text);
}
