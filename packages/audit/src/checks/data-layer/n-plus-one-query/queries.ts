import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { StoreCall, storeCall } from '../../../facts/database/storeCalls';
import { CallFact, FileSyntax } from '../../../syntax/schema';
import {
  isShort,
  Loop,
  loopAround,
  mentions,
  originOf,
} from '../../../judging/loops';
import { linesOf } from '../../../judging/reach';

/** Results of queries. */
const ROWS =
  /\.objects\b|\.query\b|\bselect\(|\.scalars?\(|\.filter\(|\.all\(\)|\.find(?:All|Many|By|AndCount)?\(|\.fetchall\(|\.execute\(|\.getMany\(|\.find_all\(|\.to_list\(|\.toArray\(|\.query\(|_set\b|get_queryset\(/;
/** One row by what names it. */
const ONE =
  /(?:^|\.)(?:a?get|get_one|get_object_or_404|first|find_one|findOne|findOneBy|findOneOrFail|findById|findByPk|findUnique|findFirst|get_or_create|get_by_id|scalar_one|one|one_or_none)$/;

/** Functions that run once, whatever their file. */
const STARTS =
  /^_*(?:seed|migrate|bootstrap|backfill|onModuleInit|onApplicationBootstrap|ready|setup_?db|populate)/i;

/** Queries and writes of a file that run once for each element of something. */
export function queriesInLoops(
  file: FileSyntax,
  inRequest: (line: number) => boolean,
): Evidence[] {
  const result: Evidence[] = [];
  const seen = new Set<number>();
  for (const call of file.calls) {
    const store = storeCall(call, file);
    const node = store && store.action !== 'commit' && file.nodeOf(call);
    const loop = node ? loopAround(file, node) : undefined;
    if (!store || !node || !loop || isShort(loop.iterable)) {
      continue;
    }
    const waits =
      inRequest(call.line) && !call.enclosing.some(name => STARTS.test(name));
    if (endsLoop(node, loop)) {
      continue;
    }
    const found = judge(file, call, store, loop, waits);
    if (found && !seen.has(loop.node.range().start.index)) {
      seen.add(loop.node.range().start.index);
      result.push(found);
    }
  }
  return result;
}

/** What is returned or raised out of a loop happens once at most. */
function endsLoop(node: SyntaxNode, loop: Loop): boolean {
  return (
    /^for_/.test(loop.node.kind()) &&
    node
      .ancestors()
      .some(
        item =>
          /^(?:return|raise|throw)_statement$/.test(item.kind()) &&
          item.range().start.index > loop.node.range().start.index,
      )
  );
}

function judge(
  file: FileSyntax,
  call: CallFact,
  store: StoreCall,
  loop: Loop,
  inRequest: boolean,
): Evidence | undefined {
  const node = file.nodeOf(call)!;
  const over = originOf(file, loop.iterable, call.enclosing);
  const text = node.text();
  const rows = ROWS.test(over);
  const short = over.replace(/\s+/g, ' ').slice(0, 50);
  if (isShort(loop.iterable) || /^(?:\[|\(|\{|["'`])/.test(over)) {
    return undefined;
  }
  const place = { path: file.path, ...linesOf(node) };
  if (store.action === 'read') {
    // What does not depend on the element, or stops at the first, is no query per element.
    if (
      !mentions(text, loop.names) ||
      /\b(?:__in|\.in_|\$in)\b/.test(text) ||
      (!rows && !(ONE.test(call.callee) && inRequest)) ||
      isBatched(call, loop)
    ) {
      return undefined;
    }
    return {
      ...place,
      ...(inRequest ? {} : { severity: 'low' as const }),
      subject: where(call),
      note: `\`${brief(
        call,
      )}\` asks the database once for each element of \`${short}\``,
    };
  }
  // Writes one by one: only what a request waits for.
  const saves = store.action === 'create' || /save$/.test(call.callee);
  return saves &&
    inRequest &&
    rows &&
    mentions(`${call.callee} ${text}`, loop.names)
    ? {
        ...place,
        severity: 'low',
        subject: where(call),
        note: `\`${brief(
          call,
        )}\` writes one row after the other for \`${short}\``,
      }
    : undefined;
}

/** Prisma puts the look-ups of one turn of the event loop together. */
function isBatched(call: CallFact, loop: Loop): boolean {
  return (
    /\.findUnique(?:OrThrow)?$/.test(call.callee) &&
    /\.(?:map|flatMap)\($/.test(
      loop.node.text().slice(0, loop.node.text().indexOf('(') + 1),
    )
  );
}

function where(call: CallFact): string | undefined {
  return call.enclosing.length ? call.enclosing.join('.') : undefined;
}

function brief(call: CallFact): string {
  return call.callee
    .replace(/\s+/g, '')
    .replace(/\([^]*\)/g, '()')
    .slice(-60);
}
