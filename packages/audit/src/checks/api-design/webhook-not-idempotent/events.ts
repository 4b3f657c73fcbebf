import { Evidence } from '@readiness/plugin-readiness-common';
import { storeCall } from '../../../facts/database/storeCalls';
import { CallFact } from '../../../syntax/schema';
import {
  broadHandlers,
  callsWithin,
  Code,
  linesOf,
} from '../../../judging/reach';

/** What is wrong with the handling of events, and what holds. */
export interface Handling {
  bad: Evidence[];
  good?: Evidence;
}

/** Words of code that knows which events came before. */
const KNOWS_EVENTS =
  /event_?id\b|\bevent(?:\.id\b|\[\s*["']id["']\s*\]|\.get\(\s*["']id["'])|delivery[_-]?id|github-delivery|idempoten|webhook[_-]?id|svix-id|already_?(?:processed|handled|seen|exists)|processed_?(?:at|events?|ids?|webhooks?)|(?:is_?)?duplicate|dedup/i;
/** Names of the records of events. */
const RECORD = /(?:Webhook|Event|Processed|Idempot|Delivery|Inbox)/;
const WAS_THERE =
  /\bnot\s+(?:\w*_)?(?:created|is_new|inserted)\b|!\s*\w*(?:[cC]reated|isNew|inserted)\b|exist|duplicate|already|\bseen\b|processed/i;
/** The outcome of the first time is asked for. */
const ASKS_OUTCOME =
  /\bstatus\b|\bstate\b|\bprocessed(?:_at|At)?\b|\bcompleted\b|\bsucceeded\b|\.error\b|\bfailed\b/i;
const TRANSACTION =
  /transaction\.atomic|\batomic\(|\.begin\(|\.transaction\(|\$transaction|startTransaction|withTransaction|TransactionScope/;

const NOTIFIES =
  /(?:^|[._])(?:send_mail|send_email|sendMail|sendEmail|send_sms|sendSms|send_message|sendMessage|notify\w*|send_notification)$/;
const PAYS =
  /(?:^|\.)(?:charges|refunds|transfers|payouts|Charge|Refund|Transfer|Payout)\.create$/;

/** Calls of caches and stores that remember a key. */
const STORES =
  /(?:^|[._])(?:get|set|setnx|add|exists|has|find\w*|insert\w*|save|execute|query|put|update\w*|filter|first|record\w*|mark\w*|claim\w*|acquire\w*|is_?(?:new|processed|duplicate)\w*|already\w*)$/i;

const OF_REQUEST =
  /header|request|\breq\b|event\.|body|payload|params|environ|\benv\b|config/i;

const short = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/\([^]*$/, '')
    .slice(0, 60);

/** Something that happens twice when the event comes twice. */
function repeatable(code: Code): { line: number; text: string } | undefined {
  for (const call of code.calls) {
    const store = storeCall(call, code.file);
    if (store?.action === 'create' && !store.onlyOnce) {
      return { line: call.line, text: call.callee };
    }
    if (NOTIFIES.test(call.callee) || PAYS.test(call.callee)) {
      return { line: call.line, text: call.callee };
    }
  }
  const python = code.file.language === 'python';
  const added = code.fn.node
    .findAll({
      rule: {
        kind: python
          ? 'augmented_assignment'
          : 'augmented_assignment_expression',
      },
    })
    .find(node =>
      /^[\w.]+\.(?:\w*(?:balance|credit|amount|total|stock|quantity|points|paid)\w*)\s*[+-]=/i.test(
        node.text(),
      ),
    );
  return added && { line: linesOf(added).line, text: short(added.text()) };
}

/** Whether code asks a store for something or writes something there. */
const asksOrWrites = (code: Code) =>
  code.calls.some(
    call =>
      storeCall(call, code.file) !== undefined ||
      (STORES.test(call.callee) && !OF_REQUEST.test(call.callee)),
  );

/** Judges one handler of events with the code that it leads to. */
export function judgeEvents(codes: readonly Code[], subject: string): Handling {
  const [handler] = codes;
  const answered = answersErrorsWithSuccess(handler, codes);
  const bad: Evidence[] = answered.map(line => ({
    path: handler.file.path,
    line,
    subject: `${subject}: errors`,
    note: 'an error of the handler is answered with success, so the sender never sends the event again',
  }));
  const knows = codes.find(code => KNOWS_EVENTS.test(code.text));
  const once = codes.flatMap(code =>
    code.calls
      .filter(call => storeCall(call, code.file)?.onlyOnce)
      .map(call => ({ code, call })),
  )[0];
  if (!knows && !once) {
    const effect = codes
      .map(code => ({ code, found: repeatable(code) }))
      .find(item => item.found);
    return effect?.found
      ? {
          bad: [
            {
              path: handler.file.path,
              line: handler.span.line,
              subject,
              note: `nothing remembers which events were handled; \`${effect.found.text}\` is done again when the event comes again`,
              related: [
                { path: effect.code.file.path, line: effect.found.line },
              ],
            },
            ...bad,
          ],
        }
      : { bad };
  }
  const marked = markedBeforeProcessing(codes);
  if (marked) {
    bad.unshift({
      path: marked.path,
      line: marked.line,
      subject,
      note: 'the event is marked as seen before it is processed, outside of a transaction around both, and a repetition is answered without asking how the first time ended',
    });
  }
  if (bad.length || (!once && !codes.some(asksOrWrites))) {
    // Naming an event is not knowing it.
    return { bad };
  }
  const place = once
    ? { path: once.code.file.path, line: once.call.line }
    : {
        path: knows!.file.path,
        line:
          knows!.span.line +
          knows!.text
            .slice(0, KNOWS_EVENTS.exec(knows!.text)!.index)
            .split('\n').length -
          1,
      };
  return {
    bad,
    good: { ...place, subject, note: 'an event that comes again is known' },
  };
}

/** Where the record of an event is written although the processing may still fail. */
function markedBeforeProcessing(
  codes: readonly Code[],
): { path: string; line: number } | undefined {
  for (const code of codes) {
    const mark = code.calls.find(call => isMark(call, code));
    const node = mark && code.file.nodeOf(mark);
    if (!mark || !node || asksOutcome(code, mark)) {
      continue;
    }
    const skips = earlyReturn(code, mark);
    if (!skips) {
      continue;
    }
    // What follows the early return, in this function or in what calls it.
    const after = code.calls.filter(call => call.line > skips.endLine);
    const around = node
      .ancestors()
      .find(
        item =>
          /^(?:with_statement|call_expression|call)$/.test(item.kind()) &&
          TRANSACTION.test(item.text().slice(0, 120)),
      );
    const decorated = code.fn.decorators.some(item => TRANSACTION.test(item));
    const scope = around && linesOf(around);
    const isInside = (call: CallFact) =>
      decorated || (scope !== undefined && call.line <= scope.endLine);
    const works = after.filter(
      call => !/(?:log|logger|print)/.test(call.callee),
    );
    const caught = broadHandlers(code).some(
      ({ body, tried }) =>
        linesOf(tried).endLine > skips.endLine &&
        !/\braise\b|\bthrow\b|rollback|\.delete\(/.test(body.text()),
    );
    if (works.length > 0 && (!works.every(isInside) || caught)) {
      // A handler that takes the mark away again after an error.
      const undone = broadHandlers(code).some(({ body }) =>
        /\.delete\(|rollback|remove\(/.test(body.text()),
      );
      if (!undone) {
        return { path: code.file.path, line: mark.line };
      }
    }
  }
  return undefined;
}

/** Writes the record of an event. */
function isMark(call: CallFact, code: Code): boolean {
  return (
    storeCall(call, code.file)?.action === 'create' && RECORD.test(call.callee)
  );
}

/** The way out for events that were there already. */
function earlyReturn(
  code: Code,
  mark: CallFact,
): { line: number; endLine: number } | undefined {
  const statements = code.fn.node.findAll({ rule: { kind: 'if_statement' } });
  const found = statements.find(node => {
    const condition = node.field('condition')?.text() ?? '';
    const body = node.field('consequence')?.text() ?? '';
    return (
      WAS_THERE.test(condition) &&
      /\breturn\b/.test(body) &&
      Math.abs(linesOf(node).line - mark.line) < 25
    );
  });
  return found && linesOf(found);
}

/** A condition near the mark asks how the first time ended. */
function asksOutcome(code: Code, mark: CallFact): boolean {
  return code.fn.node
    .findAll({ rule: { kind: 'if_statement' } })
    .some(
      node =>
        Math.abs(linesOf(node).line - mark.line) < 25 &&
        ASKS_OUTCOME.test(
          (node.field('condition')?.text() ?? '').replace(
            /already_\w+|\.status_code/g,
            '',
          ),
        ),
    );
}

const FAILS =
  /\braise\b|\bthrow\b|\bnext\(|abort\(|reject\(|HTTPException|ServerError|BadRequest|status(?:_code|Code)?\s*[=:(]\s*(?:status\.HTTP_)?[45]\d\d|sendStatus\(\s*[45]\d\d|,\s*[45]\d\d\s*\)?\s*;?\s*$|HTTP_[45]\d\d|captureExceptionAndFail/m;
const KEPT =
  /(?:delay|apply_async|enqueue|retry|requeue|dead_?letter|publish|schedule|sendToQueue)\w*\(/i;

/** Lines of handlers of every exception that say that all is well. */
function answersErrorsWithSuccess(
  handler: Code,
  codes: readonly Code[],
): number[] {
  const own = new Set(codes.slice(1).map(code => code.fn.name));
  return broadHandlers(handler)
    .filter(({ body, tried }) => {
      const text = body.text();
      const inside = callsWithin(handler.file, linesOf(tried));
      const processes = inside.some(
        call =>
          own.has(/[\w$]+$/.exec(call.callee)?.[0]) ||
          /create|update|delete/.test(
            storeCall(call, handler.file)?.action ?? '',
          ),
      );
      const kept =
        KEPT.test(text) ||
        callsWithin(handler.file, linesOf(body)).some(call =>
          storeCall(call, handler.file),
        );
      return processes && !FAILS.test(text) && !kept && answers(handler, text);
    })
    .map(({ clause }) => linesOf(clause).line);
}

/** The handler of an exception answers, or the function does after it. */
function answers(handler: Code, body: string): boolean {
  return handler.file.language === 'python'
    ? !/\b(?:continue|break)\b/.test(body)
    : /\bres(?:ponse)?\.(?:status\(\s*2|json\(|send\(|end\(|sendStatus\(\s*2)|Response\b|\breturn\s*\{/.test(
        body,
      );
}
