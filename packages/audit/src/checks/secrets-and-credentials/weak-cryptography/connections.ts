import { Evidence } from '@readiness/plugin-readiness-common';
import { FileSyntax } from '../../../syntax/schema';

/** Clients whose calls take `verify`. */
const HTTP_CLIENT =
  /^(?:requests|httpx|aiohttp|urllib3|niquests|curl_cffi)\b|(?:^|[._])(?:client|session|http|https|api)\w*\.(?:get|post|put|patch|delete|head|options|request|stream|send)$/i;

/** Text of which one stands in every file that switches a certificate check off. */
export const TLS_OPTIONS = [
  'verify',
  'rejectUnauthorized',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'InsecureSkipVerify',
  '_create_unverified_context',
  'CERT_NONE',
  'check_hostname',
  'verify_ssl',
  'ssl=False',
  'NoopHostnameVerifier',
  'TrustAllStrategy',
  'tlsInsecure',
  'tlsAllowInvalidCertificates',
  'tls_insecure',
];

/** Set where the program was asked to: `if insecure {`, `case "insecure_skip_verify":`. */
function isOption(file: FileSyntax, at: number): boolean {
  return file.root
    .findAll({
      rule: {
        any: [{ kind: 'if_statement' }, { kind: 'expression_case' }],
      },
    })
    .some(node => {
      const { start, end } = node.range();
      return (
        start.line + 1 <= at &&
        at <= end.line + 1 &&
        /insecure|skip|verify/i.test(node.text().split(/[{\n]/)[0])
      );
    });
}

/** (c) Connections that do not check the certificate of the other side. */
export function uncheckedConnections(file: FileSyntax): Evidence[] {
  const result: Evidence[] = [];
  const add = (line: number, note: string) =>
    result.push({ path: file.path, line, note });
  for (const call of file.calls) {
    for (const item of call.args) {
      if (
        item.name === 'verify' &&
        item.value === false &&
        HTTP_CLIENT.test(call.name)
      ) {
        add(item.line, `${call.callee} with verify=False`);
      }
      if (
        (item.name === 'ssl' || item.name === 'verify_ssl') &&
        item.value === false &&
        (/^aiohttp\./.test(call.name) || HTTP_CLIENT.test(call.name))
      ) {
        add(item.line, `${call.callee} with ${item.name}=False`);
      }
      if (
        /^tls(?:Insecure|AllowInvalidCertificates|AllowInvalidHostnames)$/.test(
          item.name ?? '',
        ) &&
        item.value === true
      ) {
        add(item.line, `${call.callee} with ${item.name}`);
      }
      if (item.name === 'InsecureSkipVerify' && item.value === true) {
        add(item.line, `${call.callee} with InsecureSkipVerify`);
      }
    }
    if (call.name === 'ssl._create_unverified_context') {
      add(call.line, 'an unverified TLS context');
    }
    if (/\bNoopHostnameVerifier$|\bTrustAllStrategy$/.test(call.name)) {
      add(call.line, call.callee);
    }
  }
  for (const item of file.assignments) {
    const target = item.target;
    if (
      /\.verify$/.test(target) &&
      item.value === false &&
      /session|client|http/i.test(target)
    ) {
      add(item.line, `\`${target}\` is switched off`);
    }
    if (/\.verify_mode$/.test(target) && /CERT_NONE$/.test(item.text)) {
      add(item.line, `\`${target}\` is CERT_NONE`);
    }
    if (
      /\.InsecureSkipVerify$/.test(target) &&
      item.value === true &&
      !isOption(file, item.line)
    ) {
      add(item.line, `\`${target}\` is true`);
    }
    if (
      /NODE_TLS_REJECT_UNAUTHORIZED/.test(target) &&
      /^["'`]?0["'`]?$/.test(item.text)
    ) {
      add(item.line, 'NODE_TLS_REJECT_UNAUTHORIZED is 0 for the whole process');
    }
    if (
      /_create_default_https_context$/.test(target) &&
      /_create_unverified_context/.test(item.text)
    ) {
      add(item.line, 'unverified TLS contexts for the whole process');
    }
  }
  if (['typescript', 'tsx', 'javascript'].includes(file.language)) {
    for (const pair of file.root.findAll({
      rule: {
        kind: 'pair',
        has: { field: 'key', regex: '^["\']?rejectUnauthorized["\']?$' },
      },
    })) {
      const value = pair.field('value');
      const line = pair.range().start.line + 1;
      if (value && file.valueOf(value) === false) {
        add(line, 'rejectUnauthorized is false');
      }
    }
  }
  return result;
}
