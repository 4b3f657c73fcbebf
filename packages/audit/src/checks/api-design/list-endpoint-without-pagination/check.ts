import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { RouteFact } from '../../../facts/applications/schema';
import { databaseQueries } from '../../../facts/database/queries';
import { handlers } from '../../../facts/handlers/extract';
import { HandlerFact } from '../../../facts/handlers/schema';
import { noApplication } from '../../../judging/noApplication';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { Code, reachedCode } from '../../../judging/reach';
import { routeName, segmentsOf } from '../../../judging/routes';
import { isBounded, unlimitedLimit } from './bounds';
import { manyRead, readsRows } from '../../../judging/manyReads';
import { judgeRestList, restDefaults } from './rest';

/** Few by nature, whoever asks. */
const FEW =
  /^(?:roles?|permissions?|scopes|types?|status(?:es)?|states|languages|locales|countries|currencies|timezones|time-zones|units|enums?|options|settings|config\w*|preferences|plugins|themes|features?|flags|versions?|providers|plans|sessions|devices|api-?keys|keys|tokens|menu|navigation|regions|formats|levels|kinds|tags|labels|backends|integrations|stats|statistics|summary|metrics)$/;

class Judgement {
  readonly bad: Evidence[] = [];
  readonly good: Evidence[] = [];
  held = 0;
  private readonly rest = new Set<string>();

  constructor(private readonly context: CheckContext) {}

  async restLists() {
    const { applications: apps } = await this.context.facts(applications);
    for (const app of apps.filter(item => item.framework === 'django')) {
      const lists = app.routes.filter(
        route =>
          route.method === 'GET' &&
          (route.list || /\.list$/.test(route.handler ?? '')),
      );
      const defaults = lists.length
        ? await restDefaults(this.context, app)
        : {};
      const seen = new Set<string>();
      for (const route of lists) {
        if (seen.has(route.handler ?? '')) {
          continue;
        }
        seen.add(route.handler ?? '');
        const found = await judgeRestList(this.context, route, defaults);
        if (found) {
          this.rest.add(routeName(route));
          this.take(found.bad && this.milder(route, found.bad), found.good);
        }
      }
    }
  }

  async otherLists() {
    const queries = await this.context.facts(databaseQueries);
    const seen = new Set<string>();
    for (const handler of (await this.context.facts(handlers)).handlers) {
      const key = `${handler.body.path}:${handler.body.line}`;
      if (
        !answersData(handler) ||
        seen.has(key) ||
        this.rest.has(routeName(handler.route))
      ) {
        continue;
      }
      seen.add(key);
      const codes = await reachedCode(this.context, handler);
      if (!codes.length || !isList(handler, codes[0])) {
        continue;
      }
      const read = codes.map(code => manyRead(code, queries)).find(Boolean);
      const unlimited = unlimitedLimit(handler, codes);
      if (unlimited) {
        this.take(this.milder(handler.route, unlimited));
      } else if (await isBounded(this.context, handler, codes)) {
        if (
          read ||
          handler.route.list ||
          codes.some(code => readsRows(code, queries))
        ) {
          this.take();
        }
      } else if (read) {
        this.take(
          this.milder(handler.route, {
            path: handler.body.path,
            line: handler.body.line,
            subject: routeName(handler.route),
            note: `answers all rows of \`${read.text}\``,
            related: [{ path: read.path, line: read.line }],
          }),
        );
      }
    }
  }

  private take(bad?: Evidence, good?: Evidence) {
    if (bad) {
      this.bad.push(bad);
    } else {
      this.held += 1;
      this.good.push(...(good ? [good] : []));
    }
  }

  private milder(route: RouteFact, evidence: Evidence): Evidence {
    const fixed = segmentsOf(route.fullPath).filter(
      item => !item.startsWith('{'),
    );
    return FEW.test(fixed[fixed.length - 1] ?? '') ||
      fixed.some(item => item === 'me' || item === 'admin-config')
      ? { ...evidence, severity: 'low' }
      : evidence;
  }
}

export const check = defineCheck({
  id: 'list-endpoint-without-pagination',
  area: 'api-design',
  severity: 'medium',
  confidence: 'likely',
  phase: 'api-maturity',
  effort: 'medium',
  title: 'List endpoint without pagination',
  description:
    'Looks at `GET` routes that answer data: lists of Django REST framework with their paginator, its default and its page size; handlers of other frameworks whose query, itself or up to two calls deep, reads many rows. Fails (a) when nothing on the way limits them: no limit, page, cursor or slice, no paginator; `pagination_class = None`; an own `list` past the paginator; (b) a limit of a FastAPI route without a maximum. Lists that are short by nature (roles, settings, the own sessions) are low. Pages of HTML, routes whose query was not found, limits without a maximum in other frameworks, and lists that take neither filter nor order are not judged.',
  failureMode:
    'The answer holds every row that there is, and grows with the data.',
  manifestation:
    'The endpoint is fast in the demo, takes seconds after a year, and then runs into the time limit of the proxy or the memory of the worker.',
  impact:
    'One caller with much data, or one who means harm, slows down or stops the service for everybody.',
  remediation:
    'Give every list the same parameters with a maximum, and the query an order and a limit.\n\n```python\n@router.get("/orders")\ndef orders(limit: int = Query(50, le=200), after: int = 0, db: Session = Depends(get_db)):\n    query = select(Order).where(Order.id > after).order_by(Order.id).limit(limit)\n    return db.scalars(query).all()\n```\n\nIn Django REST framework: `DEFAULT_PAGINATION_CLASS` **and** `PAGE_SIZE`.',
  guardrail: {
    linter: 'spectral: paginated collections',
    tests: 'contract tests with more rows than a page',
    architecture: 'one paginator for all lists',
  },
  references: [
    {
      title: 'OWASP API4:2023 Unrestricted Resource Consumption',
      url: 'https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/',
    },
    {
      title: 'CWE-770',
      url: 'https://cwe.mitre.org/data/definitions/770.html',
    },
  ],
  evaluate: async context => {
    const judgement = new Judgement(context);
    await judgement.restLists();
    await judgement.otherLists();
    const bad = inOrder(judgement.bad);
    const good = inOrder(judgement.good);
    if (bad.length) {
      return {
        status: 'fail',
        summary: `${count(
          bad.length,
          'list answers',
          'lists answer',
        )} as many rows as there are: ${somePlaces(bad)}`,
        evidence: bad,
        share: judgement.held / (judgement.held + bad.length),
        lookedFor: [
          'limit, page, cursor, offset, slice in handlers and the queries that they lead to',
          'default paginators and page sizes',
        ],
        ...(good.length ? { strengths: good } : {}),
      };
    }
    return judgement.held
      ? {
          status: 'pass',
          summary: `${count(
            judgement.held,
            'list is paginated or limited',
            'lists are paginated or limited',
          )}`,
          evidence: good,
        }
      : noApplication(context, 'No route that answers a list was found');
  },
});

/** A reading route that is not for one element. */
function answersData({ route }: HandlerFact): boolean {
  const last = segmentsOf(route.fullPath).pop() ?? '';
  return (
    route.method === 'GET' &&
    !last.startsWith('{') &&
    !last.startsWith(':') &&
    !/(?:export|download|report|csv|xlsx?|pdf|feed|rss|sitemap)/i.test(last)
  );
}

const SERIALISES =
  /many\s*=\s*True|safe\s*=\s*False|\bjsonify\(\s*\[|\bjsonify\(\s*(?:\w+\s*=\s*)?\[|return\s+\[|["']?\w+["']?\s*[:=]\s*\[[^\]]*\bfor\b|\.map\(/;
const ANSWERS_JSON =
  /\b(?:res|response|reply)\s*(?:\.status\(\s*\d+\s*\)\s*)?\.(?:json|send)\(|NextResponse\.json|Response\.json|jsonify\(|JsonResponse\(|\bResponse\(/;
const ANSWERS_PAGE = /\brender(?:_template)?\(|\.render\(|TemplateResponse\(/;

/** Whether the handler answers a collection as data. */
function isList({ route, framework }: HandlerFact, code: Code): boolean {
  if (ANSWERS_PAGE.test(code.text)) {
    return false;
  }
  if (route.list && framework !== 'express') {
    return true;
  }
  return ['flask', 'django'].includes(framework)
    ? SERIALISES.test(code.text) && ANSWERS_JSON.test(code.text)
    : // What a handler of NestJS returns is the answer.
      (framework === 'nestjs' || ANSWERS_JSON.test(code.text)) &&
        isPlural(route);
}

/** The last part of the address names several things. */
function isPlural(route: RouteFact): boolean {
  const last = segmentsOf(route.fullPath).pop() ?? '';
  return (
    /(?:s|list|all|history|people|children|data)$/i.test(last) &&
    !/ss$|status$/.test(last)
  );
}
