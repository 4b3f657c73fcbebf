import {
  AuditsReport,
  AuditsRequest,
  Attestation,
  AttestationRequest,
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
  RollupPoint,
  ScorecardItem,
  ScorecardsRequest,
  ScoreChange,
  ServiceFacets,
  ServiceItem,
  StandardSummary,
  StandardWithChecks,
  TrendRequest,
  TriageAction,
  Waiver,
  WaiverKind,
  WaiverReport,
  WaiversRequest,
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

/** A request for waivers as the validator lets it through. */
export interface WaiverBody {
  kind: WaiverKind;
  findings?: string[];
  check?: string;
  entityRef?: string;
  filter?: object;
  reason: string;
  expiresAt?: string;
}

interface Remark {
  comment?: string;
}

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
  '#get|/v1/entities/{kind}/{namespace}/{name}/attestations': {
    path: EntityPath;
    response: { items: Attestation[] };
  };
  '#post|/v1/entities/{kind}/{namespace}/{name}/attestations': {
    path: EntityPath;
    body: AttestationRequest;
    response: Attestation;
  };
  '#post|/v1/attestations/{id}/withdrawal': {
    path: { id: string };
    body: Remark;
    response: Attestation;
  };
  '#get|/v1/waivers': { query: WaiversRequest; response: Page<Waiver> };
  '#post|/v1/waivers': { body: WaiverBody; response: WaiverReport };
  '#get|/v1/waivers/{id}': { path: { id: string }; response: Waiver };
  '#post|/v1/waivers/{id}/decision': {
    path: { id: string };
    body: Remark & { approve: boolean };
    response: Waiver;
  };
  '#post|/v1/waivers/{id}/withdrawal': {
    path: { id: string };
    body: Remark;
    response: Waiver;
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
  '#get|/v1/entities/{kind}/{namespace}/{name}/history': {
    path: EntityPath;
    response: { items: ScoreChange[] };
  };
  '#get|/v1/scorecards': {
    query: ScorecardsRequest;
    response: Page<ScorecardItem>;
  };
  '#get|/v1/trends': {
    query: TrendRequest;
    response: { items: RollupPoint[] };
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
