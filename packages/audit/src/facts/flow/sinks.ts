import { SinkKind } from './schema';

/** A call that must not be given what a caller says. */
export interface SinkRule {
  kind: SinkKind;
  /** For notes: `opens a file`. */
  what: string;
  /** Resolved name, or the whole of it for patterns. */
  name: RegExp;
  /** Positions of the arguments in question; `receiver` for what the method is called on, `all` for any. */
  args: (number | 'receiver' | 'all')[];
  /** Keyword for the argument. */
  keywords?: string[];
  /** A value that is passed on whole says nothing here; it must be put into a text. */
  needsText?: boolean;
  /** Files in which this name means it: one of the words must be there. */
  inFilesWith?: RegExp;
  /** Harmless with this argument: `{ root }` of sendFile. */
  unless?: RegExp;
  /** Only without arguments: `read()` takes all, `read(n)` does not. */
  bare?: boolean;
  /** Only when a path was made on the way: methods that many things have. */
  needsPath?: boolean;
}

/** What one language calls. */
export interface SinkTable {
  rules: SinkRule[];
  /** Text of callees that are looked at; matched by the parser. */
  callees: string;
  /** Words of which one is in every file with a sink. */
  words: string[];
}

const PY_FILE_FUNCTIONS =
  /^(?:open|io\.open|os\.open|codecs\.open|aiofiles\.open|anyio\.open_file|anyio\.Path|os\.(?:remove|unlink|listdir|scandir|makedirs|rmdir|walk|removedirs|chmod)|shutil\.rmtree|os\.startfile|zipfile\.ZipFile|tarfile\.open|linecache\.getlines|numpy\.load|pandas\.read_(?:csv|json|excel|parquet|pickle)|aiofiles\.os\.(?:remove|listdir|rmdir|unlink)|PIL\.Image\.open|fileinput\.input)$/;

const python: SinkTable = {
  callees:
    '(^|\\.)(open|open_file|remove|unlink|listdir|scandir|makedirs|rmdir|walk|rmtree|copy|copy2|copyfile|copytree|move|rename|replace|FileResponse|send_file|read_text|read_bytes|write_text|write_bytes|iterdir|extractall|extract|execute|executemany|executescript|exec_driver_sql|fetch|fetchrow|fetchval|text|raw|extra|RawSQL|read_sql|read_sql_query|find|find_one|find_one_and_update|update_one|update_many|delete_one|delete_many|aggregate|count_documents|get|post|put|patch|delete|head|request|stream|urlopen|urlretrieve|Request|goto|redirect|HttpResponseRedirect|RedirectResponse|HTTPFound|HTTPSeeOther|Template|from_string|render_template_string|import_module|__import__|read|ZipFile|copyfileobj|save)$',
  words: [
    'open(',
    'unlink(',
    'remove(',
    'rmtree(',
    'listdir(',
    'shutil.',
    'FileResponse',
    'send_file(',
    'read_text(',
    'read_bytes(',
    'write_text(',
    'write_bytes(',
    'extractall(',
    'execute',
    'fetch',
    'text(',
    '.raw(',
    '.extra(',
    'RawSQL',
    'read_sql',
    'pymongo',
    'motor',
    'requests',
    'httpx',
    'aiohttp',
    'urlopen',
    'goto(',
    'redirect',
    'Redirect',
    'HTTPFound',
    'Template(',
    'from_string(',
    'template_string(',
    'import_module(',
    '__import__(',
    '.read()',
    '.save(',
    'copyfileobj(',
  ],
  rules: [
    {
      kind: 'file',
      what: 'opens or changes a file by this name',
      name: PY_FILE_FUNCTIONS,
      args: [0],
      keywords: ['file', 'path', 'name', 'src'],
    },
    {
      kind: 'file',
      what: 'copies or moves a file by this name',
      name: /^(?:shutil\.(?:copy|copy2|copyfile|copytree|move)|os\.(?:rename|replace|link|symlink))$/,
      args: [0, 1],
      keywords: ['src', 'dst'],
    },
    {
      kind: 'file',
      what: 'answers with a file by this name',
      name: /(?:^|\.)(?:responses?|fastapi|starlette)\.FileResponse$|^FileResponse$|^(?:flask|quart)\.send_file$|^aiohttp\.web\.FileResponse$/,
      args: [0],
      keywords: ['path', 'path_or_file', 'filename_or_fp'],
    },
    {
      kind: 'file',
      what: 'opens or changes a file by this path',
      name: /\.(?:read_text|read_bytes|write_text|write_bytes|open|unlink|rmdir|iterdir)$/,
      args: ['receiver'],
      needsPath: true,
    },
    {
      kind: 'file',
      what: 'saves under this name',
      name: /\.save$/,
      args: [0],
      keywords: ['dst'],
      needsPath: true,
      inFilesWith: /\bfiles\b|FILES|\bImage\b/,
    },
    {
      kind: 'archive',
      what: 'writes the members of an archive under the names they bring',
      name: /\.(?:extractall|extract)$/,
      args: ['receiver'],
      inFilesWith: /\btarfile\b/,
      unless: /filter\s*=|\bmembers\s*=/,
    },
    {
      kind: 'sql',
      what: 'runs a query that is put together as text',
      name: /\.(?:execute|executemany|executescript|exec_driver_sql|fetch|fetchrow|fetchval)$|(?:^|\.)read_sql(?:_query)?$/,
      args: [0, 1],
      keywords: ['query', 'sql', 'statement'],
      needsText: true,
    },
    {
      kind: 'sql',
      what: 'makes a query of text',
      // `db.text` of Flask-SQLAlchemy is the same function, and so is that of a module under another name.
      name: /(?:^sqlalchemy\.(?:sql\.|sql\.expression\.)?|^sqlmodel\.|(?:^|\.)(?:sa|db)\.)text$|^(?:django\.db\.models\.expressions\.)?RawSQL$/,
      args: [0],
      needsText: true,
    },
    {
      kind: 'sql',
      what: 'runs a query that is put together as text',
      name: /\.raw$/,
      args: [0],
      keywords: ['raw_query', 'sql'],
      needsText: true,
      inFilesWith: /django|objects\.|peewee/,
    },
    {
      kind: 'sql',
      what: 'runs a query that is put together as text',
      name: /\.extra$/,
      args: [0, 1],
      // Not `params` and `select_params`, which are bound.
      keywords: ['select', 'where', 'tables', 'order_by'],
      needsText: true,
      inFilesWith: /django|objects\.|\.extra\(/,
    },
    {
      kind: 'filter',
      what: 'filters documents by an object of the caller',
      name: /\.(?:find|find_one|find_one_and_update|update_one|update_many|delete_one|delete_many|aggregate|count_documents)$/,
      args: [0],
      inFilesWith: /pymongo|motor|beanie|mongo/i,
    },
    {
      kind: 'url',
      what: 'sends a request to this address',
      name: /^(?:requests|httpx)\.(?:get|post|put|patch|delete|head|options|stream)$|(?:^|\.)(?:urlopen|urlretrieve)$|^urllib\.request\.Request$|(?:^|[._])(?:client|http|session|http_client|http_session|async_client|requests_session)\.(?:get|post|put|patch|delete|head|stream)$|\.page\.goto$|^page\.goto$/,
      args: [0],
      keywords: ['url'],
      inFilesWith: /requests|httpx|aiohttp|urllib|playwright/,
    },
    {
      kind: 'url',
      what: 'sends a request to this address',
      name: /^(?:requests|httpx)\.request$|(?:^|[._])(?:client|session)\.request$/,
      args: [1],
      keywords: ['url'],
      inFilesWith: /requests|httpx|aiohttp/,
    },
    {
      kind: 'redirect',
      what: 'redirects to this address',
      name: /^(?:flask|quart|django\.shortcuts|werkzeug\.utils|bottle)\.redirect$|(?:^|\.)(?:HttpResponseRedirect|HttpResponsePermanentRedirect|RedirectResponse)$|(?:^|\.)web\.(?:HTTPFound|HTTPSeeOther)$/,
      args: [0],
      keywords: ['url', 'location', 'redirect_to'],
    },
    {
      kind: 'template',
      what: 'compiles a template of this text',
      name: /^(?:jinja2\.Template|mako\.template\.Template|django\.template\.Template|tornado\.template\.Template|flask\.render_template_string)$|\.from_string$/,
      args: [0],
      keywords: ['source', 'text'],
    },
    {
      kind: 'read',
      what: 'reads the upload whole',
      name: /\.read$/,
      args: ['receiver'],
      bare: true,
      inFilesWith: /UploadFile|\bfiles\b|FILES|\bFile\(|upload/,
    },
    {
      kind: 'store',
      what: 'keeps the upload',
      name: /^shutil\.copyfileobj$|\.save$/,
      args: ['receiver', 0, 1],
      inFilesWith: /UploadFile|\bfiles\b|FILES|\bFile\(|upload/,
    },
    {
      kind: 'module',
      what: 'loads a module by this name',
      name: /^(?:importlib\.import_module|__import__|importlib\.__import__)$/,
      args: [0],
      keywords: ['name'],
    },
  ],
};

const FS =
  'readFile|readFileSync|createReadStream|createWriteStream|writeFile|writeFileSync|appendFile|appendFileSync|unlink|unlinkSync|rm|rmSync|rmdir|rmdirSync|readdir|readdirSync|open|openSync|opendir|remove|removeSync|outputFile|readJson|readJSON|readJsonSync|outputJson|writeJson|emptyDir';

const script: SinkTable = {
  callees: `(^|\\.)(${FS}|rename|renameSync|copyFile|copyFileSync|cp|move|sendFile|download|query|execute|raw|whereRaw|orderByRaw|havingRaw|selectRaw|joinRaw|\\$queryRawUnsafe|\\$executeRawUnsafe|unsafe|prepare|exec|all|get|run|each|find|findOne|findOneAndUpdate|findOneAndDelete|findOneAndReplace|updateOne|updateMany|update|deleteOne|deleteMany|remove|countDocuments|exists|aggregate|fetch|axios|got|request|post|put|patch|delete|head|goto|superagent|needle|redirect|permanentRedirect|render|compile|renderString|template|require|arrayBuffer)$`,
  words: [
    'fs',
    'sendFile',
    'download(',
    '.query',
    '.execute',
    'raw(',
    'Raw(',
    'RawUnsafe',
    '.unsafe(',
    '.prepare(',
    'sqlite',
    'mongo',
    'fetch(',
    'axios',
    'got',
    'undici',
    "request'",
    'superagent',
    'needle',
    'goto(',
    'edirect(',
    'handlebars',
    'ejs',
    'arrayBuffer(',
    'pug',
    'nunjucks',
    'require(',
  ],
  rules: [
    {
      kind: 'file',
      what: 'opens or changes a file by this name',
      name: new RegExp(
        `^(?:fs|fs/promises|fs-extra|graceful-fs|fs\\.promises|fs\\.default)(?:\\.promises)?\\.(?:${FS})$|^(?:fs|fsp|fse|fsPromises)\\.(?:promises\\.)?(?:${FS})$`,
      ),
      args: [0],
    },
    {
      kind: 'file',
      what: 'copies or moves a file by this name',
      name: /^(?:fs|fs\/promises|fs-extra|fs\.promises|fsp|fse)\.(?:promises\.)?(?:rename|renameSync|copyFile|copyFileSync|cp|move)$/,
      args: [0, 1],
    },
    {
      kind: 'file',
      what: 'answers with a file by this name',
      name: /^(?:res|response)\.(?:status\(\d+\)\.)?(?:sendFile|download)$|\.sendFile$/,
      args: [0],
      // With a root, Express keeps the name below it.
      unless: /\broot\b/,
      inFilesWith: /\bres(?:ponse)?\b/,
    },
    {
      kind: 'sql',
      what: 'runs a query that is put together as text',
      name: /\.(?:query|execute|raw|whereRaw|orderByRaw|havingRaw|selectRaw|joinRaw|\$queryRawUnsafe|\$executeRawUnsafe|unsafe|prepare)$|(?:^|\.)(?:db|database|conn|connection|sqlite|client|pool)\.(?:exec|all|get|run|each)$/,
      args: [0],
      needsText: true,
    },
    {
      kind: 'filter',
      what: 'filters documents by an object of the caller',
      name: /\.(?:find|findOne|findOneAndUpdate|findOneAndDelete|findOneAndReplace|updateOne|updateMany|deleteOne|deleteMany|countDocuments|aggregate)$/,
      args: [0],
      inFilesWith: /mongo|\bModel\b|models?\//i,
    },
    {
      kind: 'url',
      what: 'sends a request to this address',
      name: /^(?:fetch|node-fetch|cross-fetch|undici\.fetch|undici\.request|axios|got|needle|superagent|globalThis\.fetch)(?:\.default)?(?:\.(?:get|post|put|patch|delete|head|request))?$|^https?\.(?:get|request)$|(?:^|\.)(?:axios|httpService|http|axiosRef|httpClient|got)\.(?:get|post|put|patch|delete|head|request)$|(?:^|\.)page\.goto$/,
      args: [0],
      keywords: ['url', 'uri', 'hostname', 'host'],
    },
    {
      kind: 'redirect',
      what: 'redirects to this address',
      name: /(?:^|\.)(?:res|response|reply|ctx|c)\.(?:status\(\d+\)\.)?redirect$|^(?:next\/server\.)?(?:NextResponse|Response)\.redirect$|^next\/navigation\.(?:redirect|permanentRedirect)$/,
      args: ['all'],
    },
    {
      kind: 'template',
      what: 'compiles a template of this text',
      name: /^(?:ejs|pug|handlebars|Handlebars|nunjucks|mustache|eta|doT|lodash|_)\.(?:render|compile|renderString|template|renderStringAsync)$/,
      args: [0],
    },
    {
      kind: 'read',
      what: 'reads the upload whole',
      name: /\.arrayBuffer$/,
      args: ['receiver'],
      bare: true,
    },
    {
      kind: 'module',
      what: 'loads a module by this name',
      name: /^require$/,
      args: [0],
    },
  ],
};

const go: SinkTable = {
  callees:
    '(^|\\.)(Open|OpenFile|Create|ReadFile|WriteFile|Remove|RemoveAll|ReadDir|ServeFile|File|Query|QueryRow|Exec|QueryContext|QueryRowContext|ExecContext|Raw|Get|Post|Head|NewRequest|NewRequestWithContext|Redirect|ReadAll)$',
  words: ['os.', 'ServeFile', 'ioutil', 'sql', '.Raw(', 'http.', 'ReadAll('],
  rules: [
    {
      kind: 'file',
      what: 'opens or changes a file by this name',
      name: /^(?:os|io\/ioutil|ioutil)\.(?:Open|OpenFile|Create|ReadFile|WriteFile|Remove|RemoveAll|ReadDir)$/,
      args: [0],
    },
    {
      kind: 'file',
      what: 'answers with a file by this name',
      name: /^(?:net\/)?http\.ServeFile$/,
      args: [2],
    },
    {
      kind: 'sql',
      what: 'runs a query that is put together as text',
      name: /\.(?:Query|QueryRow|Exec|QueryContext|QueryRowContext|ExecContext|Raw)$/,
      args: [0, 1],
      needsText: true,
    },
    {
      kind: 'url',
      what: 'sends a request to this address',
      name: /^(?:net\/)?http\.(?:Get|Post|Head)$/,
      args: [0],
    },
    {
      kind: 'url',
      what: 'sends a request to this address',
      name: /^(?:net\/)?http\.NewRequest$/,
      args: [1],
    },
    {
      kind: 'url',
      what: 'sends a request to this address',
      name: /^(?:net\/)?http\.NewRequestWithContext$/,
      args: [2],
    },
    {
      kind: 'redirect',
      what: 'redirects to this address',
      name: /^(?:net\/)?http\.Redirect$/,
      args: [2],
    },
    {
      kind: 'read',
      what: 'reads the body whole',
      name: /^(?:io|io\/ioutil|ioutil)\.ReadAll$/,
      args: [0],
    },
  ],
};

const java: SinkTable = {
  callees: '',
  words: [
    'FileInputStream',
    'FileOutputStream',
    'Files.',
    'FileSystemResource',
    'createQuery',
    'createNativeQuery',
    'jdbc',
    'executeQuery',
    'RestTemplate',
    'openStream',
  ],
  rules: [
    {
      kind: 'file',
      what: 'opens or changes a file by this name',
      name: /(?:^|\.)(?:FileInputStream|FileOutputStream|FileReader|FileWriter|FileSystemResource)$|(?:^|\.)Files\.(?:newInputStream|newOutputStream|readAllBytes|readString|write|writeString|copy|delete|deleteIfExists|lines|newBufferedReader)$/,
      args: [0, 1],
    },
    {
      kind: 'sql',
      what: 'runs a query that is put together as text',
      name: /\.(?:createQuery|createNativeQuery|executeQuery|executeUpdate|queryForObject|queryForList|queryForMap|query)$/,
      args: [0],
      needsText: true,
    },
    {
      kind: 'url',
      what: 'sends a request to this address',
      name: /\.(?:getForObject|getForEntity|postForObject|postForEntity|exchange)$/,
      args: [0],
    },
  ],
};

export const SINKS = { python, script, go, java };

/** Kinds of nodes that are calls. */
export const CALL_KINDS = {
  python: ['call'],
  script: ['call_expression'],
  go: ['call_expression'],
  java: ['method_invocation', 'object_creation_expression'],
};
