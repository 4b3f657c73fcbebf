import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import {
  argumentNodes,
  endLineOf,
  lineOf,
} from '../../../facts/applications/code';
import { wordsOf } from '../../../facts/settings/secretNames';
import { callsLike, Leaf, leavesOf } from '../../../facts/tokens/expressions';
import {
  isCredentialName,
  isPasswordName,
  isProtectedName,
} from '../../../facts/tokens/names';
import { isCommandLine } from '../../../judging/services';
import { FileSyntax } from '../../../syntax/schema';
import { Redaction } from './redaction';

/** Text of which one stands in every file that could log something sensitive. */
export const LOGGED_WORDS = [
  'assword',
  'ASSWORD',
  'oken',
  'OKEN',
  'ecret',
  'ECRET',
  'pi_key',
  'piKey',
  'API_KEY',
  'redential',
  'uthorization',
  'headers',
  '.body',
  'cookie',
  'environ',
  'process.env',
  'settings',
  'DATABASE_URL',
  'database_url',
  'email',
  'phone',
];

/** Callees of log calls as written, for the parser's own regular expressions. */
const LOG_CALLS: Record<FileSyntax['language'], string> = {
  python:
    '(?:^|[._])(?:[lL]og|LOG|[lL]ogger|LOGGER|logging|structlog|audit_?log)\\.(?:debug|info|warning|warn|error|exception|critical|fatal|log|msg|bind)$',
  typescript: '',
  tsx: '',
  javascript: '',
  go: '(?:^|\\.)(?:log|slog|logger|sugar|lg|l|zap|logrus)\\.(?:Print|Printf|Println|Debug|Info|Warn|Error|Fatal|Panic)(?:f|w|ln|Context)?$',
  java: '^(?:log|logger|LOG|LOGGER)\\.(?:trace|debug|info|warn|error)\\(',
};
const SCRIPT_LOGS =
  '(?:^|\\.)(?:console|_?log|_?logger|winston|pino)\\.(?:log|trace|debug|info|warn|error|fatal|verbose|silly|http)$';

/** Whole requests, and what carries the proof of the caller. */
const WHOLE_REQUEST =
  /^event\.body$|^(?:self\.)?(?:req|request|ctx\.request|ctx\.req|c\.req|flask\.request)\.(?:body|data|json|form|POST|get_json|rawBody|get_data|values)$/;
const WHOLE_HEADERS =
  /^(?:self\.)?(?:req|request|ctx\.request|ctx\.req|ctx|c\.req|event|r)\.(?:headers|Header|META|cookies)$/;
const PROOF_HEADER =
  /(?:^|\.)(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-auth-token)$/i;
const WHOLE_SETTINGS =
  /^(?:process\.env|os\.environ|settings|app_settings|self\.settings|app\.config|current_app\.config)$/;
const CONNECTION =
  /(?:^|\.)(?:database_?ur[il]|db_?ur[il]|sqlalchemy_database_uri|redis_?ur[il]|mongo(?:db)?_?ur[il]|broker_?url|amqp_?url|postgres_?(?:url|dsn)|pg_?dsn|db_?dsn)$/i;
const PERSONAL =
  /^(?:e_?mail|e_?mail_?address|user_?email|customer_?email|recipient_?email|phone|phone_?number|mobile|ssn|iban|card_?number|date_?of_?birth|birth_?date|home_?address|street_?address)$/i;
/** Places in which a token is a piece of text. */
const LANGUAGE_TOOLS =
  /lexer|parser|token(?:iz|is)er|syntax|grammar|(?:^|\/)(?:nlp|llm|openai|completion)/i;

/** Values that log calls get and should not. */
export async function loggedValues(
  context: CheckContext,
  redaction: Redaction,
): Promise<{ failing: Evidence[]; calls: number }> {
  const failing: Evidence[] = [];
  let calls = 0;
  for (const file of await context.syntax.files({ containing: LOGGED_WORDS })) {
    const text = context.read(file.path) ?? '';
    if (!/\b_?log\w{0,8}\b|console\.|winston|pino/i.test(text)) {
      continue;
    }
    const cli = isCommandLine(file);
    for (const node of callsLike(
      file,
      LOG_CALLS[file.language] || SCRIPT_LOGS,
    )) {
      calls += 1;
      const found =
        cli && !/logg?er/i.test(node.text().slice(0, 40))
          ? undefined
          : judge(file, node, redaction);
      if (found) {
        failing.push({
          path: file.path,
          line: lineOf(node),
          endLine: endLineOf(node),
          ...subjectOf(file, node, found.leaf),
          ...(found.severity ? { severity: found.severity } : {}),
          note: found.note,
        });
      }
    }
  }
  return { failing, calls };
}

function subjectOf(file: FileSyntax, node: SyntaxNode, leaf: Leaf) {
  return {
    subject: [...file.enclosingOf(node), leaf.text].join('.').slice(0, 120),
  };
}

interface Judgement {
  leaf: Leaf;
  note: string;
  severity?: 'medium';
}

/** The worst thing that a log call gets. */
function judge(
  file: FileSyntax,
  node: SyntaxNode,
  redaction: Redaction,
): Judgement | undefined {
  const leaves = argumentNodes(node).flatMap(leavesOf);
  let personal: Judgement | undefined;
  for (const leaf of leaves) {
    const what = secretIn(file, leaf);
    if (what && !redaction.covers(leaf.key ?? leaf.last)) {
      return { leaf, note: what };
    }
    if (
      !leaf.call &&
      (PERSONAL.test(leaf.last) ||
        (leaf.key !== undefined && PERSONAL.test(leaf.key))) &&
      redaction.places.length === 0
    ) {
      personal ??= {
        leaf,
        note: `\`${leaf.text}\` is logged, and nothing redacts it`,
        severity: 'medium',
      };
    }
  }
  return personal;
}

function secretIn(file: FileSyntax, leaf: Leaf): string | undefined {
  const { text, last, call, key } = leaf;
  if (WHOLE_REQUEST.test(text)) {
    return `\`${text}\` is logged whole`;
  }
  if (WHOLE_HEADERS.test(text) && !call) {
    return `\`${text}\` is logged whole, with Authorization and cookies`;
  }
  if (call) {
    return undefined;
  }
  if (PROOF_HEADER.test(text) && /header|META|req|cookie/i.test(text)) {
    return `the header \`${last}\` is logged`;
  }
  if (
    WHOLE_SETTINGS.test(text) &&
    (text !== 'settings' || isOwnSettings(file))
  ) {
    return `\`${text}\` is logged whole`;
  }
  if (CONNECTION.test(text)) {
    return `\`${text}\` is logged, with the password in it`;
  }
  if (isProtectedName(last) || (key !== undefined && isProtectedName(key))) {
    return undefined;
  }
  const named = [last, key].find(
    name => name !== undefined && isLoggedSecret(file, name),
  );
  return named ? `the value of \`${text}\` is logged` : undefined;
}

/** `settings` is many things; here it is what a module of settings gives. */
function isOwnSettings(file: FileSyntax): boolean {
  return (
    file.language === 'python' &&
    (file.imports.some(
      ({ local, module }) =>
        local === 'settings' && /(?:settings|config|conf)$/.test(module),
    ) ||
      file.calls.some(
        ({ assignedTo, callee }) =>
          assignedTo === 'settings' &&
          /(?:^|\.)(?:get_settings|Settings)$/.test(callee),
      ))
  );
}

/** Last words of names that hold many, count, or describe. */
function isLoggedSecret(file: FileSyntax, name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (!isCredentialName(name) && !isPasswordName(name)) {
    return false;
  }
  // `tokens` of a model or a text, `pwd` of a shell, `secret` of a cluster are other things.
  if (/^(?:tokens|pwd|keys|secrets|sid)$/.test(last) && words.length === 1) {
    return false;
  }
  if (
    words.some(word =>
      /^(?:total|num|max|min|prompt|completion|used|cached|missing|invalid|unknown|new_?line|has|is|no)$/.test(
        word,
      ),
    )
  ) {
    return false;
  }
  return !(/^(?:token|key|jwt)$/.test(name) && LANGUAGE_TOOLS.test(file.path));
}
