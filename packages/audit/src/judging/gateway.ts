import { Place } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../engine/types';
import { inventory } from '../facts/inventory/extract';

/** Settings of proxies, gateways and meshes that ask for an identity before a request arrives. */
const AUTHENTICATING = [
  'auth_request ',
  'auth_basic ',
  'auth_jwt ',
  'forward_auth',
  'forwardauth',
  'forwardAuth',
  'basicauth',
  'basic_auth ',
  'ingress.kubernetes.io/auth-',
  'oauth2-proxy',
  'oauth2_proxy',
  'authelia',
  'pomerium',
  'RequestAuthentication',
  'AuthorizationPolicy',
  'keystonemiddleware',
  'apigateway-authorizer',
  'apigatewayv2_authorizer',
  'api_gateway_authorizer',
  'authenticate-oidc',
];

const CONFIGURATION =
  /(?:^|\/)(?:Caddyfile|[^/]+\.(?:conf|ya?ml|ini|tf|json|cfg|template))$/;
const MAX_SIZE = 100_000;

/** Where configuration in the tree asks for an identity in front of the applications. */
export async function authenticatingGateway(
  context: CheckContext,
): Promise<(Place & { word: string }) | undefined> {
  const { files } = await context.facts(inventory);
  for (const file of files) {
    if (
      file.size > MAX_SIZE ||
      !CONFIGURATION.test(file.path) ||
      ['test', 'fixture', 'example', 'docs', 'vendored', 'generated'].includes(
        file.class,
      ) ||
      /(?:package(?:-lock)?|tsconfig[^/]*)\.json$|(?:^|\/)\.github\//.test(
        file.path,
      )
    ) {
      continue;
    }
    const text = context.read(file.path) ?? '';
    const word = AUTHENTICATING.find(item => text.includes(item));
    if (word) {
      return {
        path: file.path,
        line: text.slice(0, text.indexOf(word)).split('\n').length,
        word: word.trim(),
      };
    }
  }
  return undefined;
}
