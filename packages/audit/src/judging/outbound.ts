import { CallFact, FileSyntax } from '../syntax/schema';

/**
 * How a call over the network is bounded: `default` by the library, `set` where it is called or made, `none` not at
 * all, `unclear` by something that is not seen from here.
 */
export interface OutboundCall {
  /** Library, for people. */
  library: string;
  bound: 'default' | 'set' | 'none' | 'unclear';
}

const METHODS =
  '(?:get|post|put|patch|delete|del|head|options|request|send|stream|postForm|getUri)';
const REQUESTS = new RegExp(`^requests(?:\\.api)?\\.${METHODS}$`);
const AXIOS = new RegExp(`^axios(?:\\.default)?(?:\\.${METHODS})?$`);
const GOT =
  /^got(?:\.default)?(?:\.(?:get|post|put|patch|delete|head|stream))?$/;
const FETCHES =
  /^(?:node-fetch|cross-fetch|isomorphic-fetch|undici)(?:\.(?:default|fetch))?$/;
const GO = /(?:^|\/)http\.(?:Get|Post|Head|PostForm)$/;

/** A function that takes a time limit and gives it on, or a class that sets it for all its calls. */
const LIMITS = /time_?out|signal|deadline|AbortController|Dispatcher/i;

/** Tells whether a call leaves the process and whether something ends it; `undefined` for other calls. */
export function outboundCall(
  call: CallFact,
  file: FileSyntax,
): OutboundCall | undefined {
  switch (call.language) {
    case 'python':
      return python(call, file);
    case 'go':
      return go(call, file);
    case 'java':
      return java(call, file);
    default:
      return script(call, file);
  }
}

function python(call: CallFact, file: FileSyntax): OutboundCall | undefined {
  const { name } = call;
  if (
    /^httpx\.(?:get|post|put|patch|delete|head|options|request|stream|Client|AsyncClient)$/.test(
      name,
    )
  ) {
    const limit = argumentOf(call, 'timeout');
    if (!limit) {
      return { library: 'httpx', bound: 'default' };
    }
    return { library: 'httpx', bound: limit.text === 'None' ? 'none' : 'set' };
  }
  if (/^aiohttp\.ClientSession$/.test(name)) {
    return {
      library: 'aiohttp',
      bound: argumentOf(call, 'timeout') ? 'set' : 'default',
    };
  }
  if (REQUESTS.test(name)) {
    return { library: 'requests', bound: pythonBound(call, file) };
  }
  if (/^urllib\.request\.urlopen$/.test(name)) {
    return {
      library: 'urllib',
      bound: call.args.length > 2 ? 'set' : pythonBound(call, file),
    };
  }
  if (/^smtplib\.SMTP(?:_SSL)?$/.test(name)) {
    return { library: 'smtplib', bound: pythonBound(call, file) };
  }
  if (/^socket\.create_connection$/.test(name)) {
    return {
      library: 'socket',
      bound: call.args.length > 1 ? 'set' : pythonBound(call, file),
    };
  }
  // `self.session.get(url)` of a session that this file makes.
  const session =
    /^((?:self\.)?\w+)\.(?:get|post|put|patch|delete|head|request)$/.exec(
      call.callee,
    )?.[1];
  const made =
    session &&
    file.calls.find(
      item =>
        item.assignedTo === session &&
        /^requests\.(?:Session|session|sessions\.Session)$/.test(item.name),
    );
  return made
    ? {
        library: 'requests',
        // An adapter or a wrapped `request` sets the limit for all.
        bound: file.calls.some(
          item =>
            item.callee === `${session}.mount` &&
            /time_?out/i.test(item.args.map(arg => arg.text).join(' ')),
        )
          ? 'set'
          : pythonBound(call, file),
      }
    : undefined;
}

function pythonBound(call: CallFact, file: FileSyntax): OutboundCall['bound'] {
  const limit = argumentOf(call, 'timeout');
  if (limit) {
    return limit.text === 'None' ? 'none' : 'set';
  }
  return call.args.some(item => item.text.startsWith('**'))
    ? carried(call, file)
    : 'none';
}

/** Arguments that are put together before: the function around them says whether a limit is among them. */
function carried(call: CallFact, file: FileSyntax): OutboundCall['bound'] {
  const around = file.functions
    .filter(item => item.line <= call.line && item.endLine >= call.endLine)
    .at(-1);
  const text = around
    ? file.text
        .split('\n')
        .slice(around.line - 1, around.endLine)
        .join('\n')
    : file.text;
  return LIMITS.test(text) ? 'set' : 'unclear';
}

function script(call: CallFact, file: FileSyntax): OutboundCall | undefined {
  const { name, callee } = call;
  const [first, second] = call.args;
  const own = file.imports.find(item => item.local === callee.split('.')[0]);
  if (callee === 'axios.create' || AXIOS.test(name)) {
    const position = /\.(?:post|put|patch|postForm)$/.test(callee) ? 2 : 1;
    const options =
      callee === 'axios.create' ||
      /\.request$/.test(callee) ||
      (callee === own?.local && !second)
        ? first
        : call.args[position];
    return { library: 'axios', bound: scriptBound(call, file, options?.text) };
  }
  if (GOT.test(name)) {
    return {
      library: 'got',
      bound: scriptBound(
        call,
        file,
        second?.text ?? (first?.text.startsWith('{') ? first.text : undefined),
      ),
    };
  }
  if ((callee === 'fetch' && !own) || FETCHES.test(name)) {
    // An own address is the browser's.
    return /^["'`]\//.test(first?.text ?? '')
      ? undefined
      : { library: 'fetch', bound: scriptBound(call, file, second?.text) };
  }
  return undefined;
}

function scriptBound(
  call: CallFact,
  file: FileSyntax,
  options: string | undefined,
): OutboundCall['bound'] {
  if (options === undefined) {
    return 'none';
  }
  if (LIMITS.test(options)) {
    return 'set';
  }
  return /^\{/.test(options) &&
    !options.includes('...') &&
    !/^\{\s*[\w$]+\s*\}$/.test(options)
    ? 'none'
    : carried(call, file);
}

function go(call: CallFact, file: FileSyntax): OutboundCall | undefined {
  if (GO.test(call.name)) {
    return { library: 'net/http', bound: 'none' };
  }
  if (call.construct && /(?:^|\/)http\.Client$/.test(call.name)) {
    return {
      library: 'net/http',
      bound:
        call.args.some(item => item.name === 'Timeout') ||
        /NewRequestWithContext|\.Timeout\s*=/.test(file.text)
          ? 'set'
          : 'none',
    };
  }
  return undefined;
}

function java(call: CallFact, file: FileSyntax): OutboundCall | undefined {
  if (call.construct && /(?:^|\.)RestTemplate$/.test(call.name)) {
    return {
      library: 'RestTemplate',
      bound:
        call.args.length > 0 || /setRequestFactory|[tT]imeout/.test(file.text)
          ? 'set'
          : 'none',
    };
  }
  return undefined;
}

function argumentOf(call: CallFact, name: string) {
  return call.args.find(item => item.name === name);
}
