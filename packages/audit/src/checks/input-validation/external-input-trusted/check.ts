import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { isWebhook, webhooks } from '../../../facts/flow/webhooks';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'external-input-trusted',
  area: 'input-validation',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'Input of another system trusted',
  description:
    'Looks at routes that other systems call (`webhook`, `hook`, `ipn` in the address) and asks for a check of the sender: `construct_event`, an HMAC, a comparison with a shared secret, `svix`, in the handler, in what it calls (two calls deep), in a decorator or in a guard of the route. In handlers for webhooks and single sign-on written in Python it also finds arithmetic on fields and indexing of results that may be empty, outside of `try`. Addresses that say nothing of a webhook, queue messages, answers of language models and the order of check and effect are not judged.',
  failureMode:
    'The handler acts on what it is told, and nothing shows that the sender is who it claims to be or that the fields are there.',
  manifestation:
    'A hand-made POST marks an order as paid; a payload without the expected field ends in a 500 that the sender repeats for days.',
  impact:
    'Whoever knows or guesses the address triggers payments, deliveries, sign-ins and deletions.',
  remediation:
    'Verify the signature over the raw body first, then parse with a schema, and answer unknown events with 2xx.\n\n```python\nraw = await request.body()\nexpected = hmac.new(SECRET, raw, "sha256").hexdigest()\nif not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):\n    raise HTTPException(401)\nevent = Event.model_validate_json(raw)\n```',
  guardrail: {
    linter: 'semgrep rule for handlers of webhooks',
    tests: 'a request without or with a wrong signature answers 401',
    ci: 'semgrep',
    architecture: 'one entry for webhooks that verifies before it dispatches',
  },
  references: [
    {
      title: 'CWE-345',
      url: 'https://cwe.mitre.org/data/definitions/345.html',
    },
    {
      title: 'Stripe: verify webhook signatures',
      url: 'https://docs.stripe.com/webhooks/signature',
    },
  ],
  evaluate: judged(
    { containing: ['webhook', 'hooks', 'Webhook'] },
    async context => {
      const all = (await context.facts(webhooks)).webhooks;
      const inbound = all.filter(isWebhook);
      const evidence: Evidence[] = [];
      const good: Evidence[] = [];
      for (const item of inbound) {
        const subject = `${item.method} ${item.fullPath}`;
        if (item.verified) {
          good.push({
            path: item.verified.path,
            line: item.verified.line,
            subject,
            note: `verifies the sender: ${item.verified.text}`,
          });
        } else if (!item.guarded) {
          evidence.push({
            path: item.path,
            line: item.line,
            subject,
            note: 'acts without a check of signature or shared secret',
          });
        }
      }
      for (const item of all) {
        for (const place of item.unchecked) {
          evidence.push({
            path: place.path,
            line: place.line,
            subject: `${item.method} ${item.fullPath}: ${place.text}`,
            severity: 'medium',
            note: `\`${place.text}\` fails when the field is missing or empty`,
          });
        }
      }
      const places = inOrder(evidence);
      const held = inOrder(good);
      if (places.length) {
        return {
          status: 'fail',
          summary: `${count(
            places.length,
            'place trusts',
            'places trust',
          )} what another system sends: ${somePlaces(places)}`,
          evidence: places,
          lookedFor: [
            'construct_event',
            'HMAC',
            'compare_digest',
            'timingSafeEqual',
            'svix',
            'comparison with a secret',
          ],
          ...(held.length ? { strengths: held } : {}),
        };
      }
      if (held.length) {
        return {
          status: 'pass',
          summary: `${count(
            held.length,
            'webhook verifies',
            'webhooks verify',
          )} the sender`,
          evidence: held,
        };
      }
      return all.length
        ? {
            status: 'pass',
            summary: 'Routes for other systems ask who is calling',
          }
        : {
            status: 'not-applicable',
            summary: 'No route is called by another system with news',
          };
    },
  ),
});
