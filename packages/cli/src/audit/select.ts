import { UsageError } from '../errors';
import { didYouMean, findCheck, Rules } from '../rules';

export interface SelectOptions {
  only?: string[];
  skip?: string[];
  area?: string[];
}

/** Ids of the checks to run, and whether they are a choice. */
export function selectChecks(
  rules: Rules,
  { only, skip, area }: SelectOptions,
): { checks: string[]; chosen: boolean } {
  const judged = (id: string, option: string) => {
    const check = findCheck(id, rules, option);
    if (check.kind === 'attested') {
      throw new UsageError(
        `${option}: the check "${id}" is answered by a person, there is nothing to run`,
      );
    }
    return check.id;
  };
  const wanted = only && new Set(only.map(id => judged(id, '--only')));
  const unwanted = new Set(skip?.map(id => judged(id, '--skip')));
  const areas = rules.standard.areas.map(({ id }) => id);
  for (const id of area ?? []) {
    if (!areas.includes(id)) {
      throw new UsageError(
        `--area: there is no area "${id}"${didYouMean(id, areas)}`,
      );
    }
  }
  const checks = rules.judged
    .filter(
      check =>
        (wanted?.has(check.id) ?? true) &&
        !unwanted.has(check.id) &&
        (area?.includes(check.area) ?? true),
    )
    .map(({ id }) => id);
  const chosen = Boolean(only || skip || area);
  if (checks.length === 0) {
    throw new UsageError(
      chosen
        ? '--only, --skip and --area leave no check to run'
        : `--standard: "${rules.standard.id}" has no check to run`,
    );
  }
  return { checks, chosen };
}
