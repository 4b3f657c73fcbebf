import { Evidence } from '@readiness/plugin-readiness-common';
import { CorsFact, OriginFact } from './schema';

/** Domains under which anybody can have a host. */
const SHARED_HOSTING = [
  'vercel.app',
  'now.sh',
  'netlify.app',
  'github.io',
  'gitlab.io',
  'herokuapp.com',
  'pages.dev',
  'workers.dev',
  'web.app',
  'firebaseapp.com',
  'azurewebsites.net',
  'azurestaticapps.net',
  'onrender.com',
  'surge.sh',
  'ngrok.io',
  'ngrok-free.app',
  'fly.dev',
  'amplifyapp.com',
  'cloudfront.net',
  'amazonaws.com',
  'appspot.com',
  'run.app',
  'replit.dev',
  'glitch.me',
  'gitpod.io',
  'railway.app',
  'trycloudflare.com',
  'lovable.app',
];

/** An origin pattern without what a regular expression adds to it. */
const plain = (value: string) =>
  value.replace(/\\/g, '').replace(/(?<![$/)])[$/)]+$/, '');

/** Whether a pattern lets in hosts that anybody can register. */
export function onSharedHosting(origin: OriginFact): string | undefined {
  const value = plain(origin.value);
  return origin.pattern
    ? SHARED_HOSTING.find(
        domain =>
          value.endsWith(domain) ||
          value.includes(`${domain}|`) ||
          value.includes(`${domain})`),
      )
    : undefined;
}

/** Whether an origin means everybody. */
export function isAnyOrigin(origin: OriginFact): boolean {
  const value = plain(origin.value).replace(/^\/?\^?\(?/, '');
  return (
    origin.value === '*' ||
    (origin.pattern &&
      /^(?:\.[*+]|https?\??:\/\/\(?\.[*+]\)?|\*|https?:\/\/\*)$/.test(value))
  );
}

/** Values that hold in production. */
export const inProduction = (fact: CorsFact): OriginFact[] =>
  fact.origins.filter(origin => !origin.developmentOnly);

/** Configurations that are in force in production. */
export const inForce = (facts: readonly CorsFact[]): CorsFact[] =>
  facts.filter(fact => !fact.developmentOnly && !fact.overridden);

/** The definition of an origin, where it is not at the configuration itself. */
export function definition(
  fact: CorsFact,
  origin: Pick<OriginFact, 'path' | 'line'>,
  note: string,
): Evidence['related'] {
  return origin.path === fact.path &&
    origin.line >= fact.line &&
    origin.line <= fact.endLine
    ? undefined
    : [{ path: origin.path, line: origin.line, note }];
}

/** How an origin got its value, in words. */
export function originNote(origin: OriginFact): string {
  if (origin.source === 'environment-default') {
    return `"${origin.value}" when ${origin.name ?? 'the variable'} is not set`;
  }
  return origin.source === 'setting-default'
    ? `"${origin.value}" is the default of ${origin.name}`
    : `"${origin.value}"`;
}
