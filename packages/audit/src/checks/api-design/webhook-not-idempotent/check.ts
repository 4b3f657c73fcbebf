import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { isWebhook, webhooks } from '../../../facts/flow/webhooks';
import { handlers } from '../../../facts/handlers/extract';
import { HandlerFact } from '../../../facts/handlers/schema';
import { noApplication } from '../../../judging/noApplication';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { reachedCode } from '../../../judging/reach';
import { routeName } from '../../../judging/routes';
import { judgeEvents } from './events';
import { movesMoney, withoutKey } from './money';

/** Addresses at which providers of payments and messages report, without saying so themselves. */
const CALLBACK =
  /(?:payment|stripe|paypal|adyen|mollie|klarna|razorpay|braintree|shopify|plaid|twilio|sendgrid|mailgun)[^]*\/(?:callback|notify|notifications?|events?)\/?$/i;

export const check = defineCheck({
  id: 'webhook-not-idempotent',
  area: 'api-design',
  severity: 'high',
  confidence: 'plausible',
  phase: 'api-maturity',
  effort: 'medium',
  title: 'Webhook that is not idempotent',
  description:
    'Looks at routes in Python and JavaScript that other systems call (`webhook`, `hook`, `ipn` in the address, callbacks of payment providers), with the own functions that they lead to, two calls deep. (a) Rows are created, amounts added or messages sent, and nothing knows which events were handled; (b) the record of an event is written before the processing, outside of a transaction around both (or with errors caught inside), and a repetition is answered with success whatever the first outcome was; (c) errors of the processing are answered with success and kept nowhere. (d, medium) `POST` routes for payments, refunds, transfers that take no idempotency key. Routes that manage a list of webhooks are no webhooks. Consumers of queues, Go and Java, and whether an event id is unique in the database are not judged.',
  failureMode:
    'Senders of webhooks deliver at least once. The handler applies a repeated event again, or loses one whose first processing failed.',
  manifestation:
    'Customers are charged, credited or mailed twice after a time-out; after a short outage some paid orders stay unpaid for ever, although the provider shows the delivery as successful.',
  impact:
    'Money and orders disagree with the provider, and nothing in the logs says which events are missing. Repair is by hand.',
  remediation:
    'Insert the id of the event under a unique constraint in the same transaction as its effects, and let errors escape, so that the sender tries again.\n\n```python\n@transaction.atomic\ndef handle(event):\n    _, is_new = WebhookEvent.objects.get_or_create(event_id=event["id"])\n    if not is_new:\n        return  # the effects are there: they were committed together\n    apply(event)\n```',
  guardrail: {
    tests: 'the same event twice; an error on the first delivery',
    architecture: 'inbox table and one entry for all webhooks',
  },
  references: [
    {
      title: 'Stripe: handle duplicate events',
      url: 'https://docs.stripe.com/webhooks#handle-duplicate-events',
    },
    {
      title: 'CWE-799',
      url: 'https://cwe.mitre.org/data/definitions/799.html',
    },
  ],
  evaluate: async context => {
    const inbound = (await context.facts(webhooks)).webhooks.filter(isWebhook);
    const all = (await context.facts(handlers)).handlers;
    const events = all.filter(
      item =>
        /\.(?:py|[cm]?[jt]sx?)$/.test(item.body.path) &&
        item.route.method !== 'PUT' &&
        (CALLBACK.test(item.route.fullPath) ||
          (!managesHooks(item, all) &&
            inbound.some(
              hook =>
                hook.path === item.body.path && hook.line === item.body.line,
            ))) &&
        ['POST', '*'].includes(item.route.method),
    );
    const money = all.filter(
      item =>
        /\.(?:py|[cm]?[jt]sx?)$/.test(item.body.path) &&
        movesMoney(item) &&
        !events.includes(item),
    );
    if (!events.length && !money.length) {
      return noApplication(
        context,
        'No route takes news of other systems or moves money',
      );
    }
    const bad: Evidence[] = [];
    const good: Evidence[] = [];
    let held = 0;
    const seen = new Set<string>();
    for (const handler of [...events, ...money]) {
      const key = `${handler.body.path}:${handler.body.line}`;
      const codes = seen.has(key) ? [] : await reachedCode(context, handler);
      if (!codes.length) {
        continue;
      }
      seen.add(key);
      if (money.includes(handler)) {
        const found = withoutKey(handler, codes);
        bad.push(...(found ? [found] : []));
        held += found ? 0 : 1;
        continue;
      }
      const handling = judgeEvents(codes, routeName(handler.route));
      bad.push(...handling.bad);
      good.push(...(handling.good ? [handling.good] : []));
      held += handling.bad.length ? 0 : 1;
    }
    const places = inOrder(bad);
    if (places.length) {
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'place loses or repeats',
          'places lose or repeat',
        )} an event or payment: ${somePlaces(places)}`,
        evidence: places,
        share: held / seen.size,
        lookedFor: [
          'ids of events that are looked up or stored',
          'get_or_create, upsert, ON CONFLICT',
          'transactions around record and effects',
          'idempotency keys',
        ],
        ...(good.length ? { strengths: inOrder(good) } : {}),
      };
    }
    return {
      status: 'pass',
      summary: good.length
        ? `${count(
            good.length,
            'webhook knows',
            'webhooks know',
          )} events that come again`
        : 'No handler of events does something that must not happen twice',
      evidence: inOrder(good),
    };
  },
});

/** The address holds a list of webhooks that users keep: it is read there, or one of them can be changed or removed. */
function managesHooks(
  { route }: HandlerFact,
  all: readonly HandlerFact[],
): boolean {
  const own = route.fullPath.replace(/\/$/, '');
  return all.some(other => {
    const path = other.route.fullPath.replace(/\/$/, '');
    return (
      (path === own && other.route.method === 'GET') ||
      (path.startsWith(`${own}/{`) &&
        ['DELETE', 'PUT', 'PATCH', 'GET'].includes(other.route.method))
    );
  });
}
