import {
  Audit,
  Finding,
  FindingEventKind,
  FindingState,
  Standard,
} from '@readiness/plugin-readiness-common';
import { dueAt, FindingClock } from './dueAt';

/** A finding as the ledger has it. */
export interface StoredFinding extends FindingClock {
  check: string;
  area: string;
  phase: string | null;
  title: string;
  severity: Finding['severity'];
  confidence: Finding['confidence'];
  path?: string;
  line?: number;
  state: FindingState;
  owner: string | null;
  firstOwner: string | null;
  /** Not resolved, or so recently that it keeps its first date when it comes back. */
  keepsClock: boolean;
  dueAt: string | null;
  updatedAt: string;
  version: number;
}

/** A finding as it has to be written. */
export interface SeenFinding
  extends FindingClock,
    Pick<
      StoredFinding,
      'phase' | 'state' | 'firstOwner' | 'dueAt' | 'updatedAt' | 'version'
    > {
  finding: Finding;
}

/** Entry of the history of a finding that an audit causes. */
export interface PlannedEvent {
  fingerprint: string;
  kind: FindingEventKind;
  from: FindingState | null;
  to: FindingState | null;
  text?: string;
}

/** What an audit does to the findings of its entity. Those that stay as they are do not occur. */
export interface Transitions {
  written: SeenFinding[];
  /** Fingerprints of those that the audit no longer saw. */
  resolved: string[];
  events: PlannedEvent[];
}

/** States that stand only on a waiver. */
const WAIVED: readonly FindingState[] = [
  'accepted-risk',
  'false-positive',
  'exempt',
];

/**
 * Compares what an audit saw with what is stored, by fingerprint. What people decided stands: an audit opens, resolves
 * and reopens, and does nothing else. A check that could not tell resolves nothing.
 */
export function planTransitions(options: {
  audit: Audit;
  standard: Standard;
  stored: ReadonlyMap<string, StoredFinding>;
  /** ISO 8601. */
  now: string;
  firstAudit: boolean;
}): Transitions {
  const { audit, stored, now } = options;
  const phases = phasesOf(audit);
  const written: SeenFinding[] = [];
  const events: PlannedEvent[] = [];

  const seenFindings = [...audit.findings, ...(audit.waived ?? [])];
  for (const finding of seenFindings) {
    const known = stored.get(finding.fingerprint);
    const seen = see(finding, known, phases.get(finding.check) ?? null);
    if (!known || differs(seen, known)) {
      written.push(seen);
      events.push(...eventsOf(seen, known));
    }
  }

  const seenNow = new Set(seenFindings.map(({ fingerprint }) => fingerprint));
  // An exempt check that shows nothing could not tell either: one that passes is not exempted.
  const decided = new Set(seenFindings.map(({ check }) => check));
  const undecided = new Set(
    audit.results
      .filter(
        ({ check, status }) =>
          status === 'unknown' || (status === 'exempt' && !decided.has(check)),
      )
      .map(({ check }) => check),
  );
  const gone = [...stored].filter(
    ([fingerprint, { state, check }]) =>
      state !== 'resolved' &&
      !seenNow.has(fingerprint) &&
      !undecided.has(check),
  );
  for (const [fingerprint, { state }] of gone) {
    events.push({ fingerprint, kind: 'resolved', from: state, to: 'resolved' });
  }
  return {
    written,
    resolved: gone.map(([fingerprint]) => fingerprint),
    events,
  };

  function see(
    finding: Finding,
    known: StoredFinding | undefined,
    phase: string | null,
  ): SeenFinding {
    const owner = finding.owner;
    const clock: FindingClock & { firstOwner: string | null } =
      known?.keepsClock === true
        ? known
        : {
            firstSeenAt: now,
            confirmedAt: null,
            dueFactor: options.firstAudit ? 2 : 1,
            firstOwner: owner,
          };
    const state = stateOf(finding, known);
    const touched =
      known?.state !== state ||
      known.severity !== finding.severity ||
      known.owner !== owner;
    return {
      finding,
      phase,
      state,
      firstSeenAt: clock.firstSeenAt,
      confirmedAt: clock.confirmedAt,
      dueFactor: clock.dueFactor,
      firstOwner: clock.firstOwner,
      dueAt: dueAt({ finding, standard: options.standard, clock }),
      updatedAt: known && !touched ? known.updatedAt : now,
      version: (known?.version ?? 0) + (touched ? 1 : 0),
    };
  }
}

function stateOf(
  finding: Finding,
  known: StoredFinding | undefined,
): FindingState {
  if (finding.state && WAIVED.includes(finding.state)) {
    return finding.state;
  }
  if (!known) {
    return 'open';
  }
  return known.state === 'resolved' || WAIVED.includes(known.state)
    ? 'reopened'
    : known.state;
}

function eventsOf(
  seen: SeenFinding,
  known: StoredFinding | undefined,
): PlannedEvent[] {
  const { finding, state } = seen;
  const from = known?.state ?? null;
  const event = (
    kind: FindingEventKind,
    details: Partial<PlannedEvent> = {},
  ): PlannedEvent => ({
    fingerprint: finding.fingerprint,
    kind,
    from: state === from ? null : from,
    to: state === from ? null : state,
    ...details,
  });
  if (!known) {
    return [event('opened')];
  }
  const events: PlannedEvent[] = [];
  if (state !== from) {
    events.push(event(kindOfChange(state, known.state)));
  }
  if (finding.severity !== known.severity) {
    events.push(
      event('severity-changed', {
        from: null,
        to: null,
        text: `${known.severity} → ${finding.severity}`,
      }),
    );
  }
  if (finding.owner !== known.owner) {
    events.push(
      event('owner-changed', {
        from: null,
        to: null,
        text: finding.owner ?? undefined,
      }),
    );
  }
  return events;
}

function kindOfChange(
  state: FindingState,
  from: FindingState,
): FindingEventKind {
  if (state === 'exempt') {
    return 'exempted';
  }
  if (from === 'resolved') {
    // What was decided about it still stands.
    return WAIVED.includes(state) ? 'returned' : 'reopened';
  }
  return 'waiver-ended';
}

function phasesOf(audit: Audit): Map<string, string> {
  return new Map(
    audit.roadmap.flatMap(({ phase, items }) =>
      items.flatMap(({ checks }) =>
        checks.map((check): [string, string] => [check, phase]),
      ),
    ),
  );
}

function differs(seen: SeenFinding, known: StoredFinding): boolean {
  const { finding } = seen;
  return (
    seen.version !== known.version ||
    seen.dueAt !== known.dueAt ||
    seen.firstSeenAt !== known.firstSeenAt ||
    seen.phase !== known.phase ||
    finding.title !== known.title ||
    finding.check !== known.check ||
    finding.area !== known.area ||
    finding.confidence !== known.confidence ||
    finding.path !== known.path ||
    finding.line !== known.line
  );
}
