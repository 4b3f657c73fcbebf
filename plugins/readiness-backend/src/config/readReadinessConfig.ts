import { Config } from '@backstage/config';
import { FilterPredicate } from '@backstage/filter-predicates';
import { HumanDuration } from '@backstage/types';
import { SEVERITIES, Severity } from '@readiness/plugin-readiness-common';
import { HostBudget } from '../queue/hosts/HostBudgets';
import { Settings } from './Settings';

const DAY_SECONDS = 24 * 3600;

const DEFAULT_FILTER: FilterPredicate = {
  kind: { $in: ['Component', 'API', 'Resource', 'System'] },
};

/** How often some entities are audited. */
export interface ScheduleConfig {
  filter: FilterPredicate;
  /** Only entities that are judged by this standard. */
  standard?: string;
  intervalSeconds: number;
}

/** Settings of the plugin, checked and with their defaults. */
export interface ReadinessConfig {
  audits: {
    enabled: boolean;
    filter: FilterPredicate;
    intervalSeconds: number;
    schedules: ScheduleConfig[];
    timeoutSeconds: number;
    concurrency: number;
    maxAttempts: number;
    shutdownGraceSeconds: number;
    staleAfterSeconds: number;
  };
  sources: {
    general: HostBudget;
    hosts: (Partial<HostBudget> & { host: string })[];
  };
  seeding: { frequency: HumanDuration; removeAfterSeconds: number };
  waivers: { approvalFor: Severity[] };
  api: { perMinute: number };
  history: { keepDays: number };
}

/** @throws InputError with the full key of a setting that cannot be used. */
export function readReadinessConfig(root: Config): ReadinessConfig {
  const setting = new Settings(root);
  return {
    audits: {
      enabled: setting.flag('readiness.audits.enabled', true),
      filter: setting.filter('readiness.audits.filter') ?? DEFAULT_FILTER,
      intervalSeconds: setting.seconds('readiness.audits.interval', {
        hours: 6,
      }),
      schedules: setting.list('readiness.audits.schedules', readSchedule),
      timeoutSeconds: setting.seconds('readiness.audits.timeout', {
        minutes: 5,
      }),
      concurrency: setting.count('readiness.audits.concurrency', 100) ?? 2,
      maxAttempts: setting.count('readiness.audits.maxAttempts', 1000) ?? 15,
      shutdownGraceSeconds: setting.seconds('readiness.audits.shutdownGrace', {
        seconds: 10,
      }),
      staleAfterSeconds: setting.seconds('readiness.audits.staleAfter', {
        days: 2,
      }),
    },
    sources: {
      general: {
        concurrency: 8,
        ...readBudget(setting, 'readiness.sources'),
      },
      hosts: setting.list('readiness.sources.hosts', (item, key) => ({
        host: item.text(`${key}.host`),
        ...readBudget(item, key),
      })),
    },
    seeding: {
      frequency: {
        seconds: setting.seconds('readiness.seeding.frequency', {
          seconds: 30,
        }),
      },
      removeAfterSeconds: setting.seconds('readiness.seeding.removeAfter', {
        days: 7,
      }),
    },
    api: {
      perMinute: setting.count('readiness.api.perMinute', 1_000_000) ?? 2000,
    },
    history: {
      keepDays:
        setting.seconds('readiness.history.keep', { days: 730 }) / DAY_SECONDS,
    },
    waivers: {
      approvalFor: setting.someOf('readiness.waivers.approvalFor', SEVERITIES),
    },
  };
}

function readSchedule(item: Settings, key: string): ScheduleConfig {
  const standard = item.optionalText(`${key}.standard`);
  return {
    filter: item.filter(`${key}.filter`) ?? {},
    ...(standard && { standard }),
    intervalSeconds: item.seconds(`${key}.interval`),
  };
}

function readBudget(item: Settings, key: string): Partial<HostBudget> {
  const concurrency = item.count(`${key}.concurrency`, 1000);
  const perMinute = item.count(`${key}.perMinute`, 100_000);
  return {
    ...(concurrency && { concurrency }),
    ...(perMinute && { perMinute }),
  };
}
