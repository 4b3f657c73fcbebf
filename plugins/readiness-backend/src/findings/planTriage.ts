import {
  FindingEventKind,
  FindingState,
  OPEN_FINDING_STATES,
  TriageAction,
} from '@readiness/plugin-readiness-common';

/** What a decision rests on. */
export interface TriagedFinding {
  state: FindingState;
  confidence: 'certain' | 'likely' | 'plausible';
  assignee: string | null;
  ticket: string | null;
  /** Somebody has said that it is true. */
  confirmed: boolean;
}

/** What a decision does to a finding. */
export type PlannedTriage =
  | { result: 'refused'; reason: string }
  | { result: 'unchanged' }
  | {
      result: 'changed';
      state?: FindingState;
      assignee?: string | null;
      ticket?: string | null;
      /** The clock of a plausible finding starts now. */
      confirm: boolean;
      kind: FindingEventKind;
      text: string | null;
    };

const NEXT_STATES = {
  acknowledge: { from: OPEN_FINDING_STATES, to: 'acknowledged' },
  start: { from: OPEN_FINDING_STATES, to: 'in-progress' },
  reset: { from: ['acknowledged', 'in-progress'], to: 'open' },
} as const satisfies Record<
  string,
  { from: readonly FindingState[]; to: FindingState }
>;

const EVENT_KINDS = {
  acknowledge: 'acknowledged',
  start: 'started',
  reset: 'reset',
} as const;

/** Decides what an action does to a finding. Nothing that people do resolves one: only an audit does. */
export function planTriage(
  finding: TriagedFinding,
  action: TriageAction,
): PlannedTriage {
  const text = action.comment ?? null;
  switch (action.type) {
    case 'comment':
      return { result: 'changed', confirm: false, kind: 'commented', text };
    case 'link-ticket':
      return finding.ticket === action.ticket
        ? { result: 'unchanged' }
        : {
            result: 'changed',
            ticket: action.ticket,
            confirm: false,
            kind: 'ticket-linked',
            text: joined(action.ticket, text),
          };
    case 'assign':
      if (finding.state === 'resolved') {
        return refused(finding, 'cannot be assigned');
      }
      return finding.assignee === action.assignee
        ? { result: 'unchanged' }
        : {
            result: 'changed',
            assignee: action.assignee,
            confirm: false,
            kind: 'assigned',
            text: joined(action.assignee, text),
          };
    default: {
      const { from, to } = NEXT_STATES[action.type];
      if (finding.state === to) {
        return { result: 'unchanged' };
      }
      if (!from.some(state => state === finding.state)) {
        return refused(finding, `cannot become ${to}`);
      }
      return {
        result: 'changed',
        state: to,
        confirm:
          action.type !== 'reset' &&
          finding.confidence === 'plausible' &&
          !finding.confirmed,
        kind: EVENT_KINDS[action.type],
        text,
      };
    }
  }
}

function refused(finding: TriagedFinding, what: string): PlannedTriage {
  return {
    result: 'refused',
    reason: `A finding that is ${finding.state} ${what}`,
  };
}

function joined(...texts: (string | null)[]): string | null {
  return texts.filter(text => text !== null).join('\n') || null;
}
