import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { envFiles } from '../../../facts/envFiles/extract';
import { EnvEntry } from '../../../facts/envFiles/schema';
import {
  isPlaceholder,
  isSecretName,
} from '../../../facts/settings/secretNames';
import { codeFiles, count, inOrder } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'default-credentials-in-env-example',
  area: 'secrets-and-credentials',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Working credentials in an example environment file',
  description:
    'Looks at example environment files (`.env.example`, `.env.sample`, `env.template` and the like) for names of secrets with a value that works as it stands: neither empty nor a placeholder such as `changeme`, `<…>` or `your-…`. A value that the code refuses at start is no finding: a minimum length of the setting that the value does not reach, or a list of forbidden values that names it.',
  failureMode: 'The example gives a secret a value that runs.',
  manifestation:
    'The file is copied, the service starts, and nobody is forced to choose a secret of their own; the same value runs in several installations.',
  impact:
    'Whoever has read the repository knows the password or can sign tokens of every installation that kept the example.',
  remediation:
    'Leave secrets empty in the example and refuse to start without them.\n\n```\n# 32 random bytes: openssl rand -base64 32\nSESSION_SECRET=\n```\n\n```python\nsession_secret: SecretStr = Field(min_length=32)\n```',
  guardrail: {
    linter: 'gitleaks as a hook',
    tests: 'settings test: the example must not start',
    ci: 'gitleaks',
    architecture: 'required settings without defaults, secret manager',
  },
  references: [
    {
      title: 'CWE-1392',
      url: 'https://cwe.mitre.org/data/definitions/1392.html',
    },
    {
      title: 'CWE-798',
      url: 'https://cwe.mitre.org/data/definitions/798.html',
    },
    {
      title: 'The Twelve-Factor App: Config',
      url: 'https://12factor.net/config',
    },
  ],
  async evaluate(context) {
    const files = (await context.facts(envFiles)).files.filter(
      ({ kind }) => kind === 'example',
    );
    if (files.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no example environment file',
        lookedFor: [
          '.env.example',
          '.env.sample',
          '.env.template',
          '.env.dist',
        ],
      };
    }
    const evidence: Evidence[] = [];
    const refused: Evidence[] = [];
    let secrets = 0;
    for (const { path, entries } of files) {
      for (const entry of entries) {
        if (entry.commented || !isSecretName(entry.name)) {
          continue;
        }
        secrets += 1;
        if (!works(entry)) {
          continue;
        }
        const guard = await refusedBy(entry, context);
        if (guard) {
          refused.push(guard);
        } else {
          evidence.push({
            path,
            line: entry.line,
            subject: entry.name,
            snippet: `${entry.name}=…`,
            note: `${entry.name} has a value that works as it stands`,
          });
        }
      }
    }
    if (evidence.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          evidence.length,
          'secret has',
          'secrets have',
        )} a working value in the example: ${evidence
          .slice(0, 5)
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: inOrder(evidence),
      };
    }
    return {
      status: 'pass',
      summary:
        secrets === 0
          ? `The example names no secrets: ${files[0].path}`
          : `None of ${count(
              secrets,
              'secret',
            )} has a working value in the example`,
      evidence: inOrder(refused),
    };
  },
});

/** Switches, numbers, times, paths and addresses under the name of a secret. */
const HARMLESS_VALUE =
  /^(?:true|false|yes|no|on|off|none|null|\d{1,5}|\d{1,6} ?(?:ms|s|m|h|d|w|y|secs?|seconds?|mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?)|\.{0,2}\/\S*|https?:\/\/[^\s@]*|[\w-]+\.(?:pem|key|json|crt))$/i;
const PASSWORD_NAME = /(?:password|passwd|pwd|pin|secret)$/i;

function works({ name, value }: EnvEntry): boolean {
  if (isPlaceholder(value) || value.includes('BEGIN PUBLIC KEY')) {
    return false;
  }
  // `PASSWORD=1234` is one, `TOKEN_BUCKET=100` is none.
  return /^\d+$/.test(value)
    ? PASSWORD_NAME.test(name)
    : !HARMLESS_VALUE.test(value);
}

const MINIMUM =
  /min_length\s*=\s*(\d+)|\.min\(\s*(\d+)|minLength["']?\s*[:=(]\s*(\d+)|MinLength\(\s*(\d+)|min=(\d+)/;
/** Lines behind the name of a setting in which its minimum may stand. */
const REACH = 4;
const REFUSES =
  /\braise\b|\bthrow\b|\bpanic\(|\bprocess\.exit\(|\blog\.Fatal|\bsys\.exit\(/;

/** The place in the code where this value is refused at start. */
async function refusedBy(
  { name, value }: EnvEntry,
  context: CheckContext,
): Promise<Evidence | undefined> {
  const names = namesOf(name);
  for (const { path } of await codeFiles(context)) {
    const text = context.read(path);
    if (text === undefined) {
      continue;
    }
    const quoted = [`"${value}"`, `'${value}'`];
    const denied = quoted
      .map(item => text.indexOf(item))
      .find(index => index >= 0);
    const lines = text.split('\n');
    if (denied !== undefined && REFUSES.test(text)) {
      const line = text.slice(0, denied).split('\n').length;
      if (
        /weak|insecure|default|placeholder|forbidden|denied|known|example/i.test(
          lines.slice(Math.max(0, line - 8), line).join(' '),
        )
      ) {
        return { path, line, note: `the value of ${name} is refused at start` };
      }
    }
    if (!names.some(item => text.includes(item))) {
      continue;
    }
    for (let index = 0; index < lines.length; index++) {
      if (!names.some(item => lines[index].includes(item))) {
        continue;
      }
      const minimum = MINIMUM.exec(
        lines
          .slice(index, index + REACH)
          .join('\n')
          .slice(0, 1000),
      );
      const length = Number(
        minimum?.slice(1).find(item => item !== undefined) ?? 0,
      );
      if (length > value.length) {
        return {
          path,
          line: index + 1,
          note: `${name} needs ${length} characters`,
        };
      }
    }
  }
  return undefined;
}

/** A setting in the spellings of the languages: `DB_PASSWORD`, `db_password`, `dbPassword`. */
function namesOf(name: string): string[] {
  const lower = name.toLocaleLowerCase('en-US');
  const camel = lower.replace(/_([a-z0-9])/g, (_, letter: string) =>
    letter.toLocaleUpperCase('en-US'),
  );
  return [name, lower, camel];
}
