import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { inventory } from '../../../facts/inventory/extract';
import { InventoryFile } from '../../../facts/inventory/schema';
import { settings } from '../../../facts/settings/extract';
import { Settings } from '../../../facts/settings/schema';
import { isDevelopmentOnly } from '../../../facts/settings/conditions';
import {
  isMadeUp,
  PROVIDER_FORMATS,
  PROVIDER_WORDS,
} from '../../../facts/secrets/formats';
import { isPlaceholder } from '../../../facts/settings/secretNames';
import { count, inOrder, somePlaces, judged } from '../../../judging/outcome';
import { inForce, SettingsInForce } from './inForce';
import { literalSecrets, connectionUrls, NAME_WORDS } from './literals';
import { isSecretSetting, isSecretValue } from './values';

/** Environment files that are for everybody to copy, or for tests. */
const SHARED_ENV =
  /(?:example|sample|template|dist|default|test|ci|schema|tpl)/i;
const ENV_FILE = /(?:^|\/)\.env(?:\.[\w.-]+)?$|(?:^|\/)[\w-]+\.env$/;
const KEY_FILES =
  /\.(?:jks|keystore|p12|pfx|ppk|kdbx)$|(?:^|\/)(?:id_rsa|id_dsa|id_ecdsa|id_ed25519)$|\.tfstate(?:\.backup)?$/i;
const LOCKS =
  /(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|go\.sum|Cargo\.lock|composer\.lock)$/;

/** `class TestingConfig(Config)`: what an application is told while it is developed or tested. */
const NOT_PRODUCTION_CLASS =
  /^(?:Unit)?(?:Test|Testing|Dev|Devel|Development|Local|Debug)(?:Config|Configuration|Settings)$|^(?:Config|Configuration|Settings)(?:Test|Testing|Dev|Development|Local|Debug)$/;

export const check = defineCheck({
  id: 'hardcoded-secret',
  area: 'secrets-and-credentials',
  severity: 'critical',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Secret in code',
  description:
    'Looks for secrets that stand in the tree: literals bound to the name of a password, token or key; defaults for such settings, placeholders included, because a default in code is a working secret that everybody knows; connection addresses with user and password; values in the format of a provider; private keys, key stores and committed environment files. Values are never shown. Names of fields, headers, paths and kinds, placeholders in examples, and tests do not count.',
  failureMode:
    'A secret is part of the source, as a literal or as the value that is used when nothing is set.',
  manifestation:
    'The service starts without the secret being configured, in every environment with the same one; the value is in every clone, build and log of the repository.',
  impact:
    'Whoever has read the code once, at any time, can sign tokens, decrypt data or sign in as the service. It cannot be rotated without a release, and not removed from the history.',
  remediation:
    'Read it without a default, so that a deployment that lacks it does not start; rotate the value that was committed.\n\n```python\nclass Settings(BaseSettings):\n    secret_key: SecretStr  # required, no default\n```\n\nIn JavaScript: `const key = required(process.env.SECRET_KEY)`. For development, generate a random value under an environment condition.',
  guardrail: {
    linter: 'gitleaks as a hook, bandit B105/B106',
    tests: 'the application does not start without its secrets',
    ci: 'gitleaks, trufflehog',
    architecture: 'secret manager, required settings',
  },
  references: [
    {
      title: 'CWE-798',
      url: 'https://cwe.mitre.org/data/definitions/798.html',
    },
    {
      title: 'OWASP: Secrets Management',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    },
    { title: '12-factor: Config', url: 'https://12factor.net/config' },
  ],
  evaluate: judged({ containing: NAME_WORDS }, async context => {
    const { files } = await context.facts(inventory);
    if (files.length === 0) {
      return { status: 'not-applicable', summary: 'The tree has no files' };
    }
    const facts = await context.facts(settings);
    const found = inForce(
      [
        ...defaults(facts),
        ...(await inCode(context, facts)),
        ...inFiles(context, files),
      ],
      await settingsInForce(context),
    );
    if (found.length > 0) {
      const places = onePerLine(inOrder(found));
      const names = [...new Set(places.flatMap(item => item.subject ?? []))];
      return {
        status: 'fail',
        summary: `${count(places.length, 'secret')} in the tree${
          names.length
            ? `: ${names.slice(0, 4).join(', ')}${
                names.length > 4 ? ` and ${names.length - 4} more` : ''
              }`
            : ` (${somePlaces(places)})`
        }`,
        evidence: places,
      };
    }
    const required = facts.settings.filter(
      item =>
        item.class === 'source' &&
        item.default === undefined &&
        isSecretSetting(item.name),
    );
    return {
      status: 'pass',
      summary:
        required.length > 0
          ? `${count(
              required.length,
              'secret',
            )} read from outside, none in the tree`
          : 'No secret found in the tree',
      evidence: inOrder(
        required.map(item => ({
          path: item.path,
          line: item.line,
          subject: item.name,
          note: `${item.name} has no default`,
        })),
      ),
    };
  }),
});

/** Settings of Django applications as they hold in production. */
async function settingsInForce(
  context: CheckContext,
): Promise<SettingsInForce[]> {
  return (await context.facts(applications)).applications
    .filter(app => app.framework === 'django')
    .flatMap(app =>
      app.settings.map(({ name, path, line, text }) => ({
        name,
        path,
        line,
        endLine: line + text.split('\n').length - 1,
      })),
    );
}

/** A line is one finding, whatever saw it first: the named one knows most. */
function onePerLine(places: Evidence[]): Evidence[] {
  const byLine = new Map<string, Evidence>();
  for (const item of places) {
    const key = `${item.path}:${item.line}`;
    const other = byLine.get(key);
    if (!other || (other.subject === undefined && item.subject !== undefined)) {
      byLine.set(key, item);
    }
  }
  return [...byLine.values()];
}

/** (b) and, for addresses, (c). */
function defaults(facts: Settings): Evidence[] {
  return facts.settings.flatMap((item): Evidence[] => {
    const value = item.default?.value;
    if (item.class !== 'source' && item.source !== 'configuration-file') {
      return [];
    }
    if (typeof value !== 'string' || value.trim() === '') {
      return [];
    }
    const place = {
      path: item.path,
      line: item.default!.line,
      subject: item.name,
    };
    if (connectionUrls(value)) {
      return [
        {
          ...place,
          severity: 'high',
          note: `default of ${item.name} holds user and password`,
        },
      ];
    }
    if (
      !isSecretSetting(item.name) &&
      !isSecretSetting(item.assignedTo ?? '')
    ) {
      return [];
    }
    // In a configuration file of a profile for development a value is what it is for.
    const local =
      NOT_PRODUCTION_CLASS.test(item.owner ?? '') ||
      /application-(?:dev|local|test|it)\b/.test(item.path) ||
      isDevelopmentOnly(facts, item);
    if (local || isReference(value) || !isDefaultSecret(item.name, value)) {
      return [];
    }
    return [
      {
        ...place,
        note: `default of ${item.name}${item.owner ? ` in ${item.owner}` : ''}`,
      },
    ];
  });
}

/** Placeholders count as defaults: they work. Kinds, paths and words of the name itself do not. */
function isDefaultSecret(name: string, value: string): boolean {
  return isPlaceholder(value)
    ? !isReference(value) && !/^[.*_-]*$/.test(value)
    : isSecretValue(name, value, 'setting');
}

function isReference(value: string): boolean {
  return /\$\{|\{\{|^\$[A-Z_]|^<[^>]*>$|^%\(/.test(value.trim());
}

/** (a) and (c) in production code. */
async function inCode(
  context: CheckContext,
  facts: Settings,
): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const file of await context.syntax.files({ containing: NAME_WORDS })) {
    result.push(
      ...literalSecrets(file).filter(
        place =>
          !isDevelopmentOnly(facts, { path: file.path, line: place.line! }) &&
          !file.classes.some(
            owner =>
              NOT_PRODUCTION_CLASS.test(owner.name) &&
              owner.line <= place.line! &&
              place.line! <= owner.endLine,
          ),
      ),
    );
  }
  return result;
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Provider formats anywhere but in tests, key material, environment files and scripts. */
function inFiles(context: CheckContext, files: InventoryFile[]): Evidence[] {
  return files.flatMap(file => {
    if (
      file.class === 'test' ||
      file.class === 'fixture' ||
      file.class === 'vendored' ||
      LOCKS.test(file.path)
    ) {
      return [];
    }
    if (KEY_FILES.test(file.path) && file.class !== 'example') {
      return [{ path: file.path, note: 'key material is part of the tree' }];
    }
    const text = context.read(file.path);
    if (text === undefined) {
      return [];
    }
    return [
      ...providerFormats(file.path, text).map(item =>
        file.class === 'example' || file.class === 'docs'
          ? { ...item, severity: 'medium' as const }
          : item,
      ),
      ...(ENV_FILE.test(file.path) && !SHARED_ENV.test(nameOf(file.path))
        ? entries(file.path, text, 'committed environment file')
        : []),
      ...(/\.(?:sh|bash|zsh)$/.test(file.path) &&
      (file.class === 'source' || file.class === 'script')
        ? entries(file.path, text, 'assigned in a script')
        : []),
      ...registryTokens(file.path, text),
    ];
  });
}

function providerFormats(path: string, text: string): Evidence[] {
  if (!PROVIDER_WORDS.some(word => text.includes(word))) {
    return [];
  }
  const lines = text.split('\n');
  return lines.flatMap((line, index): Evidence[] => {
    if (!PROVIDER_WORDS.some(word => line.includes(word))) {
      return [];
    }
    // A hostile line may be as long as the file.
    const part = line.slice(0, 20_000);
    for (const { provider, pattern } of PROVIDER_FORMATS) {
      const value = pattern.exec(part)?.[0];
      if (value === undefined || isMadeUp(value)) {
        continue;
      }
      if (
        provider === 'private key' &&
        !/^[A-Za-z0-9+/=\\]{40}/.test(
          (part.split('-----').at(2) || lines[index + 1] || '')
            .replace(/\\n|["'+]/g, '')
            .trim(),
        )
      ) {
        continue;
      }
      return [{ path, line: index + 1, note: `${provider} in the tree` }];
    }
    return [];
  });
}

/** `NAME=value` of environment files and shell scripts. */
function entries(path: string, text: string, what: string): Evidence[] {
  return text.split('\n').flatMap((line, index): Evidence[] => {
    const match =
      /^\s*(?:export\s+|readonly\s+|local\s+|declare\s+)?([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^\s#"']*))/.exec(
        line,
      );
    if (!match) {
      return [];
    }
    const [, name] = match;
    const value = match[2] ?? match[3] ?? match[4] ?? '';
    const dynamic = match[3] === undefined && /[$`]/.test(value);
    if (dynamic || value === '') {
      return [];
    }
    if (connectionUrls(value)) {
      return [
        {
          path,
          line: index + 1,
          subject: name,
          severity: 'high',
          note: `${what}: ${name} holds user and password`,
        },
      ];
    }
    return isSecretSetting(name) &&
      !isPlaceholder(value) &&
      isSecretValue(name, value, 'setting')
      ? [{ path, line: index + 1, subject: name, note: `${what}: ${name}` }]
      : usedPlaceholder(path, name, value, index + 1);
  });
}

/** `.env` is read as it lies there: what it says for everybody to change works until somebody does. */
function usedPlaceholder(
  path: string,
  name: string,
  value: string,
  line: number,
): Evidence[] {
  return nameOf(path) === '.env' &&
    isSecretSetting(name) &&
    isPlaceholder(value) &&
    !isReference(value) &&
    !/^[.*_x-]*$/i.test(value)
    ? [
        {
          path,
          line,
          subject: name,
          severity: 'high',
          note: `committed environment file: ${name} works as it stands`,
        },
      ]
    : [];
}

/** Tokens of package registries. */
function registryTokens(path: string, text: string): Evidence[] {
  const name = nameOf(path);
  if (name !== '.npmrc' && name !== '.pypirc' && name !== '.yarnrc.yml') {
    return [];
  }
  return text.split('\n').flatMap((line, index): Evidence[] => {
    const value =
      /(?:_authToken|_password|_auth|npmAuthToken|^\s*password)\s*[=:]\s*["']?([^\s"'#]+)/.exec(
        line,
      )?.[1];
    return value && !value.includes('$') && !isPlaceholder(value)
      ? [{ path, line: index + 1, note: 'token of a package registry' }]
      : [];
  });
}
