import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { settings } from '../../../facts/settings/extract';
import { SettingFact } from '../../../facts/settings/schema';
import { isSecretName, wordsOf } from '../../../facts/settings/secretNames';
import { count, inOrder, judged } from '../../../judging/outcome';

const MASKING = /\bSecret(?:Str|Bytes)\b|\bSecret\[/;
const TEXT = /\b(?:str|bytes|AnyStr)\b/;

export const check = defineCheck({
  id: 'secret-typed-as-plain-string',
  area: 'secrets-and-credentials',
  severity: 'medium',
  confidence: 'certain',
  phase: 'production-hardening',
  effort: 'small',
  title: 'Secret settings that print themselves',
  description:
    'Looks at the fields of pydantic settings classes whose name says that they are secret: `SecretStr`, `SecretBytes` and `Secret[…]` mask themselves, `str` does not, also inside `Optional` and unions. Public keys, key ids and lifetimes are no secrets. Settings of Spring, dataclasses and plain reads of the environment are not judged.',
  failureMode:
    'A secret is a plain text in the settings object, which shows it whenever it is printed.',
  manifestation:
    'A log line, a traceback with local variables or an error report contains `Settings(api_key=’…’)` in full.',
  impact:
    'One careless `repr` in code, a debugger or an error tracker publishes all secrets of the service at once.',
  remediation:
    'Use the masking type and unwrap it only where it is sent.\n\n```python\nclass Settings(BaseSettings):\n    api_key: SecretStr\n\nclient = Client(api_key=settings.api_key.get_secret_value())\n```',
  guardrail: {
    linter: '~ semgrep rule on fields of settings classes',
    tests: 'a test that `repr(settings)` contains no secret',
    architecture: 'one settings class with masked fields',
  },
  references: [
    {
      title: 'Pydantic: secret types',
      url: 'https://docs.pydantic.dev/latest/api/types/#pydantic.types.SecretStr',
    },
    {
      title: 'CWE-532',
      url: 'https://cwe.mitre.org/data/definitions/532.html',
    },
  ],
  evaluate: judged(
    { languages: ['python'], containing: ['BaseSettings'] },
    async context => {
      const { settings: all } = await context.facts(settings);
      const fields = all.filter(
        item =>
          item.source === 'settings-class' &&
          item.class === 'source' &&
          item.language === 'python' &&
          item.type !== undefined &&
          isSecret(item),
      );
      const plain = fields.filter(
        item => TEXT.test(item.type!) && !MASKING.test(item.type!),
      );
      const masked = fields.filter(item => MASKING.test(item.type!));
      const places = (
        items: readonly SettingFact[],
        note: string,
      ): Evidence[] =>
        inOrder(
          items.map(item => ({
            path: item.path,
            line: item.line,
            subject: [item.owner, fieldOf(item)].filter(Boolean).join('.'),
            note: `\`${fieldOf(item)}\` ${note}`,
          })),
        );
      if (plain.length + masked.length === 0) {
        return {
          status: 'not-applicable',
          summary: 'No settings class with secret fields',
          lookedFor: ['fields of BaseSettings with secret names'],
        };
      }
      return plain.length > 0
        ? {
            status: 'fail',
            summary: `${plain.length} of ${count(
              plain.length + masked.length,
              'secret setting is',
              'secret settings are',
            )} plain text: ${plain
              .slice(0, 4)
              .map(item => item.name)
              .join(', ')}${
              plain.length > 4 ? ` and ${plain.length - 4} more` : ''
            }`,
            evidence: places(plain, 'is a plain text'),
            share: masked.length / (plain.length + masked.length),
            strengths: places(masked, 'masks itself'),
          }
        : {
            status: 'pass',
            summary: `${count(
              masked.length,
              'secret setting masks',
              'secret settings mask',
            )} themselves`,
            evidence: places(masked, 'masks itself'),
          };
    },
  ),
});

/** Names of secrets; `jwt_algorithm` and `public_key` are filtered by their words. */
function isSecret({ name }: SettingFact): boolean {
  return isSecretName(name) && !wordsOf(name).includes('public');
}

/** The field as the class has it; the setting is the name of the environment variable. */
function fieldOf({ name, assignedTo }: SettingFact): string {
  return assignedTo ?? name;
}
