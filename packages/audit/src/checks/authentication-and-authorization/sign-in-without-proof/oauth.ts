import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { endLineOf, lineOf } from '../../../facts/applications/code';
import { findAll, functionAround } from '../../../facts/tokens/expressions';
import { FileSyntax } from '../../../syntax/schema';

/** Sign-in libraries that check state, nonce and signatures by themselves. */
const INTEGRATIONS =
  /^(?:authlib\.integrations|social_django|social_core|allauth|next-auth|@auth\/|openid-client|arctic|mozilla_django_oidc|flask_dance|fastapi_sso|msal|@azure\/msal-node|better-auth|better_auth|express-openid-connect|@clerk\/|@auth0\/nextjs-auth0|django\.contrib\.auth\.views|org\.springframework\.security\.oauth2|golang\.org\/x\/oauth2)/;
/** Parts of them that run in a browser, store something or only describe a provider. */
const PARTS =
  /\/(?:react|client|client\/.*|vue|svelte|solid|adapters?.*|providers\/.*|types|jwt)$|-adapter$/;
const INTEGRATION_WORDS = [
  'authlib',
  'social_',
  'allauth',
  'next-auth',
  '@auth/',
  'openid-client',
  'arctic',
  'mozilla_django_oidc',
  'flask_dance',
  'fastapi_sso',
  'better-auth',
  'express-openid-connect',
  '@clerk/',
  '@auth0/nextjs-auth0',
  'security.oauth2',
];

/** Places in which `state` or PKCE is checked. */
const CHECKS_STATE =
  /(?:[!=]==?|\bnot in\b|\bis not\b)[^\n]{0,120}\bstate\b|\bstate\w*\b[^\n]{0,120}(?:[!=]==?|\bnot in\b)|(?:compare_digest|timingSafeEqual|constant_time_compare)\([^\n]{0,120}state|(?:verif\w*|validat\w*|check\w*|consum\w*|decod\w*|unsign\w*|loads?|pop|get\w*|delete|take\w*|find\w*|retriev\w*|has|is\w*)\(\s*[^\n)]{0,120}state|code_?verifier|pkce/i;

/** (a) Exchanges of an authorization code, with and without a check of `state`. */
export async function authorizationCodes(
  context: CheckContext,
): Promise<{ failing: Evidence[]; good: Evidence[] }> {
  const failing: Evidence[] = [];
  const good: Evidence[] = [];
  for (const file of await context.syntax.files({
    containing: ['authorization_code'],
  })) {
    for (const node of exchanges(file)) {
      const around = functionAround(node);
      const name =
        around.field('name')?.text() ?? around.parent()?.field('name')?.text();
      const texts = [withoutComments(context.read(file.path) ?? '')];
      if (name && name.length > 4) {
        for (const other of await context.syntax.files({
          containing: [name],
        })) {
          texts.push(withoutComments(context.read(other.path) ?? ''));
        }
      }
      const place = {
        path: file.path,
        line: lineOf(node),
        endLine: endLineOf(node),
        ...(name ? { subject: name } : {}),
      };
      // Somebody must bring the code from a request; programs at a desk ask for it.
      const fromRequest = texts.some(
        text =>
          /callback|redirect_uri|\bcode\b/i.test(text) &&
          /request|req\b|router|route|Query|searchParams|app\.(?:get|post)/i.test(
            text,
          ),
      );
      if (texts.some(text => CHECKS_STATE.test(text))) {
        good.push({
          ...place,
          note: 'the code is exchanged behind a check of state or PKCE',
        });
      } else if (fromRequest) {
        failing.push({
          ...place,
          note: 'an authorization code is exchanged, and nothing compares `state` or sends a PKCE verifier',
        });
      }
    }
  }
  return { failing, good };
}

/** `grant_type: "authorization_code"` in what is sent; a provider compares it instead. */
function exchanges(file: FileSyntax): SyntaxNode[] {
  const holder = '^["\'`]?grant_?[tT]ype["\'`]?$';
  const rules =
    file.language === 'python'
      ? [
          { kind: 'pair', has: { field: 'key', regex: holder } },
          { kind: 'keyword_argument', has: { field: 'name', regex: holder } },
        ]
      : [{ kind: 'pair', has: { field: 'key', regex: holder } }];
  return rules
    .flatMap(rule => findAll(file.root, rule))
    .filter(
      node =>
        file.valueOf(node.field('value') ?? node) === 'authorization_code',
    );
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter(line => !/^\s*(?:#|\/\/|\*)/.test(line))
    .join('\n');
}

/** Libraries that do the whole flow. */
export async function integrations({
  syntax,
}: CheckContext): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const file of await syntax.files({ containing: INTEGRATION_WORDS })) {
    const item = file.imports.find(
      ({ module, typeOnly }) =>
        !typeOnly && INTEGRATIONS.test(module) && !PARTS.test(module),
    );
    if (item) {
      result.push({
        path: file.path,
        line: item.line,
        note: `${item.module} checks state and signatures by itself`,
      });
    }
  }
  return result.slice(0, 10);
}
