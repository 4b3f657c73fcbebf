import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError, isError } from '@backstage/errors';
import {
  FilterPredicate,
  readOptionalFilterPredicateFromConfig,
} from '@backstage/filter-predicates';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';

/** Reads settings by their full keys, which every error names. */
export class Settings {
  constructor(
    private readonly config: Config,
    /** Part of the keys that leads to `config`. */
    private readonly prefix = '',
  ) {}

  flag(key: string, fallback: boolean): boolean {
    return this.read(
      key,
      own => this.config.getOptionalBoolean(own) ?? fallback,
    );
  }

  text(key: string): string {
    return this.read(key, own => this.config.getString(own));
  }

  optionalText(key: string): string | undefined {
    return this.read(key, own => this.config.getOptionalString(own));
  }

  /** A whole number from 1. */
  count(key: string, most: number): number | undefined {
    return this.read(key, own => {
      const value = this.config.getOptionalNumber(own);
      if (
        value !== undefined &&
        (!Number.isInteger(value) || value < 1 || value > most)
      ) {
        throw new Error(`must be a whole number from 1 to ${most}`);
      }
      return value;
    });
  }

  /** A duration of at least one second; without a fallback it is required. */
  seconds(key: string, fallback?: HumanDuration): number {
    return this.read(key, own => {
      const duration =
        fallback && !this.config.has(own)
          ? fallback
          : readDurationFromConfig(this.config, { key: own });
      const value = durationToMilliseconds(duration) / 1000;
      if (!(value >= 1)) {
        throw new Error('must be at least one second');
      }
      return value;
    });
  }

  /** Some of a few words; none by default. */
  someOf<T extends string>(key: string, words: readonly T[]): T[] {
    return this.read(key, own =>
      (this.config.getOptionalStringArray(own) ?? []).map(value => {
        const word = words.find(item => item === value);
        if (word === undefined) {
          throw new Error(`"${value}" is none of ${words.join(', ')}`);
        }
        return word;
      }),
    );
  }

  filter(key: string): FilterPredicate | undefined {
    return this.read(key, own =>
      readOptionalFilterPredicateFromConfig(this.config, { key: own }),
    );
  }

  /** Each item is read with its own full key, such as `readiness.sources.hosts[0]`. */
  list<T>(key: string, reader: (item: Settings, key: string) => T): T[] {
    const items = this.read(
      key,
      own => this.config.getOptionalConfigArray(own) ?? [],
    );
    return items.map((item, index) => {
      const itemKey = `${key}[${index}]`;
      return reader(new Settings(item, `${itemKey}.`), itemKey);
    });
  }

  private read<T>(key: string, reader: (own: string) => T): T {
    try {
      return reader(key.slice(this.prefix.length));
    } catch (error) {
      const message = isError(error) ? error.message : String(error);
      throw new InputError(`Invalid configuration of ${key}: ${message}`);
    }
  }
}
