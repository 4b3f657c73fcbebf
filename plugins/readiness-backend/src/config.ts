import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError, isError } from '@backstage/errors';
import {
  FilterPredicate,
  readOptionalFilterPredicateFromConfig,
} from '@backstage/filter-predicates';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';

const DEFAULT_FILTER: FilterPredicate = {
  kind: { $in: ['Component', 'API', 'Resource', 'System'] },
};

/** Settings of the plugin, checked and with their defaults. */
export interface ReadinessConfig {
  audits: {
    enabled: boolean;
    filter: FilterPredicate;
    intervalSeconds: number;
    timeoutSeconds: number;
    concurrency: number;
    staleAfterSeconds: number;
  };
  seeding: { frequency: HumanDuration; removeAfterSeconds: number };
}

/** @throws InputError with the full key of a setting that cannot be used. */
export function readReadinessConfig(root: Config): ReadinessConfig {
  return {
    audits: {
      enabled: read(
        'readiness.audits.enabled',
        key => root.getOptionalBoolean(key) ?? true,
      ),
      filter: read(
        'readiness.audits.filter',
        key =>
          readOptionalFilterPredicateFromConfig(root, { key }) ??
          DEFAULT_FILTER,
      ),
      intervalSeconds: seconds(root, 'readiness.audits.interval', {
        hours: 6,
      }),
      timeoutSeconds: seconds(root, 'readiness.audits.timeout', {
        minutes: 5,
      }),
      concurrency: read('readiness.audits.concurrency', key => {
        const value = root.getOptionalNumber(key) ?? 2;
        if (!Number.isInteger(value) || value < 1 || value > 100) {
          throw new Error('must be a whole number from 1 to 100');
        }
        return value;
      }),
      staleAfterSeconds: seconds(root, 'readiness.audits.staleAfter', {
        days: 2,
      }),
    },
    seeding: {
      frequency: {
        seconds: seconds(root, 'readiness.seeding.frequency', { seconds: 30 }),
      },
      removeAfterSeconds: seconds(root, 'readiness.seeding.removeAfter', {
        hours: 1,
      }),
    },
  };
}

function seconds(root: Config, key: string, fallback: HumanDuration): number {
  return read(key, () => {
    const duration = root.has(key)
      ? readDurationFromConfig(root, { key })
      : fallback;
    const value = durationToMilliseconds(duration) / 1000;
    if (!(value >= 1)) {
      throw new Error('must be at least one second');
    }
    return value;
  });
}

function read<T>(key: string, reader: (key: string) => T): T {
  try {
    return reader(key);
  } catch (error) {
    const message = isError(error) ? error.message : String(error);
    throw new InputError(`Invalid configuration of ${key}: ${message}`);
  }
}
