import {
  AuditsReport,
  AuditsRequest,
  AuditState,
  BulkTriageReport,
  BulkTriageRequest,
  EntityReadiness,
  FindingDetail,
  FindingEvent,
  FindingItem,
  FindingsRequest,
  Page,
  QueueSummary,
  RetryRequest,
  ServiceFacets,
  ServiceItem,
  StandardSummary,
  StandardWithChecks,
  TriageAction,
} from '@readiness/plugin-readiness-common';

interface EntityPath {
  kind: string;
  namespace: string;
  name: string;
}

/** Query of the services list as the validator of `openapi.yaml` lets it through. */
export interface ServicesParameters {
  limit?: number;
  cursor?: string;
  orderBy?: string;
  order?: 'asc' | 'desc';
  owner?: string[];
  kind?: string[];
  type?: string[];
  system?: string[];
  lifecycle?: string[];
  level?: string[];
  state?: AuditState['status'][];
  area?: string;
  text?: string;
}

/** Query of the list of findings as the validator lets it through. */
export type FindingsParameters = FindingsRequest;

/** The paths of `openapi.yaml` with the types of the model. */
export type Endpoints = {
  '#get|/v1/entities/{kind}/{namespace}/{name}': {
    path: EntityPath;
    response: EntityReadiness;
  };
  '#post|/v1/entities/{kind}/{namespace}/{name}/audits': {
    path: EntityPath;
    response: AuditState;
  };
  '#post|/v1/audits': { body: AuditsRequest; response: AuditsReport };
  '#get|/v1/queue': { response: QueueSummary };
  '#post|/v1/queue/dead-letters/retry': {
    body: RetryRequest;
    response: { retried: number };
  };
  '#get|/v1/findings': {
    query: FindingsParameters;
    response: Page<FindingItem>;
  };
  '#post|/v1/findings/triage': {
    body: BulkTriageRequest;
    response: BulkTriageReport;
  };
  '#get|/v1/findings/{id}': { path: { id: string }; response: FindingDetail };
  '#get|/v1/findings/{id}/events': {
    path: { id: string };
    response: { items: FindingEvent[] };
  };
  '#post|/v1/findings/{id}/triage': {
    path: { id: string };
    body: TriageAction;
    response: FindingDetail;
  };
  '#get|/v1/services': {
    query: ServicesParameters;
    response: Page<ServiceItem>;
  };
  '#get|/v1/services/facets': { response: ServiceFacets };
  '#get|/v1/standards': { response: { items: StandardSummary[] } };
  '#get|/v1/standards/{id}': {
    path: { id: string };
    response: StandardWithChecks;
  };
};
