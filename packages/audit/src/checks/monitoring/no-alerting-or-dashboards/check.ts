import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { alerting } from '../../../facts/alerting/extract';
import { WatchFact } from '../../../facts/alerting/schema';
import { applications } from '../../../facts/applications/extract';
import { deployables } from '../../../facts/deployables/extract';
import { kubernetes } from '../../../facts/kubernetes/extract';
import { processes } from '../../../facts/processes/extract';

export const check = defineCheck({
  id: 'no-alerting-or-dashboards',
  area: 'monitoring',
  severity: 'medium',
  confidence: 'likely',
  phase: 'observability',
  effort: 'medium',
  title: 'Nobody is told, nothing is shown',
  description:
    'Looks in the tree and its catalog descriptors for something that can wake somebody – rules of Prometheus, Loki or Grafana **with** a receiver or route, `PrometheusRule` with `AlertmanagerConfig`, monitors and alarms in Terraform or CloudFormation, uptime monitors, an on-call annotation such as `pagerduty.com/service-id` – and (low) for dashboards as code or a link to one. Rules without any receiver are half: that somebody else routes them cannot be seen. Documents with thresholds, chat libraries and error trackers are no alerting; pages of the product itself are no operations dashboards. What is set up by hand in a monitoring service leaves no trace here unless the descriptor names it.',
  failureMode: 'The figures exist, and nothing looks at them.',
  manifestation:
    'Outages are reported by users; at night nobody knows, and in the morning nobody can see since when.',
  impact:
    'Every incident lasts as long as it takes somebody to notice it by chance.',
  remediation:
    'Keep rules and routes beside the code, and name the on-call service in the descriptor.\n\n```yaml\ngroups:\n  - name: shop\n    rules:\n      - alert: ShopErrors\n        expr: sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.02\n        for: 10m\n        labels: { severity: page }\n        annotations: { runbook_url: https://runbooks.example/shop#errors }\n```\n\n```yaml\nmetadata:\n  annotations:\n    pagerduty.com/service-id: P0SHOP\n    grafana/dashboard-selector: shop\n```',
  guardrail: {
    tests: 'promtool test rules',
    ci: 'promtool check rules, amtool check-config',
    architecture: 'rules and dashboards in the service template',
  },
  references: [
    {
      title: 'Prometheus: alerting rules',
      url: 'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/',
    },
    {
      title: 'Google SRE: alerting on SLOs',
      url: 'https://sre.google/workbook/alerting-on-slos/',
    },
  ],
  evaluate: async context => {
    const facts = await context.facts(deployables);
    const { processes: running } = await context.facts(processes);
    const apps = (await context.facts(applications)).applications;
    const shipped =
      facts.services.length +
      facts.workloads.length +
      facts.images.filter(({ starts, role }) => starts && role === 'production')
        .length;
    const serving = running.some(({ kind }) => kind !== 'job');
    if (!serving && apps.length === 0 && shipped === 0) {
      return {
        status: 'not-applicable',
        summary: 'Nothing of this tree runs as a service',
      };
    }
    const found = await context.facts(alerting);
    const of = (...kinds: WatchFact['kind'][]) =>
      found.find(({ kind }) => kinds.includes(kind));
    const monitor = of('monitor');
    const rule = of('rule');
    const receiver = of('receiver');
    const dashboard = of('dashboard');
    const good: Evidence[] = [];
    const failing: Evidence[] = [];
    const strength = ({ path, line, text }: WatchFact) =>
      good.push({ path, line, note: text });
    const alerts = monitor ?? (rule && receiver ? rule : undefined);
    if (alerts) {
      strength(alerts);
    } else if (rule) {
      failing.push({
        path: rule.path,
        line: rule.line,
        subject: 'receiver',
        severity: 'low',
        note: `${rule.text} has no receiver or route in the tree; somebody else has to route it`,
      });
    } else {
      failing.push({
        subject: 'alerting',
        note: 'nothing in the tree or its descriptors can wake somebody',
      });
    }
    if (dashboard) {
      strength(dashboard);
    } else {
      failing.push({
        subject: 'dashboards',
        severity: 'low',
        note: 'no dashboard as code and no link to one',
      });
    }
    if (failing.length === 0) {
      return {
        status: 'pass',
        summary: 'Alerts reach somebody, and there are dashboards',
        evidence: good,
      };
    }
    const { templates } = await context.facts(kubernetes);
    const half = rule ? 1 / 3 : 0;
    const shareOfAlerts = alerts ? 2 / 3 : half;
    return {
      status: 'fail',
      summary: failing.map(({ note }) => note).join('; '),
      ...(templates.length > 0 ? { confidence: 'plausible' as const } : {}),
      evidence: failing,
      strengths: good,
      share: shareOfAlerts + (dashboard ? 1 / 3 : 0),
      lookedFor: [
        'alert rules of Prometheus, Loki, Grafana; PrometheusRule, VMRule',
        'receivers of Alertmanager, contact points, PagerDuty, Opsgenie',
        'monitors and alarms in Terraform and CloudFormation, uptime monitors',
        'annotations pagerduty.com/…, opsgenie.com/…, grafana/…',
        'dashboards of Grafana as JSON, links of type dashboard',
      ],
    };
  },
});
