import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { RouteFact } from '../../../facts/applications/schema';
import { signed } from '../../../facts/tokens/extract';
import { FileSyntax } from '../../../syntax/schema';

/** Calls of frameworks that open a session for the user they are given. */
const OPENERS = new Set([
  'django.contrib.auth.login',
  'flask_login.login_user',
  'flask_jwt_extended.create_access_token',
  'req.login',
  'req.logIn',
]);

/** Names of fields that say who somebody is. */
const IDENTITY =
  /(?:email|e_mail|username|user_name|user_id|userId|phone|account_id|accountId)/;
/** What comes from the caller. */
const FROM_REQUEST =
  /\b(?:request\.(?:POST|GET|data|json|form|args|values|get_json|body|query_params)|req\.(?:body|query|params)|body|payload|dto|form|data)\b/;
/** Anything that may be a proof; the name is enough to stay silent. */
const MAY_PROVE =
  /passw|passcode|secret|otp|totp|\bcode\b|signature|hmac|assert(?!ion)|nonce|state\b|verif|validat(?!ed_data)|check(?!out)|authenticat|compare|match|confirm|decode|exchange|authorize|userinfo|introspect|consume|redeem|unsign|loads\(|guard|require|ensure|ticket|credential|webauthn|passkey|token_info|id_?token|refresh|jwks|oauth|saml|invite|invitation|api_?key|current_?user|request\.user\b(?!name)|req\.user\b|get_user\(|Depends\(get_/i;

/** Calls that look something up, write it down or answer. */
const HARMLESS_CALL =
  /^(?:get|find|first|filter|create|save|add|commit|flush|insert|update|one|select|where|query|execute|scalar|json|send|status|cookie|set_?cookie|get_or_create|objects|set|pop|push|append|strip|lower|trim|toLowerCase|str|int|dict|list|len|super|info|debug|warn|warning|error|log|now|utcnow|getlist|items|keys|values|sign|encode|login|login_user|redirect|render|make_response|jsonify|next|Date|String|Number|isoformat|timedelta|refresh_from_db|get_json|get_user_model|exists|all|upsert|findOne|findFirst|findUnique|findByEmail|findOneBy|end|type|\w*(?:Response|Exception|Error|Out|Schema|Dto))$/;

/** (b) Handlers that open a session for whom the request names. */
export async function mintedFromRequest(
  context: CheckContext,
): Promise<{ failing: Evidence[]; seen: boolean }> {
  const failing: Evidence[] = [];
  let seen = false;
  const makers = new Set(
    (await context.facts(signed)).flatMap(
      ({ enclosing }) => enclosing.at(-1) ?? [],
    ),
  );
  const done = new Set<string>();
  for (const app of (await context.facts(applications)).applications) {
    for (const route of app.routes) {
      const body = route.body;
      const key = body ? `${body.path}:${body.line}` : '';
      if (!body || done.has(key)) {
        continue;
      }
      done.add(key);
      const file = await context.syntax.file(body.path);
      const opening = file && opens(file, route, makers);
      if (!file || opening === undefined) {
        continue;
      }
      seen = true;
      if (isWithoutProof(context, file, route, makers)) {
        failing.push({
          path: body.path,
          line: opening.line,
          subject: `${route.method} ${route.fullPath}`,
          note: `${opening.text} opens a session for whom the request names, without a check in between`,
          related: [{ path: body.path, line: body.line, note: 'the handler' }],
        });
      }
    }
  }
  return { failing, seen };
}

/** The call or assignment in a handler that opens a session. */
function opens(
  file: FileSyntax,
  { body }: RouteFact,
  makers: ReadonlySet<string>,
): { line: number; text: string } | undefined {
  const within = (item: { line: number }) =>
    body !== undefined && item.line >= body.line && item.line <= body.endLine;
  const call = file.calls.find(
    item =>
      within(item) &&
      (OPENERS.has(item.name) ||
        OPENERS.has(item.callee) ||
        /^(?:jwt\.encode|jose\.jwt\.encode|jsonwebtoken\.sign)$/.test(
          item.name,
        ) ||
        makers.has(item.callee.split('.').at(-1) ?? '')),
  );
  if (call) {
    return { line: call.line, text: `\`${call.callee}\`` };
  }
  const assigned = file.assignments.find(
    item =>
      within(item) &&
      /(?:^|\.)session(?:\[["'](?:user\w*|account\w*|uid|email)["']\]|\.(?:user\w*|account\w*|uid|email))$/i.test(
        item.target,
      ),
  );
  return assigned
    ? { line: assigned.line, text: `\`${assigned.target}\`` }
    : undefined;
}

function isWithoutProof(
  context: CheckContext,
  file: FileSyntax,
  route: RouteFact,
  makers: ReadonlySet<string>,
): boolean {
  const body = route.body!;
  if (
    route.guards.some(guard => !/csrf|throttle|limit|AllowAny/i.test(guard))
  ) {
    return false;
  }
  const text = (context.read(body.path) ?? '')
    .split('\n')
    .slice(body.line - 1, body.endLine)
    // Comments and the text of messages prove nothing.
    .map(line =>
      line.replace(/(?:^|\s)(?:#|\/\/).*$/, '').replace(/"""[^"]*"""/g, ''),
    )
    .join('\n');
  if (
    !IDENTITY.test(text) ||
    !FROM_REQUEST.test(text) ||
    MAY_PROVE.test(text)
  ) {
    return false;
  }
  return file.calls
    .filter(item => item.line >= body.line && item.line <= body.endLine)
    .every(item => {
      const last = item.callee.split('.').at(-1) ?? '';
      return (
        HARMLESS_CALL.test(last) || makers.has(last) || OPENERS.has(item.name)
      );
    });
}
