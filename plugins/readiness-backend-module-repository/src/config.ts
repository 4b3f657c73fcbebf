import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { AuditRunnerOptions, TreeLimits } from '@readiness/audit';
import { resolve } from 'path';

export interface RepositoryOptions {
  /** Absolute folders. */
  localRoots: string[];
  /** Lower case. */
  kinds: string[];
  limits: Partial<TreeLimits>;
  runner: AuditRunnerOptions;
}

/** @throws InputError naming the key of a value that does not fit. */
export function readRepositoryConfig(config: Config): RepositoryOptions {
  const own = config.getOptionalConfig('readiness.repository');
  const positive = (key: string): number | undefined => {
    const value = own?.getOptionalNumber(key);
    if (value !== undefined && !(value > 0)) {
      throw new InputError(
        `readiness.repository.${key} must be a number above 0, not ${value}`,
      );
    }
    return value;
  };
  const limits = Object.fromEntries(
    (['maxFiles', 'maxFileBytes', 'maxTotalBytes'] as const).flatMap(key => {
      const value = positive(`limits.${key}`);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const deadline = positive('checkDeadlineSeconds');
  return {
    localRoots: (own?.getOptionalStringArray('localRoots') ?? []).map(root =>
      resolve(root),
    ),
    kinds: (own?.getOptionalStringArray('kinds') ?? ['component']).map(kind =>
      kind.toLocaleLowerCase('en-US'),
    ),
    limits,
    runner: {
      checkDeadlineMs: deadline === undefined ? undefined : deadline * 1000,
      memoryMb: positive('memoryMb'),
    },
  };
}
