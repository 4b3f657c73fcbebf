import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { applications } from '../../../facts/applications/extract';
import { handlers } from '../../../facts/handlers/extract';
import { noApplication } from '../../../judging/noApplication';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { reachedCode } from '../../../judging/reach';
import { looseWrite, TRANSACTION } from './writes';

export const check = defineCheck({
  id: 'multi-write-without-transaction',
  area: 'data-layer',
  severity: 'medium',
  confidence: 'plausible',
  phase: 'api-maturity',
  effort: 'medium',
  title: 'Several writes without a transaction',
  description:
    'Looks at handlers in Python and JavaScript and at the own functions that they lead to, two calls deep: a function writes to two different things of a relational store, one after the other, and neither it, its decorators nor the handler before it opens a transaction (`atomic`, `ATOMIC_REQUESTS`, `begin`, `$transaction`, `queryRunner` …). What a session collects for one commit is one write; writes in different branches, logs, audit rows, tokens and sessions do not count. Writes that are spread over several functions, several commits of one session, document stores, Go and Java, and calls of other systems inside a transaction are not judged.',
  failureMode:
    'Each write is committed for itself. When the second one fails, the first one stays.',
  manifestation:
    'A customer without an account, an order without its items, a refund that is booked and not paid; only after errors and restarts.',
  impact:
    'The data contradicts itself, retries make it worse, and repair is by hand.',
  remediation:
    'Put one transaction around the use case, and let effects on other systems follow through an outbox.\n\n```python\nwith transaction.atomic():\n    firm = Firm.objects.create(name=name)\n    Membership.objects.create(firm=firm, user=user, role="owner")\n```',
  guardrail: {
    tests: 'the second write fails: nothing of the first one stays',
    architecture: 'unit of work around each use case',
  },
  references: [
    {
      title: 'Django: database transactions',
      url: 'https://docs.djangoproject.com/en/stable/topics/db/transactions/',
    },
    {
      title: 'CWE-662: improper synchronization',
      url: 'https://cwe.mitre.org/data/definitions/662.html',
    },
  ],
  evaluate: async context => {
    const apps = (await context.facts(applications)).applications;
    const atomic = new Map(
      apps.flatMap(app => {
        const setting = app.settings.find(item => item.name === 'DATABASES');
        return setting &&
          /ATOMIC_REQUESTS["']?\s*[:=]\s*(?!False)/.test(setting.text)
          ? [[app.id, { path: setting.path, line: setting.line }] as const]
          : [];
      }),
    );
    const bad: Evidence[] = [];
    const good: Evidence[] = [];
    const seen = new Set<string>();
    for (const handler of (await context.facts(handlers)).handlers) {
      if (!/\.(?:py|[cm]?[jt]s)$/.test(handler.body.path)) {
        continue;
      }
      const codes = await reachedCode(context, handler);
      const isAround = (text: string) => TRANSACTION.test(text);
      const outer =
        codes[0] &&
        [
          codes[0].text,
          ...codes[0].fn.decorators,
          ...handler.route.guards,
        ].some(isAround);
      for (const code of codes) {
        const key = `${code.span.path}:${code.span.line}`;
        const write = seen.has(key) ? undefined : looseWrite(code);
        seen.add(key);
        if (!write) {
          continue;
        }
        const place = {
          path: write.path,
          line: write.line,
          subject: code.fn.name,
        };
        const setting = atomic.get(handler.application);
        if (
          outer ||
          setting ||
          [code.text, ...code.fn.decorators].some(isAround)
        ) {
          good.push({ ...place, note: 'several writes in one transaction' });
        } else {
          bad.push({
            ...place,
            note: `\`${write.callee
              .replace(/\s+/g, '')
              .slice(-60)}\` may fail after something else was written`,
            related: [{ path: code.span.path, line: code.span.line }],
          });
        }
      }
    }
    const places = inOrder(bad);
    const held = inOrder(good);
    if (places.length) {
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'function writes',
          'functions write',
        )} several things without a transaction: ${somePlaces(places)}`,
        evidence: places,
        share: held.length / (held.length + places.length),
        ...(held.length ? { strengths: held } : {}),
      };
    }
    return held.length
      ? {
          status: 'pass',
          summary: 'Functions with several writes have a transaction',
          evidence: held,
        }
      : noApplication(context, 'No handler writes several things');
  },
});
