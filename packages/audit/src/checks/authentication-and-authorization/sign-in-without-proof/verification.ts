import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { partOf } from '../../../facts/inventory/extract';
import { inventory } from '../../../facts/inventory/extract';
import { nodeOfCall } from '../../../facts/applications/code';
import { functionAround } from '../../../facts/tokens/expressions';
import { frontendApplications } from '../../../judging/frontends';
import { isBrowserCode, isCommandLine } from '../../../judging/services';
import type { SyntaxNode } from '../../../syntax/nodes';
import { CallFact, FileSyntax } from '../../../syntax/schema';

/** Calls that read a token without verifying it, whatever their arguments. */
const UNVERIFIED = new Set([
  'jose.jwt.get_unverified_claims',
  'jwt.get_unverified_claims',
  'jsonwebtoken.decode',
  'jose.decodeJwt',
  'jwt-decode',
  'jwt-decode.jwtDecode',
  'jwt-decode.default',
]);
/** Calls that verify unless they are told not to. */
const VERIFIED = new Set([
  'jwt.decode',
  'jose.jwt.decode',
  'authlib.jose.jwt.decode',
  'jsonwebtoken.verify',
  'jose.jwtVerify',
  'google.oauth2.id_token.verify_oauth2_token',
  'firebase_admin.auth.verify_id_token',
]);

const SYMMETRIC = /^HS\d/;
const ASYMMETRIC = /^(?:RS|ES|PS|EdDSA)/;

/** Functions that look at a token for what need not be proved. */
const HARMLESS_PURPOSE =
  /expir|_exp\b|isExp|ttl|header|(?:^|_)kid|keyid|issuer|algorithm|debug|inspect|log|remaining|refreshIn/i;

/** (c) Tokens that are read without being verified, and the ones that are. */
export async function tokenChecks(
  context: CheckContext,
): Promise<{ failing: Evidence[]; good: Evidence[] }> {
  const failing: Evidence[] = [];
  const good: Evidence[] = [];
  const { parts } = await context.facts(inventory);
  const browsers = new Set(
    (await frontendApplications(context))
      .filter(
        ({ framework }) =>
          !['nextjs', 'remix', 'nuxt', 'sveltekit'].includes(framework),
      )
      .map(({ root }) => root),
  );
  for (const call of await context.syntax.calls({
    names: [...UNVERIFIED, ...VERIFIED],
  })) {
    const file = await context.syntax.file(call.path);
    if (!file) {
      continue;
    }
    const place = { path: call.path, line: call.line, endLine: call.endLine };
    const subject = call.enclosing.join('.').slice(0, 120);
    const note = VERIFIED.has(call.name)
      ? weakness(call)
      : `${call.callee} reads the token without verifying its signature`;
    if (!note) {
      if (VERIFIED.has(call.name)) {
        good.push({ ...place, note: `${call.callee} verifies the token` });
      }
      continue;
    }
    const inBrowser =
      isBrowserCode(file, context.read(call.path) ?? '') ||
      browsers.has(partOf(parts, call.path));
    if (inBrowser || isCommandLine(file) || isHarmless(file, call)) {
      continue;
    }
    failing.push({
      ...place,
      ...(subject ? { subject } : {}),
      // A helper that decodes may be used for what was verified before.
      ...(/^(?:decode|parse|read|peek|is[A-Z_])/.test(
        call.enclosing.at(-1) ?? '',
      )
        ? { confidence: 'plausible' as const }
        : {}),
      note,
    });
  }
  return { failing, good };
}

/** What is wrong with a call that could verify. */
function weakness(call: CallFact): string | undefined {
  const named = (name: string) => call.args.find(item => item.name === name);
  const options = call.args
    .flatMap(item => [item, ...(item.entries ?? [])])
    .flatMap(item => [item, ...(item.entries ?? [])]);
  const off =
    named('verify')?.value === false ||
    options.some(
      item => item.name === 'verify_signature' && item.value === false,
    ) ||
    call.args.some(
      item =>
        typeof item.value === 'object' &&
        item.value !== null &&
        !Array.isArray(item.value) &&
        item.value.verify_signature === false,
    );
  if (off) {
    return `${call.callee} with the verification of the signature switched off`;
  }
  const given = options.find(item => item.name === 'algorithms');
  const positional = call.name.includes('jose.jwt') ? call.args[2] : undefined;
  const list =
    given?.value ?? (positional?.name ? undefined : positional?.value);
  const algorithms = (Array.isArray(list) ? list : [list]).filter(
    (item): item is string => typeof item === 'string',
  );
  if (algorithms.some(item => item.toLowerCase() === 'none')) {
    return `${call.callee} accepts the algorithm "none"`;
  }
  if (
    algorithms.some(item => SYMMETRIC.test(item)) &&
    algorithms.some(item => ASYMMETRIC.test(item))
  ) {
    return `${call.callee} accepts symmetric and asymmetric algorithms with one key`;
  }
  return undefined;
}

/** A look at the header, the end or the issuer, or one that is followed by a verified decode. */
function isHarmless(file: FileSyntax, call: CallFact): boolean {
  if (HARMLESS_PURPOSE.test(call.enclosing.at(-1) ?? '')) {
    return true;
  }
  const node = nodeOfCall(file, call);
  if (!node) {
    return false;
  }
  if (isComparedClaim(node)) {
    return true;
  }
  const around = functionAround(node);
  if (isOwnToken(file, call, around) || onlyTellsKind(call, around)) {
    return true;
  }
  const { start, end } = around.range();
  const scope = call.enclosing.join('.');
  const verifiedBeside = file.calls.some(
    other =>
      other !== call &&
      other.line - 1 >= start.line &&
      other.endLine - 1 <= end.line &&
      other.enclosing.join('.') === scope &&
      (VERIFIED.has(other.name)
        ? weakness(other) === undefined
        : /verif|jwks|signing_?key|introspect/i.test(other.callee)),
  );
  if (verifiedBeside && call.enclosing.length > 0) {
    return true;
  }
  const text = around.text();
  // Only the end is read.
  return (
    call.enclosing.length > 0 &&
    /\bexp\b/.test(text) &&
    !/\b(?:sub|email|user_?id|username|role|roles|scope|id|tenant)\b/i.test(
      text,
    )
  );
}

/** What was signed a few lines above: `const token = jwt.sign(…); const { exp } = jwt.decode(token)`. */
function isOwnToken(
  file: FileSyntax,
  call: CallFact,
  around: ReturnType<typeof functionAround>,
): boolean {
  const given = call.args[0]?.text ?? '';
  if (!/^[A-Za-z_$][\w$]*$/.test(given)) {
    return false;
  }
  const { start, end } = around.range();
  return file.calls.some(
    other =>
      other.assignedTo === given &&
      other.line - 1 >= start.line &&
      other.line <= call.line &&
      other.endLine - 1 <= end.line &&
      /(?:^|\.)(?:sign|signAsync|encode|jwtSign)$/.test(other.callee),
  );
}

/** `isServiceToken(req): boolean` that looks whether a claim is there: it tells kinds apart, the caller verifies. */
/** `jwt.decode(token)?.iss !== 'shop'`: who signs is looked at, and nothing else is taken out. */
function isComparedClaim(node: SyntaxNode): boolean {
  let claim = node.parent();
  while (
    claim &&
    [
      'parenthesized_expression',
      'as_expression',
      'non_null_expression',
    ].includes(claim.kind())
  ) {
    claim = claim.parent();
  }
  return (
    claim?.kind() === 'member_expression' &&
    /^(?:iss|kid|typ|exp|aud)$/.test(claim.field('property')?.text() ?? '') &&
    claim.parent()?.kind() === 'binary_expression'
  );
}

function onlyTellsKind(
  call: CallFact,
  around: ReturnType<typeof functionAround>,
): boolean {
  const name = call.enclosing.at(-1) ?? '';
  return (
    /^(?:is|has|looksLike)[A-Z_]/.test(name) &&
    !/admin|owner|allowed|authori[sz]|authenticated|logged|valid|member|super/i.test(
      name,
    ) &&
    /\breturn\b[^\n;]{0,200}(?:[!=]==?\s*(?:null|undefined)|\bin\b|typeof)/.test(
      around.text(),
    )
  );
}
