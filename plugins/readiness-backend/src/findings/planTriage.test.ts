import {
  FINDING_STATES,
  FindingState,
  TriageAction,
} from '@readiness/plugin-readiness-common';
import { planTriage, TriagedFinding } from './planTriage';

const finding = (changes: Partial<TriagedFinding> = {}): TriagedFinding => ({
  state: 'open',
  confidence: 'certain',
  assignee: null,
  ticket: null,
  confirmed: false,
  ...changes,
});

describe('planTriage', () => {
  it.each<[TriageAction['type'], FindingState, FindingState[]]>([
    ['acknowledge', 'acknowledged', ['open', 'reopened', 'in-progress']],
    ['start', 'in-progress', ['open', 'reopened', 'acknowledged']],
    ['reset', 'open', ['acknowledged', 'in-progress']],
  ])('%s leads to %s from %j only', (type, to, from) => {
    const planned = FINDING_STATES.map(state => ({
      state,
      ...planTriage(finding({ state }), { type } as TriageAction),
    }));
    expect(
      planned
        .filter(({ result }) => result === 'refused')
        .map(({ state }) => state),
    ).toEqual(
      FINDING_STATES.filter(state => state !== to && !from.includes(state)),
    );
    expect(
      from.map(state =>
        planTriage(finding({ state }), { type } as TriageAction),
      ),
    ).toEqual(
      from.map(() => expect.objectContaining({ result: 'changed', state: to })),
    );
    expect(
      planTriage(finding({ state: to }), { type } as TriageAction),
    ).toEqual({ result: 'unchanged' });
  });

  it('never resolves and never waives', () => {
    const actions: TriageAction[] = [
      { type: 'acknowledge' },
      { type: 'start' },
      { type: 'reset' },
      { type: 'assign', assignee: 'user:default/mia' },
      { type: 'link-ticket', ticket: 'https://example.com/1' },
      { type: 'comment', comment: 'x' },
    ];
    const reached = actions.flatMap(action =>
      FINDING_STATES.flatMap(state => {
        const planned = planTriage(finding({ state }), action);
        return planned.result === 'changed' ? planned.state ?? [] : [];
      }),
    );
    expect([...new Set(reached)].sort()).toEqual([
      'acknowledged',
      'in-progress',
      'open',
    ]);
  });

  it.each(['acknowledge', 'start'] as const)(
    'takes %s for the confirmation of a plausible finding, once',
    type => {
      const plausible = finding({ confidence: 'plausible' });
      expect(planTriage(plausible, { type })).toMatchObject({ confirm: true });
      expect(
        planTriage({ ...plausible, confirmed: true }, { type }),
      ).toMatchObject({ confirm: false });
      expect(planTriage(finding(), { type })).toMatchObject({ confirm: false });
    },
  );

  it('assigns and links, and says nothing twice', () => {
    const assignee = 'user:default/mia';
    expect(
      planTriage(finding(), { type: 'assign', assignee, comment: 'please' }),
    ).toEqual({
      result: 'changed',
      assignee,
      confirm: false,
      kind: 'assigned',
      text: 'user:default/mia\nplease',
    });
    expect(
      planTriage(finding({ assignee }), { type: 'assign', assignee }),
    ).toEqual({ result: 'unchanged' });
    expect(
      planTriage(finding({ assignee }), { type: 'assign', assignee: null }),
    ).toMatchObject({ result: 'changed', assignee: null, text: null });
    expect(
      planTriage(finding({ state: 'resolved' }), { type: 'assign', assignee }),
    ).toEqual({
      result: 'refused',
      reason: 'A finding that is resolved cannot be assigned',
    });
    const ticket = 'https://example.com/1';
    expect(
      planTriage(finding({ ticket }), { type: 'link-ticket', ticket }),
    ).toEqual({ result: 'unchanged' });
    expect(
      planTriage(finding({ state: 'resolved' }), {
        type: 'link-ticket',
        ticket,
      }),
    ).toMatchObject({ result: 'changed', ticket });
  });
});
