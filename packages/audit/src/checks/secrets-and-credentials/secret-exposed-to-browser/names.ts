import { Severity } from '@readiness/plugin-readiness-common';
import { isSecretName, wordsOf } from '../../../facts/settings/secretNames';

const PREFIX =
  /^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|EXPO_PUBLIC|VUE_APP|GATSBY|STORYBOOK|PUBLIC)_/;

/** Words of keys and tokens that their makers publish in pages. */
const PUBLIC_BY_DESIGN = new Set(
  (
    'publishable public site anon anonymous client dsn map maps mapbox google firebase algolia search recaptcha ' +
    'captcha hcaptcha turnstile posthog mixpanel segment amplitude heap analytics sentry rollbar bugsnag datadog rum ' +
    'logrocket newrelic vapid push pusher intercom crisp clerk stripe paypal braintree fcm csrf xsrf hotjar plausible ' +
    'umami maptiler here cesium tinymce ckeditor giphy unsplash youtube ably launchdarkly optimizely growthbook ' +
    'statsig flagsmith unleash'
  ).split(' '),
);

/** Words that make a name secret whoever the provider is. */
const ALWAYS_SECRET = new Set(['secret', 'password', 'passwd', 'private']);

/** Providers whose API keys act for the account that pays. */
const SERVER_PROVIDERS = new Set(
  (
    'openai anthropic claude gemini groq mistral cohere replicate huggingface deepseek openrouter sendgrid resend ' +
    'mailgun postmark twilio github gitlab slack aws azure cloudflare vercel supabase airtable notion hubspot ' +
    'mailchimp shopify elevenlabs pinecone admin service internal'
  ).split(' '),
);

/** Whether a public variable should not be one; `undefined` for what may be. */
export function judgeName(
  name: string,
  how: 'read' | 'set' | 'inlined',
): { severity: Severity; what: string } | undefined {
  const bare = name.replace(PREFIX, '');
  const words = wordsOf(bare);
  const isServiceRole =
    words.includes('service') &&
    words.includes('role') &&
    !words.includes('url');
  if (!isSecretName(bare) && !isServiceRole) {
    return undefined;
  }
  const always = isServiceRole || words.some(word => ALWAYS_SECRET.has(word));
  const publicByDesign =
    words.some(word => PUBLIC_BY_DESIGN.has(word)) &&
    !words.some(word => SERVER_PROVIDERS.has(word));
  if (publicByDesign && !always) {
    return undefined;
  }
  // `…_CLIENT_SECRET` is a secret; the public half is the id.
  if (always || words.some(word => SERVER_PROVIDERS.has(word))) {
    return { severity: 'critical', what: `\`${name}\`` };
  }
  const isToken = words.some(word => /^(?:token|credential)s?$/.test(word));
  if (isToken) {
    return { severity: 'critical', what: `\`${name}\`` };
  }
  // An API key may be one that its provider limits by referrer; nobody can tell from the name.
  return how === 'inlined' && !/^[A-Z]/.test(name)
    ? undefined
    : {
        severity: 'high',
        what: `\`${name}\`, unless its provider limits it to your pages,`,
      };
}
