import {
  EntityReadiness,
  enterpriseStandard,
  Page,
  ReadinessApi,
  ServiceFacets,
  ServiceItem,
  ServicesRequest,
  StandardSummary,
  StandardWithChecks,
  Verdict,
} from '@readiness/plugin-readiness-common';
import { fixtureReadiness, fixtureStandard } from './audit';
import { FakeWaiversApi } from './FakeWaiversApi';

const NAMES = [
  'payments',
  'orders',
  'catalogue',
  'identity',
  'shipping',
  'ledger',
  'pricing',
  'search',
];
const ROLES = ['api', 'worker', 'frontend', 'gateway', 'importer'];
const TEAMS = [
  'payments-team',
  'checkout',
  'platform',
  'discovery',
  'logistics',
];
const SYSTEMS = ['commerce', 'fulfilment', 'identity'];

/** The Readiness API without a backend: pages, filters and sorts its services, and plays an audit through. */
export class FakeReadinessApi extends FakeWaiversApi implements ReadinessApi {
  private readonly runs = new Map<string, number>();

  constructor(
    private readonly options: {
      readiness?: (entityRef: string) => EntityReadiness;
      services?: ServiceItem[];
      /** How long each step of an audit takes, milliseconds. */
      step?: number;
    } = {},
  ) {
    super(entityRef => this.getEntityReadiness(entityRef));
  }

  async getEntityReadiness(
    ref: Parameters<ReadinessApi['getEntityReadiness']>[0],
  ): Promise<EntityReadiness> {
    const entityRef = String(ref);
    const readiness = (this.options.readiness ?? (() => fixtureReadiness()))(
      entityRef,
    );
    const requestedAt = this.runs.get(entityRef);
    if (requestedAt === undefined) {
      return readiness;
    }
    const steps = Math.floor(
      (Date.now() - requestedAt) / (this.options.step ?? 3_000),
    );
    if (steps >= 2) {
      const checkedAt = new Date().toISOString();
      return {
        ...readiness,
        state: { ...readiness.state, status: 'done', checkedAt },
      };
    }
    return {
      ...readiness,
      state:
        steps === 1
          ? { ...readiness.state, status: 'running' }
          : { ...readiness.state, status: 'queued', position: 1 },
    };
  }

  async requestAudit(
    ref: Parameters<ReadinessApi['requestAudit']>[0],
  ): Promise<EntityReadiness['state']> {
    this.runs.set(String(ref), Date.now());
    return (await this.getEntityReadiness(ref)).state;
  }

  async getServices(request: ServicesRequest = {}): Promise<Page<ServiceItem>> {
    const all = this.options.services ?? fixtureServices();
    const matching = sortServices(
      all.filter(item => matches(item, request)),
      request,
    );
    const offset = Number(request.cursor ?? 0);
    const limit = request.limit ?? 50;
    return {
      items: matching.slice(offset, offset + limit),
      totalItems: matching.length,
      pageInfo: {
        nextCursor:
          offset + limit < matching.length ? String(offset + limit) : undefined,
        prevCursor:
          offset > 0 ? String(Math.max(0, offset - limit)) : undefined,
      },
    };
  }

  async getServiceFacets(): Promise<ServiceFacets> {
    const all = this.options.services ?? fixtureServices();
    const values = (name: keyof ServiceFacets) =>
      [...new Set(all.flatMap(item => item[name] ?? []))].sort();
    return {
      owner: values('owner'),
      kind: values('kind'),
      type: values('type'),
      system: values('system'),
      lifecycle: values('lifecycle'),
    };
  }

  async getStandards(): Promise<StandardSummary[]> {
    const { id, version, title, description, areas, checks } = fixtureStandard;
    return [
      {
        id,
        version,
        title,
        description,
        areas: areas.length,
        checks: checks.length,
      },
    ];
  }

  async getStandard(): Promise<StandardWithChecks> {
    return fixtureStandard;
  }
}

/** Services of many kinds, always the same. */
export function fixtureServices(count = 137): ServiceItem[] {
  const random = randomNumbers(7);
  const pick = <T>(values: readonly T[]) =>
    values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, index) => {
    const name = `${NAMES[index % 8]}-${ROLES[index % 5]}${
      index < 40 ? '' : `-${Math.floor(index / 40) + 1}`
    }`;
    const audited = random() > 0.06;
    const score = audited ? Math.round((2 + random() * 7.9) * 10) / 10 : null;
    const [pilot, standard, enterprise] = verdictsOf(score ?? 0);
    const weakness = score === null ? 0 : Math.max(0, 9 - score);
    return {
      entityRef: `component:default/${name}`,
      title: name,
      kind: index % 11 === 0 ? 'api' : 'component',
      type:
        index % 11 === 0 ? 'openapi' : pick(['service', 'website', 'library']),
      owner: random() > 0.05 ? `group:default/${pick(TEAMS)}` : null,
      system: random() > 0.15 ? `system:default/${pick(SYSTEMS)}` : null,
      lifecycle: pick([
        'production',
        'production',
        'experimental',
        'deprecated',
      ]),
      score,
      target: score === null ? null : 8.4,
      level: score === null ? null : levelOf(score),
      verdicts:
        score === null
          ? []
          : [
              { stage: 'pilot', verdict: pilot },
              { stage: 'standard', verdict: standard },
              { stage: 'enterprise', verdict: enterprise },
            ],
      areas: enterpriseStandard.areas.map(({ id, target }) => ({
        id,
        target,
        score: random() > 0.2 ? Math.round(random() * 100) / 10 : null,
      })),
      findings: {
        critical: Math.floor(weakness * random() * 0.6),
        high: Math.floor(weakness * random() * 2),
        medium: Math.floor(weakness * random() * 3),
        low: Math.floor(weakness * random() * 5),
      },
      auditedAt: audited
        ? new Date(Date.now() - random() * 40 * 3_600_000).toISOString()
        : null,
      state: audited
        ? pick(['done', 'done', 'done', 'done', 'done', 'failed', 'running'])
        : pick(['queued', 'running', 'failed']),
    };
  });
}

function verdictsOf(score: number): [Verdict, Verdict, Verdict] {
  const verdict = (limit: number): Verdict => {
    if (score >= limit + 0.8) {
      return 'go';
    }
    return score >= limit ? 'conditional' : 'no-go';
  };
  return [verdict(4), verdict(6.5), verdict(8)];
}

function levelOf(score: number): string {
  if (score >= 8.8) {
    return 'enterprise';
  }
  if (score >= 6.5) {
    return 'production';
  }
  return score >= 4 ? 'pilot' : 'prototype';
}

function matches(item: ServiceItem, request: ServicesRequest): boolean {
  const among = (values: string[] | undefined, value: string | null) =>
    !values?.length || (value !== null && values.includes(value));
  return (
    among(request.owner, item.owner) &&
    among(request.kind, item.kind) &&
    among(request.type, item.type) &&
    among(request.system, item.system) &&
    among(request.lifecycle, item.lifecycle) &&
    among(request.level, item.level) &&
    among(request.state, item.state) &&
    (!request.area ||
      item.areas.some(
        ({ id, score }) => id === request.area && score !== null,
      )) &&
    (!request.text || item.entityRef.includes(request.text.toLowerCase()))
  );
}

function sortServices(
  items: ServiceItem[],
  { orderBy = 'title', order = 'asc' }: ServicesRequest,
): ServiceItem[] {
  const value = (item: ServiceItem): string | number => {
    if (orderBy.startsWith('area:')) {
      return item.areas.find(({ id }) => `area:${id}` === orderBy)?.score ?? -1;
    }
    switch (orderBy) {
      case 'score':
        return item.score ?? -1;
      case 'gap':
        return (item.target ?? 0) - (item.score ?? 0);
      case 'findings':
        return (
          item.findings.critical * 1e6 +
          item.findings.high * 1e3 +
          item.findings.medium
        );
      case 'owner':
        return item.owner ?? '';
      case 'level':
        return item.score ?? -1;
      case 'auditedAt':
        return item.auditedAt ?? '';
      default:
        return item.title;
    }
  };
  const sign = order === 'desc' ? -1 : 1;
  return [...items].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    return left === right ? 0 : sign * (left < right ? -1 : 1);
  });
}

/** Numbers from 0 to 1 that look random and are always the same. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}
