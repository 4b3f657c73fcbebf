import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { CheckContext, CheckOutcome } from '../engine/types';
import { inOrder, somePlaces } from '../judging/outcome';
import { candidates } from './conditions/candidates';
import { listOf } from './lists';
import { lookedForIn } from './lookedFor';
import { evaluate, Found, lookUp, Subject, WHOLE_TREE } from './evaluate';
import { fill, fillMessage } from './placeholders';
import type { Judgement, Rule, RuleKind } from './schema';

/** What became of the subjects of one judgement. */
interface Judged {
  passing: number;
  failing: number;
  findings: Evidence[];
  strengths: Evidence[];
  /** Why some subjects could not be judged. */
  reasons: string[];
  /** For those that fail, to be named in the message. */
  subjects: string[];
  /** Something that was looked for is absent. */
  absent: boolean;
}

/** Judges a tree by a check that is written in YAML. */
export async function judge(
  rule: Rule,
  context: CheckContext,
): Promise<CheckOutcome> {
  const applies = await holds(rule, context);
  if (applies !== true) {
    return notJudged(rule, applies);
  }
  const judged: Judged[] = [];
  for (const part of rule.kinds ?? [rule]) {
    const isKind = 'kind' in part;
    const asked = isKind ? await holds(part, context) : true;
    if (asked === true) {
      judged.push(await judgeOne(part, rule, context));
    } else if (asked !== false) {
      judged.push({ ...nothing(), reasons: asked });
    }
  }
  return outcomeOf(rule, judged);
}

function nothing(): Judged {
  return {
    passing: 0,
    failing: 0,
    findings: [],
    strengths: [],
    reasons: [],
    subjects: [],
    absent: false,
  };
}

/** Whether a judgement applies; the reasons when that cannot be told. */
async function holds(
  { appliesWhen }: Judgement,
  context: CheckContext,
): Promise<boolean | string[]> {
  if (!appliesWhen) {
    return true;
  }
  const seen = await evaluate(appliesWhen, { context, inside: WHOLE_TREE });
  return seen.holds ?? seen.reasons;
}

function notJudged(rule: Rule, applies: false | string[]): CheckOutcome {
  return applies === false
    ? {
        status: 'not-applicable',
        summary: fillMessage(rule.messages.notApplicable ?? rule.title, {}),
      }
    : { status: 'unknown', summary: because(applies) };
}

async function judgeOne(
  part: Judgement | RuleKind,
  rule: Rule,
  context: CheckContext,
): Promise<Judged> {
  const result = nothing();
  let subjects: (Found | undefined)[] = [undefined];
  if (part.forEach) {
    const seen = await lookUp(part.forEach, { context, inside: WHOLE_TREE });
    subjects = seen.places;
    result.reasons.push(...seen.reasons);
  }
  for (const subject of subjects) {
    await judgeSubject(part, rule, context, subject, result);
  }
  return result;
}

async function judgeSubject(
  part: Judgement | RuleKind,
  rule: Rule,
  context: CheckContext,
  subject: Found | undefined,
  result: Judged,
): Promise<void> {
  const inside: Subject = subject?.inside ?? WHOLE_TREE;
  const condition = part.failsWhen ?? part.passesWhen;
  if (!condition) {
    return;
  }
  const seen = await evaluate(condition, {
    context,
    inside,
    values: subject?.values,
  });
  if (seen.holds === undefined) {
    result.reasons.push(...seen.reasons);
    return;
  }
  const fails = seen.holds === Boolean(part.failsWhen);
  const { places } = seen;
  if (!fails) {
    result.passing += 1;
    if (part.passesWhen) {
      result.strengths.push(...places.map(item => toEvidence(item, undefined)));
    }
    return;
  }
  result.failing += 1;
  result.absent ||= places.length === 0;
  const named = 'kind' in part ? part.kind : undefined;
  const findings =
    places.length > 0
      ? places.map(place => toEvidence(place, part.note, subject))
      : [await absence(part, named, context, subject)];
  const weight = weightOf(part, rule);
  result.findings.push(
    ...findings.map(item => ({
      ...weight,
      ...item,
      ...(item.severity === rule.severity ? { severity: undefined } : {}),
    })),
  );
  result.subjects.push(
    subject?.subject ?? named ?? subject?.path ?? findings[0].subject ?? '',
  );
}

/** What a kind says of its own weight. */
function weightOf(
  part: Judgement | RuleKind,
  rule: Rule,
): Pick<Evidence, 'severity' | 'confidence'> {
  if (!('kind' in part)) {
    return {};
  }
  const severity: Severity | undefined =
    part.severity === rule.severity ? undefined : part.severity;
  return {
    ...(severity ? { severity } : {}),
    ...(part.confidence && part.confidence !== rule.confidence
      ? { confidence: part.confidence }
      : {}),
  };
}

function toEvidence(
  place: Found,
  note: string | undefined,
  subject?: Found,
): Evidence {
  const said = place.note ?? (note ? fill(note, place.values) : undefined);
  const about = place.subject ?? subject?.subject;
  return {
    ...(place.path === undefined ? {} : { path: place.path }),
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.endLine === undefined ? {} : { endLine: place.endLine }),
    ...(about ? { subject: about } : {}),
    ...(said ? { note: said } : {}),
    ...(place.severity ? { severity: place.severity } : {}),
  };
}

/** A finding without a place of its own: at its subject, or where the control would be added. */
async function absence(
  part: Judgement,
  named: string | undefined,
  context: CheckContext,
  subject: Found | undefined,
): Promise<Evidence> {
  if (subject) {
    return toEvidence(
      {
        ...subject,
        ...(subject.subject ?? named
          ? { subject: subject.subject ?? named }
          : {}),
        note: undefined,
      },
      part.note ?? subject.note,
    );
  }
  const home = await homeOf(part, context);
  return {
    ...(home ? { path: home.path, line: 1 } : {}),
    ...(named ? { subject: named } : {}),
    ...(part.note
      ? { note: fill(part.note, home ? { path: home.path, line: '1' } : {}) }
      : {}),
  };
}

/** The file in which a control would be added: of the first glob that is met the one nearest to the root. */
async function homeOf(
  { belongsIn }: Judgement,
  context: CheckContext,
): Promise<{ path: string } | undefined> {
  const globs = listOf(belongsIn);
  const unwanted = globs.filter(glob => glob.startsWith('!'));
  for (const glob of globs.filter(item => !item.startsWith('!'))) {
    const files = await candidates(
      { in: [glob, ...unwanted] },
      { context, inside: WHOLE_TREE },
    );
    const [nearest] = [...files].sort(
      (a, b) => a.path.split('/').length - b.path.split('/').length,
    );
    if (nearest) {
      return nearest;
    }
  }
  return undefined;
}

function outcomeOf(rule: Rule, judged: readonly Judged[]): CheckOutcome {
  const sum = (of: (item: Judged) => number) =>
    judged.reduce((total, item) => total + of(item), 0);
  const passing = sum(item => item.passing);
  const failing = sum(item => item.failing);
  const total = passing + failing;
  const reasons = [...new Set(judged.flatMap(item => item.reasons))];
  const findings = inOrder(judged.flatMap(item => item.findings)).map(
    withoutEmpty,
  );
  const strengths = inOrder(judged.flatMap(item => item.strengths));
  const values = {
    count: String(findings.length),
    failing: String(failing),
    passing: String(passing),
    total: String(total),
    places: somePlaces(
      (failing > 0 ? findings : strengths).filter(
        ({ path }) => path !== undefined,
      ),
    ),
    subjects: someOf(judged.flatMap(item => item.subjects)),
  };
  if (failing > 0) {
    const isShared =
      rule.share ??
      (rule.kinds === undefined
        ? rule.forEach !== undefined
        : rule.kinds.length > 1 ||
          rule.kinds.some(({ forEach }) => forEach !== undefined));
    return {
      status: 'fail',
      summary: fillMessage(rule.messages.fail, values),
      // An absence that has no place says what was looked for instead.
      evidence: findings.filter(
        ({ path, subject, note }) => path ?? subject ?? note,
      ),
      ...(isShared ? { share: passing / total } : {}),
      ...(judged.some(({ absent }) => absent)
        ? { lookedFor: rule.lookedFor ?? lookedForIn(rule) }
        : {}),
      ...(strengths.length > 0 ? { strengths } : {}),
    };
  }
  if (reasons.length > 0) {
    return { status: 'unknown', summary: because(reasons) };
  }
  if (total === 0) {
    return notJudged(rule, false);
  }
  return {
    status: 'pass',
    summary: fillMessage(rule.messages.pass, values),
    evidence: strengths,
  };
}

function withoutEmpty(item: Evidence): Evidence {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => value !== undefined),
  );
}

function because(reasons: readonly string[]): string {
  const unique = [...new Set(reasons)];
  return `Could not be decided: ${someOf(unique)}`;
}

function someOf(items: readonly string[], most = 5): string {
  const unique = [...new Set(items.filter(Boolean))];
  const rest = unique.length - most;
  return (
    unique.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
  );
}
