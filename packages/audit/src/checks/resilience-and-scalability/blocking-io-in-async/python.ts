import { CallFact, FileSyntax } from '../../../syntax/schema';
import { callsWithin } from '../../../judging/reach';

const BLOCKS =
  /^(?:requests(?:\.api)?\.(?:get|post|put|patch|delete|head|options|request)|urllib\.request\.(?:urlopen|urlretrieve)|httpx\.(?:get|post|put|patch|delete|head|options|request)|time\.sleep|subprocess\.(?:run|call|check_call|check_output|getoutput)|os\.(?:system|popen)|sqlite3\.connect|psycopg2\.connect|psycopg\.connect|pymysql\.connect|MySQLdb\.connect|smtplib\.SMTP(?:_SSL)?|ftplib\.FTP|shutil\.(?:copytree|copyfileobj|copyfile|copy|copy2|make_archive|unpack_archive|rmtree)|paramiko\.\w+|socket\.(?:create_connection|getaddrinfo|gethostbyname))$/;
const SYNC_SESSION =
  /^(?:sqlalchemy\.orm(?:\.session)?\.Session|sqlmodel\.Session|sqlmodel\.orm\.session\.Session)$/;
const SESSION_CALLS =
  /\.(?:query|execute|exec|scalars?|get|commit|flush|refresh|add|add_all|delete|merge|rollback)$/;
/** Of these only what goes to the database at once. */
const AT_ONCE =
  /\.(?:execute|exec|scalars?|get|commit|flush|refresh|all|first|one|one_or_none|count|rollback)$/;
const PYMONGO =
  /\.(?:find_one|insert_one|insert_many|update_one|update_many|delete_one|delete_many|replace_one|count_documents|aggregate|find_one_and_\w+|bulk_write|distinct)$/;

/** A call that keeps the thread waiting. */
export interface Blocking {
  line: number;
  text: string;
  what: string;
}

const cut = (call: CallFact) =>
  call.callee
    .replace(/\s+/g, '')
    .replace(/\([^]*\)/g, '()')
    .slice(-60);

/** Blocking calls directly in a function of a Python file; inner functions and lambdas run somewhere else. */
export function blockingIn(
  file: FileSyntax,
  fn: { line: number; endLine: number; name: string },
  /** Names of document classes whose queries wait. */
  documents: ReadonlySet<string> = new Set(),
): Blocking[] {
  const calls = callsWithin(file, fn).filter(
    call =>
      call.enclosing.at(-1) === fn.name ||
      // Decorated functions are named like all others.
      call.enclosing.includes(fn.name),
  );
  const sessions = sessionsOf(file, fn);
  return calls.flatMap(call => {
    if (call.enclosing.at(-1) !== fn.name) {
      return [];
    }
    const what = whatBlocks(call, file, sessions, documents);
    return what && isHere(call, file)
      ? [{ line: call.line, text: cut(call), what }]
      : [];
  });
}

function whatBlocks(
  call: CallFact,
  file: FileSyntax,
  sessions: ReadonlySet<string>,
  documents: ReadonlySet<string>,
): string | undefined {
  if (BLOCKS.test(call.name)) {
    return 'waits for it';
  }
  const receiver = /^[\w.]+?(?=\.\w+(?:\(|$))/.exec(call.callee)?.[0] ?? '';
  if (
    sessions.has(call.callee.split('.')[0]) &&
    SESSION_CALLS.test(call.callee.replace(/\([^]*\)(?=\.)/g, ''))
  ) {
    return AT_ONCE.test(call.callee)
      ? 'is a synchronous query of SQLAlchemy'
      : undefined;
  }
  if (
    PYMONGO.test(call.callee) &&
    /^(?:from|import) pymongo\b/m.test(file.text) &&
    !/\bmotor\b|AsyncMongoClient|AsyncDatabase|AsyncCollection/.test(
      file.text,
    ) &&
    receiver
  ) {
    return 'is a synchronous query of pymongo';
  }
  if (
    /\)\.(?:run|to_list|count)$/.test(call.callee) &&
    (documents.has(/^\w+/.exec(call.callee)?.[0] ?? '') ||
      file.imports.some(({ module }) => /^bunnet(?:\.|$)/.test(module)))
  ) {
    return 'is a synchronous query of bunnet';
  }
  return undefined;
}

/** Parameters and names of a function that hold a synchronous session. */
function sessionsOf(
  file: FileSyntax,
  fn: { line: number; name: string },
): ReadonlySet<string> {
  const found = file.functions.find(
    item => item.line === fn.line && item.name === fn.name,
  );
  return new Set(
    (found?.parameters ?? [])
      .filter(({ annotation }) =>
        (annotation?.match(/[A-Za-z_][\w.]*/g) ?? []).some(name =>
          SYNC_SESSION.test(file.resolve(name)),
        ),
      )
      .map(({ name }) => name),
  );
}

/** Not awaited, and not in a lambda that is given to an executor. */
function isHere(call: CallFact, file: FileSyntax): boolean {
  const node = file.nodeOf(call);
  for (const ancestor of node?.ancestors() ?? []) {
    if (ancestor.is('await') || ancestor.is('lambda')) {
      return false;
    }
    if (ancestor.is('function_definition') || ancestor.is('block')) {
      return true;
    }
  }
  return true;
}
