import { Evidence } from '@readiness/plugin-readiness-common';
import { storeCall } from '../../../facts/database/storeCalls';
import { HandlerFact } from '../../../facts/handlers/schema';
import { Code } from '../../../judging/reach';
import { routeName, segmentsOf } from '../../../judging/routes';

const MONEY = new Set(
  'payments payment charges charge refunds refund payouts payout transfers transfer withdrawals withdraw deposits topup top-up pay'.split(
    ' ',
  ),
);
/** Something of the caller tells one attempt from another. */
const KEY =
  /idempoten|request_?id\b|client_?(?:token|reference|request_?id|secret)|reference_?id|external_?id|dedup|on_?conflict|get_or_create|findOrCreate|upsert|UniqueConstraint|IntegrityError|intent/i;

/** Whether a route moves money each time that it is called. */
export function movesMoney({ route }: HandlerFact): boolean {
  const fixed = segmentsOf(route.fullPath).filter(
    item => !item.startsWith('{'),
  );
  return route.method === 'POST' && MONEY.has(fixed[fixed.length - 1] ?? '');
}

/** The finding about a route that moves money without a key; `undefined` when it has one, or does nothing. */
export function withoutKey(
  handler: HandlerFact,
  codes: readonly Code[],
): Evidence | undefined {
  const text = [
    ...handler.route.guards,
    ...handler.route.parameters,
    ...codes.flatMap(code => [...code.fn.decorators, code.text]),
  ].join('\n');
  const writes = codes.some(code =>
    code.calls.some(
      call =>
        storeCall(call, code.file)?.action === 'create' ||
        /(?:charges|refunds|transfers|payouts|Charge|Refund|Transfer|Payout)\.create$/.test(
          call.callee,
        ),
    ),
  );
  return writes && !KEY.test(text)
    ? {
        path: handler.body.path,
        line: handler.body.line,
        subject: routeName(handler.route),
        severity: 'medium',
        note: 'moves money and takes no idempotency key: a repeated request does it again',
      }
    : undefined;
}
