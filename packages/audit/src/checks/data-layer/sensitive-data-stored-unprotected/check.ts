import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { databaseModels } from '../../../facts/database/models';
import { ModelFact, ModelField } from '../../../facts/database/schema';
import { nameWords } from '../../../facts/tenancy/words';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { sensitiveKind } from './names';
import { storedPayloads } from './payloads';

/** Types that take text as it is. */
const PLAIN =
  /^(?:String|Text|Unicode|VARCHAR|TEXT|JSON|JSONB|CharField|TextField|JSONField|StringField|DictField|varchar|text|char|json|jsonb|str|string|Json|Map|Mixed|DataTypes?\.(?:STRING|TEXT|JSON|JSONB)|Sequelize\.(?:STRING|TEXT)|Optional\[str|dict|Dict|Object|Indexed\(str|citext|longtext|mediumtext)/i;
const PROTECTED =
  /encrypt|cipher|fernet|vault|kms|pgp|sealed|secretfield|tink|envelope/i;
const CRYPTO_CALL =
  /\b(?:\w*(?:encrypt|decrypt|encipher|cipher|seal|unseal)\w*|fernet\.\w+)\s*\(/i;

const camel = (name: string) =>
  nameWords(name)
    .map((word, index) =>
      index ? word[0].toUpperCase() + word.slice(1) : word,
    )
    .join('');

const snake = (name: string) => nameWords(name).join('_');

/** A help text that says "encrypted" is no encryption. */
const withoutTexts = (text: string) =>
  text.replace(/^\w+\s*[:=]/, '').replace(/"[^"\n]*"|'[^'\n]*'/g, '');

interface Subject {
  model: ModelFact;
  field: ModelField;
  what: string;
}

export const check = defineCheck({
  id: 'sensitive-data-stored-unprotected',
  area: 'data-layer',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Sensitive data stored as plain text',
  description:
    'Looks at columns of models whose names mean tokens of third parties, refresh tokens, private keys, client secrets, secrets of second factors, card numbers, bank data, national ids or health data: a plain text or JSON type that no encrypting type, transformer or call in the code protects. Also at whole request bodies that are stored as they came. A name or help text that says "encrypted" counts for nothing. Contact data without a documented classification is not judged; password hashes and own bearer tokens are judged elsewhere.',
  failureMode:
    'What others trusted to this service lies readable in its tables.',
  manifestation:
    'A dump, a replica, a backup or one SQL injection is enough to read it; no key is needed.',
  impact:
    'A leak of the database becomes a leak of accounts at other companies, of payments and of identities, with duties to report it.',
  remediation:
    'Encrypt before writing, with a key that is not in the database, and keep only what is needed:\n\n```python\nfrom sqlalchemy_utils import StringEncryptedType\n\nrefresh_token = mapped_column(StringEncryptedType(String, key=get_key))\n```\n\nOf inbound events store the fields that are used, not the whole body.',
  guardrail: {
    linter: 'Semgrep rule on columns with such names (partly)',
    tests: 'read the raw row and look for the plain value',
    architecture: 'encryption service, allow-list of stored payload fields',
  },
  references: [
    {
      title: 'CWE-312: Cleartext storage of sensitive information',
      url: 'https://cwe.mitre.org/data/definitions/312.html',
    },
    {
      title: 'OWASP cryptographic storage cheat sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html',
    },
  ],
  evaluate: judged(
    {
      languages: ['python', 'typescript', 'javascript'],
      containing: [
        'refresh_token',
        'refreshToken',
        'private_key',
        'client_secret',
      ],
    },
    async context => {
      const { models } = await context.facts(databaseModels);
      const subjects = subjectsOf(models);
      const good: Evidence[] = [];
      const bad: Evidence[] = [];
      for (const { model, field, what } of subjects) {
        const place = {
          path: field.path,
          line: field.line,
          subject: `${model.name}.${field.name}`,
        };
        if (
          PROTECTED.test(field.type) ||
          PROTECTED.test(withoutTexts(field.text))
        ) {
          good.push({
            ...place,
            note: `${model.name}.${field.name} has an encrypting type`,
          });
          continue;
        }
        if (!PLAIN.test(field.type)) {
          continue;
        }
        const call = await encryption(context, field, models);
        if (call) {
          good.push({
            ...call,
            subject: place.subject,
            note: `${model.name}.${field.name} is encrypted in the code`,
            related: [{ path: field.path, line: field.line }],
          });
        } else {
          bad.push({
            ...place,
            note: `${model.name}.${field.name}: ${what} as ${
              field.type.slice(0, 40) || 'text'
            }`,
          });
        }
      }
      const payloads = await storedPayloads(context, models);
      const evidence = inOrder([...bad, ...payloads]);
      if (evidence.length > 0) {
        return {
          status: 'fail',
          summary: [
            ...(bad.length > 0
              ? [
                  `${count(
                    bad.length,
                    'column keeps',
                    'columns keep',
                  )} sensitive data as plain text: ${bad
                    .slice(0, 3)
                    .map(item => item.subject)
                    .join(', ')}`,
                ]
              : []),
            ...(payloads.length > 0
              ? [`whole requests are stored: ${somePlaces(payloads)}`]
              : []),
          ].join('; '),
          evidence,
          lookedFor: [
            'encrypting column types and transformers',
            'calls that encrypt or decrypt beside the name of the field',
          ],
          strengths: inOrder(good),
        };
      }
      return good.length > 0
        ? {
            status: 'pass',
            summary: `${count(
              good.length,
              'sensitive column is',
              'sensitive columns are',
            )} encrypted: ${somePlaces(inOrder(good))}`,
            evidence: inOrder(good),
          }
        : {
            status: 'not-applicable',
            summary:
              models.length === 0
                ? 'No models'
                : `None of ${count(
                    models.length,
                    'model',
                  )} has a column for tokens of others, keys, card, bank, identity or health data`,
          };
    },
  ),
});

function subjectsOf(models: readonly ModelFact[]): Subject[] {
  const seen = new Set<string>();
  return models.flatMap(model =>
    model.fields.flatMap((field): Subject[] => {
      const key = `${field.path}:${field.line}`;
      const what = sensitiveKind(field.name, model);
      if (!what || seen.has(key)) {
        return [];
      }
      seen.add(key);
      return [{ model, field, what }];
    }),
  );
}

/** A call that encrypts or decrypts on a line with the name of the field, or in a function that has it. */
async function encryption(
  context: CheckContext,
  field: ModelField,
  models: readonly ModelFact[],
): Promise<{ path: string; line: number } | undefined> {
  if (models.some(item => item.library === 'prisma')) {
    const [extension] = await context.syntax.files({
      containing: ['fieldEncryptionExtension', 'prisma-field-encryption'],
    });
    if (extension) {
      return { path: extension.path, line: 1 };
    }
  }
  const bare = field.name.replace(/^_|_?encrypted_?/gi, '');
  const names = [
    ...new Set([field.name, bare, camel(bare), snake(bare)]),
  ].filter(item => item.length > 2);
  for (const file of await context.syntax.files({ containing: names })) {
    const lines = (context.read(file.path) ?? '').split('\n');
    for (const [index, line] of lines.entries()) {
      if (
        !CRYPTO_CALL.test(line) ||
        /^\s*(?:#|\/\/|\*|def |async def |function )/.test(line)
      ) {
        continue;
      }
      // The name of what goes in or of what takes the result stands close by.
      const around = lines.slice(Math.max(0, index - 2), index + 3).join('\n');
      if (names.some(name => around.includes(name))) {
        return { path: file.path, line: index + 1 };
      }
    }
  }
  return undefined;
}
