import { extractFacts } from '../../testing/extractFacts';
import { alerting } from './extract';

describe('alerting', () => {
  it('reads rules, receivers, monitors and dashboards', async () => {
    const { facts } = await extractFacts(alerting, {
      'deploy/rules.yaml':
        'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: shop }\n',
      'monitoring/loki.yml':
        'groups:\n  - name: a\n    rules:\n      - alert: Errors\n        expr: x\n',
      'monitoring/alertmanager.yml':
        'route: { receiver: a }\nreceivers:\n  - name: a\n',
      'infra/main.tf': 'resource "aws_cloudwatch_metric_alarm" "cpu" {\n}\n',
      'dashboards/shop.json': '{ "panels": [], "schemaVersion": 39 }',
      'docs/alerts.yml': 'groups:\n  - rules:\n      - alert: Example\n',
    });
    expect(facts.map(({ kind, path, line }) => [kind, path, line])).toEqual([
      ['dashboard', 'dashboards/shop.json', 1],
      ['rule', 'deploy/rules.yaml', 2],
      ['monitor', 'infra/main.tf', 1],
      ['rule', 'monitoring/loki.yml', 4],
    ]);
  });
});
