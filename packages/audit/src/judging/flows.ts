import { Evidence, Place, Severity } from '@readiness/plugin-readiness-common';
import { CheckContext, CheckOutcome } from '../engine/types';
import { weaker } from '../facts/applications/describe';
import { flows } from '../facts/flow/extract';
import { FlowFact, SinkFact, SinkKind, SourceKind } from '../facts/flow/schema';
import { noApplication } from './noApplication';
import { count, inOrder, somePlaces } from './outcome';

/** Builds an address of the own application: harmless, and nobody's check. */
const OWN_ADDRESS =
  /^(?:[\w.]+\.)?(?:url_for|reverse|resolve_url|urlencode|quote|encodeURIComponent|QueryEscape)\(/;

const SOURCES: Record<SourceKind, string> = {
  path: 'path parameter',
  query: 'query value',
  header: 'header',
  cookie: 'cookie',
  body: 'value of the request body',
  upload: 'upload',
  url: 'requested address',
  message: 'value of a message',
};

/** How a check judges the ways from requests to its sinks. */
export interface FlowJudgement {
  kinds: readonly SinkKind[];
  /** Ways that do no harm here. */
  ignore?: (flow: FlowFact, sink: SinkFact) => boolean;
  /** Ways that are only half as certain. */
  doubtful?: (flow: FlowFact, sink: SinkFact) => boolean;
  severity?: (flow: FlowFact, sink: SinkFact) => Severity | undefined;
  /** Confidence of the row. */
  confidence: 'certain' | 'likely' | 'plausible';
  /** For the summary: `file path`. */
  one: string;
  many: string;
  /** For a silent pass. */
  clean: string;
  /** When there is no sink at all. */
  absent: string;
  /** More failing places that are no flows. */
  more?: readonly Evidence[];
}

/** What happens with the value, for a note. */
export function noteOf(flow: FlowFact, sink: SinkFact): string {
  const { source } = flow;
  const said = [
    `${sink.callee} ${sink.what}: ${SOURCES[source.kind]} \`${source.name}\``,
  ];
  if (source.path !== sink.path || source.line !== sink.line) {
    said[0] += ` of ${source.path}:${source.line}`;
  }
  if (flow.filter) {
    said.push(`the filter in line ${flow.filter.line} does not hold`);
  }
  if (flow.unsure) {
    said.push(`${flow.unsure}`);
  }
  return said.join('; ');
}

/** The source and the steps between it and the sink. */
export function relatedOf(flow: FlowFact, sink: SinkFact): Place[] {
  const seen = new Set([`${sink.path}:${sink.line}`]);
  return [
    { path: flow.source.path, line: flow.source.line },
    ...flow.steps.map(({ path, line }) => ({ path, line })),
  ].filter(place => {
    const key = `${place.path}:${place.line}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** What a way is about while lines move: the route where it is known, else the function. */
export function subjectOf(flow: FlowFact, sink: SinkFact): string {
  const where = flow.route
    ? `${flow.route.method} ${flow.route.fullPath}`
    : sink.enclosing.join('.') || sink.path;
  return `${where}: ${flow.source.name} to ${sink.callee}`;
}

/** Judges every sink of some kinds: one finding a sink that a request value reaches. */
export async function judgeFlows(
  context: CheckContext,
  judgement: FlowJudgement,
): Promise<CheckOutcome> {
  const facts = await context.facts(flows);
  const sinks = facts.sinks.filter(sink => judgement.kinds.includes(sink.kind));
  const evidence: Evidence[] = [...(judgement.more ?? [])];
  const controls: Evidence[] = [];
  for (const sink of sinks) {
    const [worst] = sink.flows
      .filter(flow => !judgement.ignore?.(flow, sink))
      .map(flow => ({ flow, doubt: doubt(flow, sink, judgement) }))
      .sort((a, b) => a.doubt - b.doubt);
    if (worst) {
      const { flow } = worst;
      const severity = judgement.severity?.(flow, sink);
      const confidence = worst.doubt
        ? weaker(judgement.confidence)
        : judgement.confidence;
      evidence.push({
        path: sink.path,
        line: sink.line,
        ...(sink.endLine > sink.line ? { endLine: sink.endLine } : {}),
        subject: subjectOf(flow, sink),
        note: noteOf(flow, sink),
        ...(severity ? { severity } : {}),
        ...(confidence === judgement.confidence ? {} : { confidence }),
        related: relatedOf(flow, sink),
      });
    }
    for (const guard of sink.guards.filter(
      ({ text }) => !OWN_ADDRESS.test(text),
    )) {
      controls.push({
        path: guard.path,
        line: guard.line,
        note: `checked before ${sink.callee}: ${guard.text}`,
      });
    }
  }
  const places = inOrder(evidence);
  const held = uniquePlaces(controls);
  if (places.length) {
    const best = places.every(item => item.confidence !== undefined)
      ? weaker(judgement.confidence)
      : judgement.confidence;
    return {
      status: 'fail',
      confidence: best,
      summary: `${count(
        places.length,
        judgement.one,
        judgement.many,
      )}: ${somePlaces(places)}`,
      evidence: places,
      ...(held.length ? { strengths: held } : {}),
    };
  }
  if (facts.unfollowed) {
    return {
      status: 'unknown',
      summary: `${facts.unfollowed} calls were not followed because there are too many`,
    };
  }
  if (held.length) {
    return {
      status: 'pass',
      summary: `${count(
        held.length,
        'check stands',
        'checks stand',
      )} between callers and ${judgement.clean}: ${somePlaces(held)}`,
      evidence: held,
    };
  }
  const varying = sinks.some(sink => !sink.constant);
  const unread = varying && (await noApplication(context));
  if (unread && unread.status === 'unknown') {
    // Where callers come in was not read, so that none was found says nothing.
    return unread;
  }
  return varying
    ? {
        status: 'pass',
        summary: `No value of a caller was found to reach ${judgement.clean}`,
      }
    : { status: 'not-applicable', summary: judgement.absent };
}

function doubt(
  flow: FlowFact,
  sink: SinkFact,
  judgement: FlowJudgement,
): number {
  return Number(Boolean(flow.unsure || judgement.doubtful?.(flow, sink)));
}

function uniquePlaces(list: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return inOrder(list).filter(item => {
    const key = `${item.path}:${item.line}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
