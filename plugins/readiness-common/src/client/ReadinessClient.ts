import { CompoundEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import {
  EntityReadiness,
  Page,
  ServiceFacets,
  ServiceItem,
  ServicesRequest,
  StandardSummary,
  StandardWithChecks,
} from '../model/api';
import { Attestation, AttestationRequest } from '../model/attestation';
import {
  BulkTriageReport,
  BulkTriageRequest,
  FindingDetail,
  FindingEvent,
  FindingItem,
  FindingsRequest,
  TriageAction,
} from '../model/finding';
import {
  RollupPoint,
  ScorecardItem,
  ScorecardsRequest,
  ScoreChange,
  TrendRequest,
} from '../model/history';
import {
  AuditsReport,
  AuditsRequest,
  QueueSummary,
  RetryRequest,
} from '../model/queue';
import {
  Waiver,
  WaiverReport,
  WaiverRequest,
  WaiversRequest,
} from '../model/waiver';

/**
 * The Readiness API as seen by the browser, the command line and other plugins.
 *
 * @public
 */
export interface ReadinessApi {
  /** @throws ResponseError with status 404 for an entity that is unknown or hidden. */
  getEntityReadiness(
    entityRef: string | CompoundEntityRef,
    options?: ReadinessRequestOptions,
  ): Promise<EntityReadiness>;
  getServices(
    request?: ServicesRequest,
    options?: ReadinessRequestOptions,
  ): Promise<Page<ServiceItem>>;
  getServiceFacets(options?: ReadinessRequestOptions): Promise<ServiceFacets>;
  /** Puts the entity first in the queue. Asking twice is the same as asking once. */
  requestAudit(
    entityRef: string | CompoundEntityRef,
    options?: ReadinessRequestOptions,
  ): Promise<EntityReadiness['state']>;
  getStandards(options?: ReadinessRequestOptions): Promise<StandardSummary[]>;
  getStandard(
    id: string,
    options?: ReadinessRequestOptions,
  ): Promise<StandardWithChecks>;
}

/**
 * Findings of all entities, and what people decide about them.
 *
 * @public
 */
export interface FindingsApi {
  getFindings(
    request?: FindingsRequest,
    options?: ReadinessRequestOptions,
  ): Promise<Page<FindingItem>>;
  /** @throws ResponseError with status 404 for a finding that is unknown or hidden. */
  getFinding(
    id: string,
    options?: ReadinessRequestOptions,
  ): Promise<FindingDetail>;
  /** Newest first. */
  getFindingEvents(
    id: string,
    options?: ReadinessRequestOptions,
  ): Promise<FindingEvent[]>;
  /** @throws ResponseError with status 412 when the finding no longer has the given version. */
  triageFinding(
    id: string,
    action: TriageAction,
    options?: ReadinessWriteOptions,
  ): Promise<FindingDetail>;
  /** All or none: look at `applied`. */
  triageFindings(
    request: BulkTriageRequest,
    options?: ReadinessWriteOptions,
  ): Promise<BulkTriageReport>;
}

/**
 * Waivers and attestations.
 *
 * @public
 */
export interface WaiversApi {
  getWaivers(
    request?: WaiversRequest,
    options?: ReadinessRequestOptions,
  ): Promise<Page<Waiver>>;
  getWaiver(id: string, options?: ReadinessRequestOptions): Promise<Waiver>;
  /** All or none: look at `applied`. */
  createWaivers(
    request: WaiverRequest,
    options?: ReadinessWriteOptions,
  ): Promise<WaiverReport>;
  decideWaiver(
    id: string,
    decision: { approve: boolean; comment?: string },
    options?: ReadinessWriteOptions,
  ): Promise<Waiver>;
  withdrawWaiver(
    id: string,
    remark: { comment?: string },
    options?: ReadinessWriteOptions,
  ): Promise<Waiver>;
  /** Newest first, also those that no longer count. */
  getAttestations(
    entityRef: string | CompoundEntityRef,
    options?: ReadinessRequestOptions,
  ): Promise<Attestation[]>;
  attest(
    entityRef: string | CompoundEntityRef,
    request: AttestationRequest,
    options?: ReadinessWriteOptions,
  ): Promise<Attestation>;
  withdrawAttestation(
    id: string,
    remark: { comment?: string },
    options?: ReadinessWriteOptions,
  ): Promise<Attestation>;
}

/**
 * How entities, owners, systems and the organisation stand, and how that changed.
 *
 * @public
 */
export interface ScorecardsApi {
  /** Newest first. */
  getScoreHistory(
    entityRef: string | CompoundEntityRef,
    options?: ReadinessRequestOptions,
  ): Promise<ScoreChange[]>;
  getScorecards(
    request: ScorecardsRequest,
    options?: ReadinessRequestOptions,
  ): Promise<Page<ScorecardItem>>;
  /** Oldest day first. */
  getTrend(
    request: TrendRequest,
    options?: ReadinessRequestOptions,
  ): Promise<RollupPoint[]>;
}

/**
 * Options of a request that changes something.
 *
 * @public
 */
export interface ReadinessWriteOptions extends ReadinessRequestOptions {
  /** The same request with the same key is done once. */
  idempotencyKey?: string;
  /** Version that was read: refuses to overwrite what somebody else has changed since. */
  version?: number;
}

/**
 * Options of a single request.
 *
 * @public
 */
export interface ReadinessRequestOptions {
  /** Sent as bearer token; the browser's fetch adds its own. */
  token?: string;
  signal?: AbortSignal;
}

/**
 * The queue of audits.
 *
 * @public
 */
export interface QueueApi {
  getQueue(options?: ReadinessRequestOptions): Promise<QueueSummary>;
  /** Puts entities first in the queue. */
  requestAudits(
    request: AuditsRequest,
    options?: ReadinessRequestOptions,
  ): Promise<AuditsReport>;
  /** @returns how many entities are tried again. */
  retryDeadLetters(
    request?: RetryRequest,
    options?: ReadinessRequestOptions,
  ): Promise<number>;
}

/**
 * HTTP client of the Readiness API.
 *
 * @public
 */
export class ReadinessClient
  implements ReadinessApi, FindingsApi, WaiversApi, ScorecardsApi, QueueApi
{
  private readonly discoveryApi: {
    getBaseUrl(pluginId: string): Promise<string>;
  };

  private readonly fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.discoveryApi = options.discoveryApi;
    this.fetchApi = options.fetchApi ?? { fetch };
  }

  async getEntityReadiness(
    entityRef: string | CompoundEntityRef,
    options?: ReadinessRequestOptions,
  ): Promise<EntityReadiness> {
    return this.request('GET', entityPath(entityRef), options);
  }

  async getServices(
    request: ServicesRequest = {},
    options?: ReadinessRequestOptions,
  ): Promise<Page<ServiceItem>> {
    return this.request('GET', `/services?${queryOf(request)}`, options);
  }

  async getServiceFacets(
    options?: ReadinessRequestOptions,
  ): Promise<ServiceFacets> {
    return this.request('GET', '/services/facets', options);
  }

  async requestAudit(
    entityRef: string | CompoundEntityRef,
    options?: ReadinessRequestOptions,
  ): Promise<EntityReadiness['state']> {
    return this.request('POST', `${entityPath(entityRef)}/audits`, options);
  }

  async getStandards(
    options?: ReadinessRequestOptions,
  ): Promise<StandardSummary[]> {
    const { items } = await this.request<{ items: StandardSummary[] }>(
      'GET',
      '/standards',
      options,
    );
    return items;
  }

  async getStandard(
    id: string,
    options?: ReadinessRequestOptions,
  ): Promise<StandardWithChecks> {
    return this.request('GET', `/standards/${encodeURIComponent(id)}`, options);
  }

  async getFindings(
    request: FindingsRequest = {},
    options?: ReadinessRequestOptions,
  ): Promise<Page<FindingItem>> {
    return this.request('GET', `/findings?${queryOf(request)}`, options);
  }

  async getFinding(
    id: string,
    options?: ReadinessRequestOptions,
  ): Promise<FindingDetail> {
    return this.request('GET', `/findings/${encodeURIComponent(id)}`, options);
  }

  async getFindingEvents(
    id: string,
    options?: ReadinessRequestOptions,
  ): Promise<FindingEvent[]> {
    const { items } = await this.request<{ items: FindingEvent[] }>(
      'GET',
      `/findings/${encodeURIComponent(id)}/events`,
      options,
    );
    return items;
  }

  async triageFinding(
    id: string,
    action: TriageAction,
    options?: ReadinessWriteOptions,
  ): Promise<FindingDetail> {
    return this.request(
      'POST',
      `/findings/${encodeURIComponent(id)}/triage`,
      options,
      action,
    );
  }

  async triageFindings(
    request: BulkTriageRequest,
    options?: ReadinessWriteOptions,
  ): Promise<BulkTriageReport> {
    return this.request('POST', '/findings/triage', options, request);
  }

  async getQueue(options?: ReadinessRequestOptions): Promise<QueueSummary> {
    return this.request('GET', '/queue', options);
  }

  async requestAudits(
    request: AuditsRequest,
    options?: ReadinessRequestOptions,
  ): Promise<AuditsReport> {
    return this.request('POST', '/audits', options, request);
  }

  async retryDeadLetters(
    request: RetryRequest = {},
    options?: ReadinessRequestOptions,
  ): Promise<number> {
    const { retried } = await this.request<{ retried: number }>(
      'POST',
      '/queue/dead-letters/retry',
      options,
      request,
    );
    return retried;
  }

  async getWaivers(
    request: WaiversRequest = {},
    options?: ReadinessRequestOptions,
  ): Promise<Page<Waiver>> {
    return this.request('GET', `/waivers?${queryOf(request)}`, options);
  }

  async getWaiver(
    id: string,
    options?: ReadinessRequestOptions,
  ): Promise<Waiver> {
    return this.request('GET', `/waivers/${encodeURIComponent(id)}`, options);
  }

  async createWaivers(
    request: WaiverRequest,
    options?: ReadinessWriteOptions,
  ): Promise<WaiverReport> {
    return this.request('POST', '/waivers', options, request);
  }

  async decideWaiver(
    id: string,
    decision: { approve: boolean; comment?: string },
    options?: ReadinessWriteOptions,
  ): Promise<Waiver> {
    const path = `/waivers/${encodeURIComponent(id)}/decision`;
    return this.request('POST', path, options, decision);
  }

  async withdrawWaiver(
    id: string,
    remark: { comment?: string },
    options?: ReadinessWriteOptions,
  ): Promise<Waiver> {
    const path = `/waivers/${encodeURIComponent(id)}/withdrawal`;
    return this.request('POST', path, options, remark);
  }

  async getAttestations(
    entityRef: string | CompoundEntityRef,
    options?: ReadinessRequestOptions,
  ): Promise<Attestation[]> {
    const { items } = await this.request<{ items: Attestation[] }>(
      'GET',
      `${entityPath(entityRef)}/attestations`,
      options,
    );
    return items;
  }

  async attest(
    entityRef: string | CompoundEntityRef,
    request: AttestationRequest,
    options?: ReadinessWriteOptions,
  ): Promise<Attestation> {
    const path = `${entityPath(entityRef)}/attestations`;
    return this.request('POST', path, options, request);
  }

  async withdrawAttestation(
    id: string,
    remark: { comment?: string },
    options?: ReadinessWriteOptions,
  ): Promise<Attestation> {
    const path = `/attestations/${encodeURIComponent(id)}/withdrawal`;
    return this.request('POST', path, options, remark);
  }

  async getScoreHistory(
    entityRef: string | CompoundEntityRef,
    options?: ReadinessRequestOptions,
  ): Promise<ScoreChange[]> {
    const { items } = await this.request<{ items: ScoreChange[] }>(
      'GET',
      `${entityPath(entityRef)}/history`,
      options,
    );
    return items;
  }

  async getScorecards(
    request: ScorecardsRequest,
    options?: ReadinessRequestOptions,
  ): Promise<Page<ScorecardItem>> {
    return this.request('GET', `/scorecards?${queryOf(request)}`, options);
  }

  async getTrend(
    request: TrendRequest,
    options?: ReadinessRequestOptions,
  ): Promise<RollupPoint[]> {
    const { items } = await this.request<{ items: RollupPoint[] }>(
      'GET',
      `/trends?${queryOf(request)}`,
      options,
    );
    return items;
  }

  private async request<T>(
    method: 'GET' | 'POST',
    path: string,
    options?: ReadinessWriteOptions,
    body?: object,
  ): Promise<T> {
    const baseUrl = await this.discoveryApi.getBaseUrl('readiness');
    const response = await this.fetchApi.fetch(`${baseUrl}/v1${path}`, {
      method,
      signal: options?.signal,
      headers: {
        ...(options?.token && { Authorization: `Bearer ${options.token}` }),
        ...(options?.idempotencyKey && {
          'Idempotency-Key': options.idempotencyKey,
        }),
        ...(options?.version && { 'If-Match': `"${options.version}"` }),
        ...(body && { 'Content-Type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}

/** Repeats what has several values and leaves out what has none. */
function queryOf(request: object): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== '') {
        query.append(name, String(item));
      }
    }
  }
  return query;
}

function entityPath(entityRef: string | CompoundEntityRef): string {
  const { kind, namespace, name } =
    typeof entityRef === 'string'
      ? parseEntityRef(entityRef, {
          defaultKind: 'component',
          defaultNamespace: 'default',
        })
      : entityRef;
  return `/entities/${[kind, namespace, name]
    .map(part => encodeURIComponent(part.toLocaleLowerCase('en-US')))
    .join('/')}`;
}
