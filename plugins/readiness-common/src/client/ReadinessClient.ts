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
 * HTTP client of the Readiness API.
 *
 * @public
 */
export class ReadinessClient implements ReadinessApi {
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
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request)) {
      for (const item of Array.isArray(value) ? value : [value]) {
        if (item !== undefined && item !== '') {
          query.append(name, String(item));
        }
      }
    }
    return this.request('GET', `/services?${query}`, options);
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

  private async request<T>(
    method: 'GET' | 'POST',
    path: string,
    options?: ReadinessRequestOptions,
  ): Promise<T> {
    const baseUrl = await this.discoveryApi.getBaseUrl('readiness');
    const response = await this.fetchApi.fetch(`${baseUrl}/v1${path}`, {
      method,
      signal: options?.signal,
      headers: options?.token
        ? { Authorization: `Bearer ${options.token}` }
        : undefined,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
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
