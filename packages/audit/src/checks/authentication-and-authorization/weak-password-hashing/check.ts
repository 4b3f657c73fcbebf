import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { settings } from '../../../facts/settings/extract';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
  judged,
} from '../../../judging/outcome';
import { CallFact, FileSyntax } from '../../../syntax/schema';
import { atLeast, Judgement, MIN_BCRYPT } from './costs';
import { plainTextPasswords, reversiblePasswords } from './plainText';
import { TABLE } from './table';

/** Text of files that import a library for password hashes. */
const LIBRARIES = ['passlib', 'bcrypt', 'argon2'];

/** Text of files that may hash a password. */
const WORDS = [...LIBRARIES, 'pbkdf2', 'scrypt', 'PasswordEncoder'];

/** Settings of frameworks that carry a cost. */
const COST_SETTINGS: Record<string, { what: string; least: number }> = {
  BCRYPT_LOG_ROUNDS: { what: 'bcrypt cost', least: MIN_BCRYPT },
};
const WEAK_DJANGO_HASHER = /(?:MD5|SHA1|Unsalted\w*|Crypt)PasswordHasher$/;

export const check = defineCheck({
  id: 'weak-password-hashing',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Passwords are hashed too weakly',
  description:
    'Judges every call that hashes passwords by its cost: bcrypt from 12 rounds, PBKDF2 from 600,000 iterations with SHA-256, scrypt from N = 2^14, Argon2 from 19 MiB and 2 passes. Costs are followed through variables and defaults of settings, and where none is given the default of the library decides. A general digest (MD5, SHA-1, SHA-2) of a password always fails, and so do a password from a request that is written to a model as it is, one that is compared with the stored one as it is, and one that is encrypted instead of hashed.',
  failureMode:
    'Passwords are stored with a hash that is too cheap to compute, or with no password hash at all.',
  manifestation:
    'Nothing shows in operation. After a leak of the user table most passwords are known within hours.',
  impact:
    'Every user with a common or reused password loses the account here and elsewhere; a digest without cost turns a leak of hashes into a leak of passwords.',
  remediation:
    'Use Argon2id, or bcrypt with 12 rounds or more, and rehash at the next sign-in.\n\n```python\nhasher = argon2.PasswordHasher()  # 64 MiB, 3 passes\nuser.password_hash = hasher.hash(password)\n```\n\nIn Node: `await bcrypt.hash(password, 12)`.',
  guardrail: {
    linter: 'semgrep rules for hash costs, bandit B303/B324',
    tests: 'unit test on the prefix and cost of a new hash',
    architecture: 'one function that sets passwords, or an identity provider',
  },
  references: [
    {
      title: 'OWASP: Password Storage',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html',
    },
    {
      title: 'CWE-916',
      url: 'https://cwe.mitre.org/data/definitions/916.html',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    if ((await codeFiles(context)).length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code',
      };
    }
    const facts = await context.facts(settings);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    const open: Evidence[] = [];
    const note = (place: Evidence, judgement: Judgement) => {
      if (!judgement) {
        return;
      }
      if ('good' in judgement) {
        good.push({ ...place, note: judgement.good });
      } else if ('open' in judgement) {
        open.push({ ...place, note: judgement.open });
      } else {
        const { bad, severity, related } = judgement;
        failing.push({
          ...place,
          note: bad,
          ...(severity ? { severity } : {}),
          ...(related ? { related } : {}),
        });
      }
    };

    for (const call of await context.syntax.calls({
      names: Object.keys(TABLE),
    })) {
      const file = await context.syntax.file(call.path);
      if (file) {
        note(
          { path: call.path, line: call.line, endLine: call.endLine },
          TABLE[call.name](call, facts, file),
        );
      }
    }
    for (const item of facts.settings.filter(
      found => found.class === 'source',
    )) {
      const place = { path: item.path, line: item.line, subject: item.name };
      const value = item.default?.value;
      const cost = COST_SETTINGS[item.name];
      if (cost && item.default) {
        note(
          place,
          atLeast(
            cost.what,
            cost.least,
            () => item.default,
            0,
          )(
            { ...item, args: [] } as unknown as CallFact,
            facts,
            undefined as unknown as FileSyntax,
          ),
        );
      }
      if (
        item.name === 'INSTALLED_APPS' &&
        item.default?.text.includes('django.contrib.auth') &&
        !facts.settings.some(({ name }) => name === 'PASSWORD_HASHERS')
      ) {
        note(place, { good: "Django's default hasher" });
      }
      if (item.name === 'PASSWORD_HASHERS' && Array.isArray(value)) {
        const [preferred] = value.map(String);
        note(
          place,
          WEAK_DJANGO_HASHER.test(preferred ?? '')
            ? {
                bad: `new passwords are hashed by ${preferred}`,
                severity: 'critical',
              }
            : { good: `${preferred}` },
        );
      }
    }

    failing.push(
      ...(await plainTextPasswords(context)),
      ...(await reversiblePasswords(context)),
    );

    if (failing.length > 0) {
      const places = inOrder(failing);
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'place hashes',
          'places hash',
        )} passwords too weakly: ${places[0].note} (${somePlaces(places)})`,
        evidence: places,
        strengths: inOrder(good),
      };
    }
    if (open.length > 0) {
      return {
        status: 'unknown',
        summary: `The cost of hashing is not in the tree: ${
          open[0].note
        } (${somePlaces(inOrder(open))})`,
      };
    }
    const library =
      good.length > 0
        ? undefined
        : (await context.syntax.files({ containing: LIBRARIES })).flatMap(
            file =>
              file.imports.filter(
                item =>
                  !item.typeOnly &&
                  /^(?:passlib|bcrypt|bcryptjs|argon2|@node-rs\/(?:bcrypt|argon2)|flask_bcrypt|golang\.org\/x\/crypto\/(?:bcrypt|argon2))(?:\.|$)/.test(
                    item.module,
                  ),
              ),
          )[0];
    if (library) {
      return {
        status: 'unknown',
        summary: `${library.path}:${library.line} imports ${library.module}, but no call that hashes could be followed`,
      };
    }
    return good.length > 0
      ? {
          status: 'pass',
          summary: `Passwords are hashed with ${good[0].note}`,
          evidence: inOrder(good),
        }
      : {
          status: 'not-applicable',
          summary: 'No code hashes passwords',
          lookedFor: [
            'bcrypt',
            'argon2',
            'scrypt',
            'PBKDF2',
            'passlib',
            'digests of passwords',
          ],
        };
  }),
});
