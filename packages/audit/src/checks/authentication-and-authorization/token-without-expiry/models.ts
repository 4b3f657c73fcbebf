import { Evidence } from '@readiness/plugin-readiness-common';
import {
  StoredModelFact,
  TokenStorageFact,
} from '../../../facts/tokens/schema';
import { isProtectedName, isTokenField } from '../../../facts/tokens/names';
import { wordsOf } from '../../../facts/settings/secretNames';

/** Fields that end a token: by time, by revocation, by use. */
const END =
  /expir|revoked|valid_?(?:until|to|till)|rotated|(?:^|_)ttl|used_?(?:at|on)?$|consumed|redeemed|invalidated|ended|not_?after|deleted_?at|logged_?out|max_?age|is_?active|active|enabled|disabled/i;

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
    const end = model.fields.find(
      ({ name }) => END.test(name) && !/^[A-Z0-9_]+$/.test(name),
    );
    for (const field of model.fields) {
      const subject = `${model.name}.${field.name}`;
      const issued = written.get(subject);
      if (issued && isTokenField(field.name) && !end) {
        failing.push({
          path: field.path,
          line: field.line,
          subject,
          note: `\`${model.name}\` keeps \`${field.name}\` without a field for its end or its revocation`,
          related: [
            { path: issued.path, line: issued.line, note: 'issued here' },
          ],
        });
      } else if (
        end &&
        (issued ||
          (isProtectedName(field.name) &&
            wordsOf(field.name).some(word =>
              /^(?:token|key|session)$/.test(word),
            )))
      ) {
        good.push({
          path: end.path,
          line: end.line,
          subject,
          note: `\`${end.name}\` ends \`${field.name}\``,
        });
      }
    }
  }
  return { failing, good };
}
