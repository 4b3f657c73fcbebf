import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { isDevelopmentOnly } from '../../../facts/settings/conditions';
import { settings } from '../../../facts/settings/extract';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { loggedValues, LOGGED_WORDS } from './logged';
import { redactions } from './redaction';
import { trackerSettings } from './trackers';

export const check = defineCheck({
  id: 'sensitive-data-logged',
  area: 'logging',
  severity: 'high',
  confidence: 'likely',
  phase: 'observability',
  effort: 'small',
  title: 'Secrets or personal data in the log',
  description:
    'Reads the arguments of log calls (messages, f-strings and templates, `%s` arguments, `extra`, fields, `bind`; Python, JavaScript, Go, Java) for values of passwords, tokens and keys, `Authorization` and cookie headers, whole request bodies and headers, whole settings and environments, and connection strings; for e-mail addresses and phone numbers where nothing redacts them (medium); and error trackers that are told to send personal data without a scrubber (medium). The word token in a message, lengths, comparisons, masked or hashed values and parts of a value do not count. `print` is not read.',
  failureMode:
    'A value that should be known to one person or service is written where many can read it.',
  manifestation:
    'A search for `Bearer` or `@` in the log finds something that works or belongs to somebody.',
  impact:
    'Whoever may read logs (operators, vendors, anybody with the archive) has working credentials; personal data in logs cannot be deleted on request.',
  remediation:
    'Log an identifier instead of the value, and put a redaction filter on every handler for what slips through.\n\n```python\nlogger.info("session opened", extra={"user_id": user.id})  # not the token\n```\n\n```ts\npino({ redact: ["req.headers.authorization", "*.password", "*.token"] });\n```',
  guardrail: {
    linter: 'semgrep rules for logger calls, Bearer CLI',
    tests: 'a redaction test that logs a secret and reads the output',
    architecture: 'one logging set-up with redaction for all processes',
  },
  references: [
    {
      title: 'OWASP: Logging, data to exclude',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude',
    },
    {
      title: 'CWE-532',
      url: 'https://cwe.mitre.org/data/definitions/532.html',
    },
  ],
  evaluate: judged({ containing: LOGGED_WORDS }, async context => {
    const redaction = await redactions(context);
    const facts = await context.facts(settings);
    const logged = await loggedValues(context, redaction);
    const trackers = await trackerSettings(context);
    const failing = inOrder<Evidence>([
      ...logged.failing.filter(
        place =>
          !isDevelopmentOnly(facts, { path: place.path!, line: place.line! }),
      ),
      ...trackers.failing,
    ]);
    const good = inOrder<Evidence>([...redaction.places, ...trackers.good]);
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          failing.length,
          'place sends',
          'places send',
        )} secrets or personal data to logs or trackers: ${
          failing[0].note
        } (${somePlaces(failing)})`,
        evidence: failing,
        strengths: good,
      };
    }
    return logged.calls > 0 || good.length > 0
      ? {
          status: 'pass',
          summary: good.length
            ? 'Log calls carry no secrets, and a redaction is in place'
            : 'No secret in the arguments of log calls',
          evidence: good,
        }
      : {
          status: 'not-applicable',
          summary: 'No log call was found beside anything sensitive',
        };
  }),
});
