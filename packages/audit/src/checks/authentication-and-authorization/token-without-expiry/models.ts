import { Evidence } from '@readiness/plugin-readiness-common';
import {
  StoredModelFact,
  TokenStorageFact,
} from '../../../facts/tokens/schema';
import { isProtectedName, isTokenField } from '../../../facts/tokens/names';
import { wordsOf } from '../../../facts/settings/secretNames';

/** Fields that end a token: by time, by revocation, by use. */
const END =
  /expir|revoked|valid_?(?:until|to|till)|rotated|(?:^|_)ttl|used_?(?:at|on)?$|consumed|redeemed|invalidated|ended|not_?after|deleted_?at|logged_?out|max_?age/i;
/** Fields by which somebody can stop a token, which otherwise works for ever. */
const SWITCH = /(?:^|_|is)(?:active|enabled|disabled|blocked|locked)$/i;
/** Fields of somebody who has a token, not of the token. */
const OF_A_PERSON = /passw|user_?name|^e_?mail$/i;

/** Models of tokens that are issued here, and whether anything in them ends a token. */
export function modelsWithoutEnd({
  models,
  storage,
}: {
  models: readonly StoredModelFact[];
  storage: readonly TokenStorageFact[];
}): { failing: Evidence[]; good: Evidence[] } {
  const written = new Map(
    storage
      .filter(({ kind }) => kind === 'write')
      .map(item => [item.subject, item]),
  );
  const failing: Evidence[] = [];
  const good: Evidence[] = [];
  for (const model of models) {
    // `STATE_ACTIVE = 1` is a choice, no column.
    const columns = model.fields.filter(
      ({ name }) => !/^[A-Z0-9_]+$/.test(name),
    );
    const end = columns.find(({ name }) => END.test(name));
    const stop = columns.find(({ name }) => SWITCH.test(name));
    const isPerson = columns.some(({ name }) => OF_A_PERSON.test(name));
    for (const field of model.fields) {
      const subject = `${model.name}.${field.name}`;
      const issued = written.get(subject);
      const isKept =
        issued ||
        (isProtectedName(field.name) &&
          wordsOf(field.name).some(word =>
            /^(?:token|key|session)$/.test(word),
          ));
      const related = issued
        ? [{ path: issued.path, line: issued.line, note: 'issued here' }]
        : [];
      if (end && isKept) {
        good.push({
          path: end.path,
          line: end.line,
          subject,
          note: `\`${end.name}\` ends \`${field.name}\``,
        });
      } else if (!end && stop && isKept && !isPerson) {
        failing.push({
          path: field.path,
          line: field.line,
          subject,
          severity: 'medium',
          note: `\`${field.name}\` works until somebody changes \`${stop.name}\`: it has no end by time`,
          related,
        });
      } else if (!end && issued && isTokenField(field.name)) {
        failing.push({
          path: field.path,
          line: field.line,
          subject,
          note: `\`${model.name}\` keeps \`${
            field.name
          }\` without a field for its end or its revocation${
            stop ? `; \`${stop.name}\` stops its owner, not the token` : ''
          }`,
          related,
        });
      }
    }
  }
  return { failing, good };
}
