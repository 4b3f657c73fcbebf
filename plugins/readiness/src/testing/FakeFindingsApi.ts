import {
  BulkTriageReport,
  BulkTriageRequest,
  EntityReadiness,
  FindingDetail,
  FindingEvent,
  FindingItem,
  FindingsApi,
  FindingsRequest,
  FindingState,
  Page,
  TriageAction,
} from '@readiness/plugin-readiness-common';
import { responseError } from './responseError';

const ME = 'user:default/guest';

interface Stored {
  item: FindingItem;
  events: FindingEvent[];
}

/** The life of findings without a backend: those of the audits, and what was decided since the page was opened. */
export class FakeFindingsApi implements FindingsApi {
  private readonly stored = new Map<string, Stored>();

  constructor(
    private readonly readinessOf: (
      entityRef: string,
    ) => Promise<EntityReadiness>,
  ) {}

  async getFindings(request: FindingsRequest = {}): Promise<Page<FindingItem>> {
    const entities = request.entity ?? [];
    const all = await Promise.all(
      entities.map(async entityRef => {
        const { audit } = await this.readinessOf(entityRef);
        return (audit?.findings ?? []).map(finding => {
          const id = `${entityRef}#${finding.fingerprint}`;
          const known = this.stored.get(id);
          if (known) {
            return known.item;
          }
          const { check, area, fingerprint, severity, confidence } = finding;
          const firstSeenAt = finding.firstSeenAt ?? '2026-11-01T08:00:00.000Z';
          const item: FindingItem = {
            id,
            entityRef,
            entityTitle: entityRef,
            fingerprint,
            check,
            area,
            phase: null,
            title: finding.title,
            severity,
            confidence,
            path: finding.path ?? null,
            line: finding.line ?? null,
            state: 'open',
            owner: finding.owner,
            inherited: false,
            assignee: null,
            ticket: null,
            firstSeenAt,
            dueAt: finding.dueAt ?? null,
            overdue: false,
            resolvedAt: null,
            updatedAt: firstSeenAt,
            version: 1,
          };
          this.stored.set(id, {
            item,
            events: [
              {
                kind: 'opened',
                at: firstSeenAt,
                actor: null,
                from: null,
                to: 'open',
                text: null,
                auditId: 'a1',
                revision: audit!.revision,
              },
            ],
          });
          return item;
        });
      }),
    );
    const items = all
      .flat()
      .filter(({ check }) => request.check?.includes(check) ?? true);
    return { items, totalItems: items.length, pageInfo: {} };
  }

  async getFinding(id: string): Promise<FindingDetail> {
    const { item } = await this.find(id);
    return { ...item, evidence: null, source: null, revision: null };
  }

  async getFindingEvents(id: string): Promise<FindingEvent[]> {
    return (await this.find(id)).events;
  }

  async triageFinding(
    id: string,
    action: TriageAction,
    options?: { version?: number },
  ): Promise<FindingDetail> {
    const known = await this.find(id);
    const { item } = known;
    if (options?.version !== undefined && options.version !== item.version) {
      throw await responseError(412, 'The finding has changed');
    }
    this.record(known, ...outcomeOf(action));
    return this.getFinding(id);
  }

  async triageFindings(request: BulkTriageRequest): Promise<BulkTriageReport> {
    const items = await Promise.all(
      request.findings.map(async ({ id, version }) => {
        const changed = await this.triageFinding(id, request.action, {
          version,
        });
        return { id, result: 'changed' as const, version: changed.version };
      }),
    );
    return { applied: true, items };
  }

  /** What a waiver does to its finding. */
  protected async waive(
    id: string,
    kind: 'accepted-risk' | 'false-positive',
    reason: string,
  ): Promise<void> {
    this.record(
      await this.find(id),
      kind === 'accepted-risk' ? 'risk-accepted' : 'marked-false-positive',
      { state: kind },
      reason,
    );
  }

  private record(
    known: Stored,
    kind: FindingEvent['kind'],
    changes: Partial<FindingItem>,
    text: string | null,
  ): void {
    const { item } = known;
    const at = new Date().toISOString();
    known.item = {
      ...item,
      ...changes,
      updatedAt: at,
      version: item.version + 1,
    };
    known.events = [
      {
        kind,
        at,
        actor: ME,
        from: item.state,
        to: known.item.state,
        text,
        auditId: null,
        revision: null,
      },
      ...known.events,
    ];
  }

  private async find(id: string): Promise<Stored> {
    const known = this.stored.get(id);
    if (!known) {
      throw await responseError(404, 'No such finding');
    }
    return known;
  }
}

function outcomeOf(
  action: TriageAction,
): [FindingEvent['kind'], Partial<FindingItem>, string | null] {
  const words = action.comment ?? null;
  const to = (state: FindingState) => ({ state });
  switch (action.type) {
    case 'acknowledge':
      return ['acknowledged', to('acknowledged'), words];
    case 'start':
      return ['started', to('in-progress'), words];
    case 'reset':
      return ['reset', to('open'), words];
    case 'assign':
      return ['assigned', { assignee: action.assignee }, action.assignee];
    case 'link-ticket':
      return ['ticket-linked', { ticket: action.ticket }, action.ticket];
    default:
      return ['commented', {}, words];
  }
}
