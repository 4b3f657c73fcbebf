import type { SyntaxNode } from '../../../syntax/nodes';
import { FileSyntax, FunctionFact } from '../../../syntax/schema';
import {
  lineOf,
  nodesOfKind,
  stringText,
} from '../../../facts/applications/code';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { dependsOn, manifests } from '../../../facts/manifests/extract';

/** Headers by which proxies say who somebody is. Tenants are the matter of another check. */
const IDENTITY =
  /^(?:x-(?:user|username|user-?name|user-?id|user-?email|user-?roles?|roles?|is-?admin|admin|user-?groups?|groups?|scopes?|permissions?|principal|subject|forwarded-(?:user|email|groups|preferred-username|access-token)|auth-(?:user|username|email|request-(?:user|email|groups|preferred-username)|user-?id|roles?|subject|groups)|authenticated-(?:user|userid|user-?id|email|groups|roles?)|remote-(?:user|email|groups|name)|webauth-(?:user|email|groups)|client-(?:cert|verify|dn|cn|certificate)(?:-[\w-]+)?|ssl-client-[\w-]+|mfa(?:-[\w-]+)?|goog-authenticated-user-(?:email|id)|ms-client-principal(?:-[\w-]+)?|amzn-oidc-identity)|remote-(?:user|groups|email|name)|ssl-client-(?:verify|cert|s-dn|dn))$/;
/** Words of which a file with such a header contains one. */
const WORDS = [
  'X-User',
  'x-user',
  'X_USER',
  'x_user',
  'X-Role',
  'x-role',
  'X_ROLE',
  'x_role',
  'X-Is',
  'x-is',
  'X-Admin',
  'x-admin',
  'x_admin',
  'x_is_admin',
  'X_IS_ADMIN',
  'X_ADMIN',
  'X-Group',
  'x-group',
  'X-Scope',
  'x-scope',
  'X-Permission',
  'x-permission',
  'X-Principal',
  'x-principal',
  'X-Subject',
  'x-subject',
  'X-Forwarded-',
  'x-forwarded-',
  'X_FORWARDED_',
  'x_forwarded_',
  'X-Auth',
  'x-auth',
  'X_AUTH',
  'x_auth',
  'X-Remote',
  'x-remote',
  'X_REMOTE',
  'x_remote',
  'Remote-',
  'remote-',
  'REMOTE_USER',
  'X-WebAuth',
  'x-webauth',
  'X-WEBAUTH',
  'X_WEBAUTH',
  'X-Client-',
  'x-client-',
  'X_CLIENT_',
  'x_client_',
  'X-SSL',
  'x-ssl',
  'X_SSL',
  'SSL_CLIENT',
  'ssl-client',
  'X-MFA',
  'x-mfa',
  'X_MFA',
  'x_mfa',
  'X-Goog-',
  'x-goog-',
  'X-MS-CLIENT',
  'x-ms-client',
  'x-amzn-oidc',
  'X-Amzn-Oidc',
];
/** What proves that a proxy sent the request. */
const PROOF =
  /compare_digest|timingSafeEqual|ConstantTimeCompare|safe_str_cmp|constant_time|MessageDigest\.isEqual|trusted_?prox|TRUSTED_PROX|trustedProx|remote_addr|REMOTE_ADDR|client\.host|remoteAddress|RemoteAddr|getRemoteAddr|getPeerCertificate|\.authorized\b|jwt\.decode|jwt\.verify|jwtVerify|verify_signature|verifySignature|hmac\b|shared_?secret|SHARED_?SECRET|proxy_?secret|PROXY_?SECRET|internal_?secret|INTERNAL_?SECRET/;
const READERS =
  /^(?:get|header|getHeader|get_header|Get|getFirst|get_all|getlist|Headers|RequestHeader|Header|HeaderParam|PeekHeader|headerValue)$/;
/** Code around a read that only writes a log line. */
const LOGGING =
  /(?:^|_)(?:log|logger|logging|metric|metrics|trace|tracing|audit_?log)|Log(?:ger|ging)?|Metrics?|Trac(?:e|ing)/;
const STRINGS = ['string', 'string_literal', 'interpreted_string_literal'];

/** A place where code reads a header that says who somebody is. */
export interface IdentityRead {
  /** Lower case, with `-`. */
  header: string;
  path: string;
  line: number;
  /** Code around it checks who sent the request. */
  proven: boolean;
}

/** Every read of such a header in production code. */
export async function identityReads(
  context: CheckContext,
): Promise<IdentityRead[]> {
  const found: IdentityRead[] = [];
  const files = await context.syntax.files({ containing: WORDS });
  const replaced = files.length > 0 && (await isReplacedByMiddleware(context));
  for (const file of files) {
    const text = file.text;
    // A module-level secret or list of proxies proves something for its helpers as well.
    const add = (header: string, line: number) => {
      const around = functionAround(file, line);
      if (around && LOGGING.test(around.name)) {
        return;
      }
      const body = around
        ? text
            .split('\n')
            .slice(around.line - 1, around.endLine)
            .join('\n')
        : text;
      found.push({
        header,
        path: file.path,
        line,
        proven: replaced || PROOF.test(body),
      });
    };
    for (const node of STRINGS.flatMap(kind => nodesOfKind(file.root, kind))) {
      const header = headerOf(stringText(node));
      if (header && isRead(node)) {
        add(header, lineOf(node));
      }
    }
    for (const item of file.functions) {
      for (const parameter of item.parameters) {
        const header = headerOf(parameter.name.replace(/_/g, '-'));
        // FastAPI reads the header that is named like the parameter.
        if (
          header &&
          /\bHeader\(/.test(
            `${parameter.default ?? ''} ${parameter.annotation ?? ''}`,
          ) &&
          !/alias/.test(
            `${parameter.default ?? ''} ${parameter.annotation ?? ''}`,
          )
        ) {
          add(header, lineOfParameter(text, item, parameter.name));
        }
      }
    }
  }
  return [
    ...new Map(
      found.map(item => [`${item.path}:${item.line}:${item.header}`, item]),
    ).values(),
  ];
}

/** Middleware that deletes what clients send under these names and sets them itself from a token (OpenStack). */
async function isReplacedByMiddleware(context: CheckContext): Promise<boolean> {
  const imported = await context.syntax.files({
    classes: ['source', 'config', 'script'],
    containing: ['keystonemiddleware'],
  });
  if (imported.length > 0) {
    return true;
  }
  const declared = await context.facts(manifests);
  if (dependsOn(declared, 'pypi', ['keystonemiddleware']).length > 0) {
    return true;
  }
  const { files } = await context.facts(inventory);
  return files.some(
    ({ path }) =>
      /paste[\w.-]*\.ini$|paste\.ini$/.test(path) &&
      context.read(path)?.includes('keystonemiddleware.auth_token'),
  );
}

/** `HTTP_X_USER` of Django and WSGI is the header `x-user`. */
function headerOf(text: string | undefined): string | undefined {
  if (!text || text.length > 60) {
    return undefined;
  }
  const name = text
    .replace(/^HTTP_/, '')
    .replace(/_/g, '-')
    .toLocaleLowerCase('en-US');
  // What the server itself sets (`REMOTE_USER` without `HTTP_`) is no header of a client.
  return IDENTITY.test(name) && !/^(?:REMOTE_USER|SSL_CLIENT_\w+)$/.test(text)
    ? name
    : undefined;
}

function isRead(node: SyntaxNode): boolean {
  const parent = node.parent();
  const kind = String(parent?.kind());
  if (!parent) {
    return false;
  }
  if (kind === 'subscript' || kind === 'subscript_expression') {
    const outer = parent.parent();
    const container =
      (parent.field('value') ?? parent.field('object'))?.text() ?? '';
    const assigned =
      outer !== null &&
      ['assignment', 'assignment_expression', 'delete_statement'].includes(
        outer.kind(),
      ) &&
      outer.field('left')?.id() === parent.id();
    return !assigned && /headers?$|META$|environ$|\bheaders\b/i.test(container);
  }
  if (kind === 'keyword_argument') {
    return (
      parent.field('name')?.text() === 'alias' &&
      /^(?:fastapi\.)?Header\(/.test(parent.parent()?.parent()?.text() ?? '')
    );
  }
  if (kind === 'argument_list' || kind === 'arguments') {
    const call = parent.parent();
    const callee =
      (call?.field('function') ?? call?.field('name'))?.text() ??
      (String(call?.kind()) === 'annotation' ? call?.text() ?? '' : '');
    const method = callee.split(/[.(]/).filter(Boolean).pop() ?? '';
    const args = parent.namedChildren();
    const first = args[0]?.id() === node.id();
    return (
      first &&
      (READERS.test(method) || /^@?RequestHeader/.test(callee)) &&
      // A client's own header map is written elsewhere; `get` on other things is rare with such a name.
      !/response|res\.header|reply\.header/i.test(
        callee.replace(/request|req\b/gi, ''),
      )
    );
  }
  if (kind === 'element_value_pair') {
    return /@RequestHeader/.test(parent.parent()?.parent()?.text() ?? '');
  }
  return false;
}

function functionAround(
  file: FileSyntax,
  line: number,
): FunctionFact | undefined {
  return file.functions
    .filter(item => item.line <= line && line <= item.endLine)
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}

function lineOfParameter(
  text: string,
  { line, endLine }: FunctionFact,
  name: string,
): number {
  const lines = text.split('\n');
  for (let at = line; at <= endLine; at++) {
    if (new RegExp(`(?:^|[^\\w])${name}\\s*:`).test(lines[at - 1] ?? '')) {
      return at;
    }
  }
  return line;
}
