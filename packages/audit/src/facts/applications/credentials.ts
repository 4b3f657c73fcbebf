import { RouteFact } from './schema';

/** Part of an address: lower case, endings of formats taken off. */
export const segmentsOf = (path: string): string[] =>
  path
    .toLocaleLowerCase('en-US')
    .split('/')
    .filter(Boolean)
    // `/+login` and `/@@login` of some sites.
    .map(item =>
      item.replace(/\.(?:json|ya?ml|txt|xml|html|php)$|^[+@~!]+/g, ''),
    );

/** What a route does with a credential. */
export type CredentialKind =
  | 'sign-in'
  | 'registration'
  | 'password reset'
  | 'one-time code'
  | 'token';

const CREDENTIAL_WORDS: [CredentialKind, RegExp][] = [
  [
    'password reset',
    /^(?:forgot|forget|reset|recover|lost|request|change)?_?(?:password|passwd|pwd)s?_?(?:reset|forgot|forgotten|recovery|recover|lost|request)(?:_(?:request|confirm|email|link|token|complete|init|finish))?$|^(?:forgot|forget|reset|recover|lost)_?(?:my_)?(?:password|passwd|pwd)$|^(?:account_)?recovery$|^recover$/,
  ],
  [
    'one-time code',
    /^(?:otp|totp|mfa|2fa|two_?factor|second_?factor|magic_?link|passcode|one_?time_?(?:code|password)|sms_?code|verify_?(?:code|otp|2fa|mfa|totp|phone)|(?:verification|login|email)_?code|passwordless)$/,
  ],
  [
    'registration',
    /^(?:register|registration|registrations|signup|sign_?up|create_?account|join)$/,
  ],
  [
    'sign-in',
    /^(?:login|log_?in|signin|sign_?in|logon|authenticate|auth_?login|user_?login|login_?(?:view|user|access_token)|access_?token|obtain_?token|login_?json)$/,
  ],
  ['token', /^(?:token|tokens|api_?token|auth_?token|jwt)$/],
];
/** Parts of an address after which it no longer is about proving who one is. */
const MANAGEMENT =
  /^(?:settings|setup|enable|disable|list|config|configuration|policy|policies|status|preferences|history|page|providers|options|methods|devices|device|refresh|revoke|introspect|blacklist|logout)$/;

/** Words of a name with `_` between them, in lower case. */
export const normal = (text: string) =>
  text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLocaleLowerCase('en-US')
    .replace(/[-.]/g, '_');

/** URLs of frameworks and libraries that sign in, and leave limits to whoever includes them. */
const INCLUDED_SIGN_IN =
  /^(?:django\.contrib\.auth\.urls|rest_framework\.urls|(?:dj_)?rest_auth\.urls|djoser\.urls\.(?:jwt|authtoken))$/;

/**
 * Which credential a route checks or issues, by its address.
 *
 * @returns `undefined` for all others.
 */
export function credentialKind(route: RouteFact): CredentialKind | undefined {
  if (route.method !== 'POST' && route.method !== '*') {
    return undefined;
  }
  if (INCLUDED_SIGN_IN.test(route.handler ?? '')) {
    return 'sign-in';
  }
  const segments = segmentsOf(route.fullPath);
  const fixed = segments.filter(item => !item.startsWith('{')).map(normal);
  const last = fixed[fixed.length - 1];
  if (!last || MANAGEMENT.test(last)) {
    return undefined;
  }
  for (const [kind, words] of CREDENTIAL_WORDS) {
    if (words.test(last)) {
      // `/users/{id}/tokens` administers; `/auth/token` and `/token` issue.
      if (
        kind === 'token' &&
        !(
          fixed.length === 1 ||
          /auth|oauth|o_?auth2|login|api|v\d+/.test(
            fixed[fixed.length - 2] ?? '',
          )
        )
      ) {
        return undefined;
      }
      return kind === 'registration' && !besideSignIn(fixed) ? undefined : kind;
    }
  }
  const before = fixed.slice(0, -1);
  if (
    before.some(item => CREDENTIAL_WORDS[1][1].test(item)) &&
    /^(?:verify|request|send|check|validate|confirm|login|challenge)$/.test(
      last,
    )
  ) {
    return 'one-time code';
  }
  if (
    before.some(item =>
      /^(?:password|passwords|password_reset|reset_password|forgot_password)$/.test(
        item,
      ),
    ) &&
    /^(?:reset|forgot|request|confirm|recover|email)$/.test(last)
  ) {
    return 'password reset';
  }
  // `/auth/reset`, `/account/forgot`
  if (
    /^(?:reset|forgot)$/.test(last) &&
    /^(?:auth|account|accounts|authentication|login)$/.test(before.at(-1) ?? '')
  ) {
    return 'password reset';
  }
  // `POST /sessions`: a handler says what it is.
  if (/^sessions?$/.test(last) && segments[segments.length - 1] === last) {
    return 'sign-in';
  }
  return byHandler(route, last);
}

/** `POST /forgot` to `forgotPassword`, `POST /me` to `AuthController.login`: what the handler is called. */
function byHandler(
  { handler = '' }: RouteFact,
  last: string,
): CredentialKind | undefined {
  const name = normal(handler.split('.').pop() ?? '');
  if (/^(?:log_?in|sign_?in)(?:_user)?$/.test(name)) {
    return 'sign-in';
  }
  return /^(?:forgot|forget|reset|recover|lost)$/.test(last) &&
    CREDENTIAL_WORDS[0][1].test(name)
    ? 'password reset'
    : undefined;
}

/** Natural beside words of signing in, or alone. */
export const WEAK =
  /^(?:refresh|activate|activation|recover|recovery|authorize|acs|register|registration|confirm|verify|resend|check|available)$/;
const SIGN_IN_AREA =
  /auth|^users?$|^accounts?$|^sessions?$|token|jwt|login|log-in|sign-?in|sign-?up|password|^customers?$|^members?$|^identity$|^e?-?mail$|registration|otp|2fa|mfa/;
const BASE = /^(?:api|apis|rest|v\d+(?:\.\d+)*|public|\{version\}|internal)$/;

/** Whether the last part of an address stands beside words of signing in, or alone. */
export function besideSignIn(fixed: readonly string[]): boolean {
  const before = fixed.slice(0, -1).filter(item => !BASE.test(item));
  return !before.length || before.some(item => SIGN_IN_AREA.test(item));
}
