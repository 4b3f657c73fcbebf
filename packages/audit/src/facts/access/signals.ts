import { Language } from '../inventory/schema';

/** Answers that turn a caller away. */
const NAMED =
  /\b(?:HTTP_40[13]\w*|Unauthori[sz]ed\w*|UNAUTHORI[SZ]ED\w*|Forbidden\w*|FORBIDDEN\w*|StatusUnauthorized|StatusForbidden|PermissionDenied\w*|PermissionError|NotAuthenticated\w*|Unauthenticated\w*|UNAUTHENTICATED|AuthenticationFailed\w*|AccessDenied\w*|Authentication(?:Error|Exception|Required)\w*|Authorization(?:Error|Exception)\w*|Auth(?:Error|Exception)\w*|NotAuthori[sz]ed\w*|NotLoggedIn\w*|LoginRequired\w*|Missing(?:Auth|Token|Credential)\w*|HttpResponseForbidden|HTTPUnauthorized|HTTPForbidden|[Cc]redentials?_?[Ee]xception|Invalid(?:Credentials?|Token|ApiKey|Signature)\w*|TokenExpired\w*|handle_no_permission|redirect_to_login|unauthori[sz]ed|forbidden|not_authori[sz]ed|permission_denied|PERMISSION_DENIED|sendUnauthorized|sendForbidden)\b/g;
const STATUS = /(?<![\w.])40[13](?![\w.])/g;
/** What stands before a name or number that is only compared, caught or listed. */
const ONLY_COMPARED =
  /(?:[=!]==?|\bcase|\bexcept\b[^\n]{0,60}|\binstanceof|\bisinstance\([^)\n]{0,60}|\bcatch\s*\([^)\n]{0,40}|\bin\s*[[({][^\])}\n]{0,30}|@\w[\w.]*\([^)\n]{0,40}|\bimport\b[^\n]{0,80}|\bresponses\s*=[^\n]{0,40})\s*$/;
const REDIRECT =
  /\b(?:[Rr]edirect\w*|sendRedirect|HttpResponseRedirect|RedirectResponse)\s*\([^;\n]{0,160}?(?:log_?-?in|sign_?-?in|\/auth\b|LOGIN)/i;
/** Checks of the caller whose other branch leaves: `if (!session) return`, `if not user: raise`. */
const CALLER_MISSING =
  /\bif\s*\(?\s*(?:!|not\s+)\s*\(?\s*(?:(?:await\s+)?(?:req|request|ctx|context|c|g|self\.request|flask\.session)\.(?:user|session|auth|isAuthenticated|account|caller|principal)\b|current_user\.is_authenticated|(?:session|userId|clerkUser|currentUser|current_user|authUser)\b)[^\n]{0,80}[)\n:{]\s*\{?\s*(?:return|throw|raise|redirect|notFound|abort)\b/;
/** A secret that the request carries is checked: `if (!checkPassword(req.body.password)) return …`. */
const SECRET_CHECKED =
  /\bif\s*\(?\s*(?:!|not\s+)\s*\(?(?:await\s+)?[\w.]{0,60}(?:check|verify|validate|compare|is_?valid)_?\w{0,20}(?:[Pp]assword|[Tt]oken|[Kk]ey|[Ss]ecret|[Ss]ignature|[Cc]redentials?)\w{0,20}\s*\(/;
const KNOWN_CALLS =
  /\b(?:verify_jwt_in_request\s*\((?![^)]*optional\s*=\s*True)|auth\(\)\.protect\s*\(|auth\.protect\s*\(|login_manager\.unauthorized\s*\(|abort_unauthorized\s*\()/;
/** A signature of the body is as good as a sign-in. */
const SIGNATURE =
  /\b(?:constructEvent|construct_event|timingSafeEqual|compare_digest|ConstantTimeCompare|hmac\.Equal|constant_time_compare|verifySignature|verify_signature|validate_signature|isValidSignature|checkSignature|validateWebhook|verify_webhook\w*|verifyWebhook\w*|svix|unwrap_webhook)\b/;
/** A failure that is swallowed: whoever comes without identity goes on without one. */
const SWALLOWED =
  /\bexcept\b[^\n]{0,120}:\s*(?:#[^\n]*)?\n\s*(?:return(?:\s+None)?|pass)\s*(?:\n|$)|\bcatch\s*(?:\(\w*\))?\s*\{\s*(?:return(?:\s+(?:null|undefined|false))?\s*;?|next\(\)\s*;?(?:\s*return\s*;?)?)?\s*\}/;

/** What the text of a guard or a handler shows. */
export interface Signals {
  rejects: boolean;
  /** Turns away with 403 only, never with 401 or to a sign-in. */
  refuses: boolean;
  /** Verifies a signature or compares a secret in constant time. */
  verifies: boolean;
  /** Swallows the failure of what it calls. */
  swallows: boolean;
}

/** Reads the code of one function, comments and documentation taken off (see {@link codeOf}). */
export function signalsOf(code: string): Signals {
  const rejects =
    occurs(NAMED, code) ||
    occurs(STATUS, code) ||
    REDIRECT.test(code) ||
    CALLER_MISSING.test(code) ||
    SECRET_CHECKED.test(code) ||
    KNOWN_CALLS.test(code);
  return {
    rejects,
    refuses:
      rejects &&
      /403|[Ff]orbidden|FORBIDDEN|[Dd]enied/.test(code) &&
      !/401|[Uu]nauth|UNAUTH|[Ll]og_?in|[Ss]ign_?in|[Cc]redential/.test(code),
    verifies: SIGNATURE.test(code),
    swallows: SWALLOWED.test(code),
  };
}

/** Whether an expression occurs as more than an operand of a comparison. */
function occurs(expression: RegExp, code: string): boolean {
  for (const match of code.matchAll(expression)) {
    const lineStart = code.lastIndexOf('\n', match.index) + 1;
    const before = code.slice(
      Math.max(lineStart, match.index - 120),
      match.index,
    );
    if (!ONLY_COMPARED.test(before) && !amongKnownCallers(code, lineStart)) {
      return true;
    }
  }
  return false;
}

/** `if g.authenticated and blocked: abort(403)` turns away some of those who are known, and nobody who is not. */
const CALLER_KNOWN =
  /^(?:el)?if\s+(?!not\b)\(?\s*(?:[\w.]*(?:authenticated|logged_in)(?:\(\))?|(?:flask\.)?g\.(?:fas_)?user|(?:self\.)?request\.user|current_user)\s*(?:\band\b|:|\))/;

/** Whether a line of Python lies below a condition that only callers with an identity meet. */
function amongKnownCallers(code: string, lineStart: number): boolean {
  let indent = indentAt(code, lineStart);
  for (let at = lineStart; at > 0 && indent > 0; ) {
    at = code.lastIndexOf('\n', at - 2) + 1;
    const own = indentAt(code, at);
    if (own < indent) {
      indent = own;
      if (CALLER_KNOWN.test(code.slice(at + own, at + own + 200))) {
        return true;
      }
    }
  }
  return false;
}

/** Blanks before the first sign of a line; an empty line counts as deep. */
function indentAt(code: string, lineStart: number): number {
  const rest = /[^ \t]/g;
  rest.lastIndex = lineStart;
  const found = rest.exec(code);
  return !found || found[0] === '\n' ? Infinity : found.index - lineStart;
}

/** Code without comments and documentation strings, lines kept. */
export function codeOf(text: string, language: Language): string {
  return language === 'python' ? pythonCode(text) : braceCode(text);
}

function pythonCode(text: string): string {
  const lines = text.split('\n');
  const result: string[] = [];
  let open: string | undefined;
  for (const line of lines) {
    if (open) {
      if (line.includes(open)) {
        open = undefined;
      }
      result.push('');
      continue;
    }
    const documentation = /^\s*[rRbBuU]?("""|''')/.exec(line);
    if (documentation) {
      const rest = line.slice(
        line.indexOf(documentation[1]) + documentation[1].length,
      );
      if (!rest.includes(documentation[1])) {
        open = documentation[1];
      }
      result.push('');
      continue;
    }
    const comment = /(^|\s)#/.exec(line);
    const cut =
      comment && !/["'][^"']*#/.test(line) ? comment.index : line.length;
    result.push(line.slice(0, cut));
  }
  return result.join('\n');
}

function braceCode(text: string): string {
  let inside = false;
  return text
    .split('\n')
    .map(line => {
      if (inside) {
        const end = line.indexOf('*/');
        inside = end < 0;
        return inside ? '' : line.slice(end + 2);
      }
      const trimmed = line.trimStart();
      if (trimmed.startsWith('//')) {
        return '';
      }
      if (trimmed.startsWith('/*')) {
        inside = !line.includes('*/');
        return inside ? '' : line.slice(line.indexOf('*/') + 2);
      }
      const comment = /\s\/\/\s/.exec(line);
      return comment ? line.slice(0, comment.index) : line;
    })
    .join('\n');
}
