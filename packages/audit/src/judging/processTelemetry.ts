import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext, CheckOutcome } from '../engine/types';
import { inventory, partOf } from '../facts/inventory/extract';
import { processes } from '../facts/processes/extract';
import { ProcessFact, ProcessKind } from '../facts/processes/schema';
import { telemetry } from '../facts/telemetry/extract';
import {
  TelemetryGap,
  TelemetryKind,
  TelemetrySetup,
  UnclearTelemetry,
} from '../facts/telemetry/schema';
import { count, inOrder } from './outcome';
import { unreadableLanguages } from './unreadable';

/** What a check about the telemetry of processes asks. */
export interface ProcessTelemetryQuestion {
  kind: TelemetryKind;
  /** Kinds of processes that must have it; default: all. */
  processes?: readonly ProcessKind[];
  /** What is missing, for sentences: `structured logging`. */
  control: string;
  lookedFor: string[];
  /** A set-up that is not enough, with what is wrong. */
  weak?(setup: TelemetrySetup): string | undefined;
}

const REASONS: Record<TelemetryGap['reason'], string> = {
  'not reached': 'set up in code that this process does not run',
  'no direct dependency': 'used, but the manifest does not name the package',
  'sample rate is 0': 'switched off: its sample rate is 0',
  'no exporter': 'configured without an exporter',
  'not loaded': 'configured, but nothing loads the configuration',
  'formatter is not attached': 'configured, but no handler uses it',
  'not exposed': 'there, but its endpoint is not exposed',
};

/** Judges each process by itself: one good process never covers another. */
export async function judgeProcessTelemetry(
  context: CheckContext,
  question: ProcessTelemetryQuestion,
): Promise<CheckOutcome> {
  const { control, lookedFor } = question;
  const { processes: all, unresolved } = await context.facts(processes);
  const subjects = all.filter(
    ({ kind }) => question.processes?.includes(kind) ?? true,
  );
  if (subjects.length === 0) {
    return withoutProcesses(
      context,
      unresolved.map(item => item.command),
    );
  }
  const { setups, gaps, unclear } = await context.facts(telemetry);
  const { parts } = await context.facts(inventory);
  const mine = setups.filter(({ kind }) => kind === question.kind);
  const strengths: Evidence[] = [];
  const failing: Evidence[] = [];
  const missing: ProcessFact[] = [];
  for (const process of subjects) {
    const own = mine.filter(setup => setup.processes.includes(process.id));
    const good = own.filter(setup => question.weak?.(setup) === undefined);
    if (good.length > 0) {
      strengths.push(...good.map(setup => strengthOf(setup, process)));
      continue;
    }
    missing.push(process);
    const [weak] = own;
    failing.push(
      weak
        ? {
            path: weak.path,
            line: weak.line,
            severity: 'low',
            subject: process.id,
            note: `${process.name}: ${question.weak?.(weak)}`,
            related: weak.related,
          }
        : absenceOf(
            process,
            question,
            // What other parts have tried says nothing about this one.
            gaps.filter(({ path }) => partOf(parts, path) === process.root),
            unclear.filter(item => item.processes.includes(process.id)),
          ),
    );
  }
  if (failing.length === 0) {
    return {
      status: 'pass',
      summary: `${count(
        subjects.length,
        'process has',
        'processes have',
      )} ${control}: ${namesOf(subjects)}`,
      evidence: inOrder(strengths),
    };
  }
  return {
    status: 'fail',
    summary: `${missing.length} of ${count(
      subjects.length,
      'process has',
      'processes have',
    )} no ${control}: ${namesOf(missing)}`,
    evidence: inOrder(failing),
    ...(failing.every(({ confidence }) => confidence === 'plausible')
      ? { confidence: 'plausible' as const }
      : {}),
    share: (subjects.length - missing.length) / subjects.length,
    lookedFor,
    strengths: inOrder(strengths),
  };
}

function strengthOf(setup: TelemetrySetup, process: ProcessFact): Evidence {
  return {
    path: setup.path,
    line: setup.line,
    subject: process.id,
    note: `${process.name}: ${setup.note}`,
    related: [
      ...setup.related,
      {
        path: process.entry.path,
        line: process.entry.line,
        note: `entry of ${process.name}`,
      },
    ],
  };
}

function absenceOf(
  process: ProcessFact,
  { kind, control }: ProcessTelemetryQuestion,
  gaps: readonly TelemetryGap[],
  unclear: readonly UnclearTelemetry[],
): Evidence {
  const tried = gaps.filter(gap => gap.kind === kind);
  const [first] = tried;
  const [perhaps] = unclear.filter(item => item.kind === kind);
  return {
    // A package of the organisation's own may do it; nobody can tell from here.
    ...(perhaps && !first ? { confidence: 'plausible' as const } : {}),
    path: process.entry.path,
    line: process.entry.line,
    subject: process.id,
    note: first
      ? `${process.name} (${process.kind}): ${first.product} is ${
          REASONS[first.reason]
        }`
      : `${process.name} (${process.kind}) starts here without ${control}${
          perhaps ? `, unless ${perhaps.module} sets it up` : ''
        }`,
    related: [
      ...tried.map(gap => ({
        path: gap.path,
        line: gap.line,
        note: `${gap.product}: ${REASONS[gap.reason]}`,
      })),
      ...(perhaps
        ? [{ path: perhaps.path, line: perhaps.line, note: perhaps.module }]
        : []),
      ...process.places
        .filter(({ source }) => source !== 'code')
        .map(({ path, line }) => ({ path, line, note: 'started here' })),
    ],
  };
}

function namesOf(items: readonly ProcessFact[]): string {
  return items.map(({ name, kind }) => `${name} (${kind})`).join(', ');
}

/** Why there is nothing to judge: no service, or one that cannot be read. */
async function withoutProcesses(
  context: CheckContext,
  commands: string[],
): Promise<CheckOutcome> {
  if (commands.length > 0) {
    return {
      status: 'unknown',
      summary: `The code behind these commands was not found: ${commands
        .slice(0, 3)
        .map(command => `"${command}"`)
        .join(', ')}`,
    };
  }
  const unread = await unreadableLanguages(context);
  return unread.length > 0
    ? {
        status: 'unknown',
        summary: `Code in ${unread.join(', ')} cannot be read`,
      }
    : {
        status: 'not-applicable',
        summary: 'Nothing here runs as a server, worker or scheduled job',
      };
}
