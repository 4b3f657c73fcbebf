import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { roleOf } from '../deployables/role';
import { kubernetes } from '../kubernetes/extract';
import { terraform } from '../terraform/extract';
import { entriesOf, entryAt, itemsOf, textAt, valueAt } from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { YamlValue } from '../yaml/schema';
import { WatchFact } from './schema';

/** Objects of Kubernetes by kind. */
const OBJECTS: Readonly<Record<string, WatchFact['kind']>> = {
  PrometheusRule: 'rule',
  VMRule: 'rule',
  PrometheusServiceLevel: 'rule',
  ServiceLevelObjective: 'rule',
  AlertmanagerConfig: 'receiver',
  VMAlertmanagerConfig: 'receiver',
  GrafanaAlertRuleGroup: 'rule',
  GrafanaContactPoint: 'receiver',
  GrafanaDashboard: 'dashboard',
  DatadogMonitor: 'monitor',
  DatadogDashboard: 'dashboard',
  PagerDutyIntegration: 'receiver',
};
/** Resources of Terraform by their type. */
const RESOURCES: readonly [RegExp, WatchFact['kind']][] = [
  [
    /^(?:datadog_monitor|newrelic_(?:nrql_alert_condition|alert_\w+|synthetics_\w+)|aws_cloudwatch_(?:metric|composite)_alarm|google_monitoring_(?:alert_policy|uptime_check_config)|azurerm_monitor_(?:metric_alert|scheduled_query_rules_alert\w*|activity_log_alert)|statuscake_\w*(?:check|test)|uptimerobot_monitor|pingdom_check|betteruptime_monitor|checkly_check|honeycombio_trigger|dynatrace_alerting|sentry_(?:issue|metric)_alert)$/,
    'monitor',
  ],
  [/^grafana_rule_group$/, 'rule'],
  [
    /^(?:pagerduty_(?:service|escalation_policy|schedule|service_integration)|opsgenie_(?:team|api_integration|escalation|schedule)|grafana_(?:contact_point|notification_policy)|victorops_\w+|google_monitoring_notification_channel|azurerm_monitor_action_group)$/,
    'receiver',
  ],
  [
    /^(?:grafana_dashboard|datadog_dashboard(?:_json)?|aws_cloudwatch_dashboard|newrelic_one_dashboard(?:_json)?|google_monitoring_dashboard|azurerm_(?:portal|dashboard)_?\w*)$/,
    'dashboard',
  ],
];
/** Words of which every YAML file that matters holds one. */
const YAML_WORDS =
  /^[ \t]*-?[ \t]*alert:|receivers:|contactPoints:|AWS::CloudWatch::|^[ \t]*endpoints:|pagerduty\.com|opsgenie|grafana|victorops|newrelic|datadoghq|rootly|incident\.io|type:\s*dashboard|^\s*sites:/m;
/** Annotations of a catalog entity behind which somebody is woken. */
const ON_CALL =
  /^(?:pagerduty\.com\/|opsgenie\.com\/|victorops\.com\/|splunk\.com\/on-call|rootly\.com\/|incident\.io\/|ilert\.com\/|firehydrant\.com\/|pagertree\.com\/|grafana\/alert)/;
const DASHBOARD_ANNOTATION =
  /^(?:grafana\/dashboard|grafana\/tag-selector|datadoghq\.com\/dashboard|newrelic\.com\/dashboard)/;
const MAX_JSON = 2 * 1024 * 1024;

/**
 * Alert rules, receivers and dashboards as code: Prometheus, Alertmanager, Grafana, objects of Kubernetes, Terraform,
 * CloudFormation, uptime monitors, and annotations and links of catalog descriptors.
 *
 * @public
 */
export const alerting = defineExtractor<WatchFact[]>({
  id: 'alerting',
  extract: async context => {
    const found: WatchFact[] = [];
    const { objects } = await context.facts(kubernetes);
    for (const { kind, name, path, line, role } of objects) {
      if (role === 'production' && Object.hasOwn(OBJECTS, kind)) {
        found.push({
          kind: OBJECTS[kind],
          text: `${kind} ${name}`,
          path,
          line,
        });
      }
    }
    for (const { labels, path, line, role } of (await context.facts(terraform))
      .resources) {
      const rule = RESOURCES.find(([pattern]) => pattern.test(labels[0] ?? ''));
      if (rule && role === 'production') {
        found.push({ kind: rule[1], text: labels.join(' '), path, line });
      }
    }
    for (const { path, size } of context.tree.files) {
      if (/\.ya?ml$/i.test(path)) {
        found.push(...ofYaml(context, path));
      } else if (path.endsWith('.json') && size <= MAX_JSON) {
        found.push(...ofJson(context, path));
      } else if (/(?:^|\/)checkly\.config\.[cm]?[jt]s$/.test(path)) {
        found.push({ kind: 'monitor', text: 'Checkly', path, line: 1 });
      }
    }
    return [
      ...new Map(
        found.map(item => [`${item.path}:${item.line}:${item.kind}`, item]),
      ).values(),
    ].sort(
      (a, b) =>
        (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line,
    );
  },
});

function ofYaml({ tree }: ExtractContext, path: string): WatchFact[] {
  const text = tree.read(path) ?? '';
  if (!YAML_WORDS.test(text)) {
    return [];
  }
  const { documents, problem, heading } = parseYaml(text);
  if (problem || roleOf(path, heading).role !== 'production') {
    return [];
  }
  return documents.flatMap(document => [
    ...ofPrometheus(document, path),
    ...ofGrafana(document, path),
    ...ofCloudFormation(document, path),
    ...ofUptime(document, path),
    ...ofDescriptor(document, path),
  ]);
}

/** Rule files of Prometheus, Loki and Mimir, and the configuration of Alertmanager. */
function ofPrometheus(document: YamlValue, path: string): WatchFact[] {
  const found: WatchFact[] = [];
  for (const group of itemsOf(valueAt(document, 'groups'))) {
    const rule = itemsOf(valueAt(group, 'rules')).find(
      item => entryAt(item, 'alert') !== undefined,
    );
    if (rule) {
      found.push({
        kind: 'rule',
        text: `alert ${textAt(rule, 'alert')}`,
        path,
        line: rule.line,
      });
      break;
    }
  }
  const receivers = itemsOf(valueAt(document, 'receivers'));
  if (entryAt(document, 'route') && receivers.some(tellsSomebody)) {
    found.push({
      kind: 'receiver',
      text: 'receivers of Alertmanager',
      path,
      line: entryAt(document, 'receivers')!.line,
    });
  }
  return found;
}

/** A receiver with a name only tells nobody. */
function tellsSomebody(receiver: YamlValue): boolean {
  return entriesOf(receiver).some(({ key }) => /_configs$/.test(key));
}

/** Provisioning of Grafana's alerting. */
function ofGrafana(document: YamlValue, path: string): WatchFact[] {
  const found: WatchFact[] = [];
  const points = entryAt(document, 'contactPoints');
  if (points) {
    found.push({
      kind: 'receiver',
      text: 'contact points of Grafana',
      path,
      line: points.line,
    });
  }
  const group = itemsOf(valueAt(document, 'groups')).find(item =>
    itemsOf(valueAt(item, 'rules')).some(
      rule => entryAt(rule, 'condition') && entryAt(rule, 'title'),
    ),
  );
  if (group) {
    found.push({
      kind: 'rule',
      text: 'rules of Grafana',
      path,
      line: group.line,
    });
  }
  return found;
}

function ofCloudFormation(document: YamlValue, path: string): WatchFact[] {
  return entriesOf(valueAt(document, 'Resources')).flatMap(
    (entry): WatchFact[] => {
      const type = textAt(entry.value, 'Type');
      if (type === 'AWS::CloudWatch::Alarm') {
        return [
          {
            kind: 'monitor',
            text: `alarm ${entry.key}`,
            path,
            line: entry.line,
          },
        ];
      }
      return type === 'AWS::CloudWatch::Dashboard'
        ? [
            {
              kind: 'dashboard',
              text: `dashboard ${entry.key}`,
              path,
              line: entry.line,
            },
          ]
        : [];
    },
  );
}

/** Upptime, and Gatus with alerts. */
function ofUptime(document: YamlValue, path: string): WatchFact[] {
  if (/(?:^|\/)\.upptimerc\.ya?ml$/.test(path) && entryAt(document, 'sites')) {
    return [
      {
        kind: 'monitor',
        text: 'Upptime',
        path,
        line: entryAt(document, 'sites')!.line,
      },
    ];
  }
  const watched = itemsOf(valueAt(document, 'endpoints')).find(
    item => entryAt(item, 'alerts') && entryAt(item, 'conditions'),
  );
  return watched && entryAt(document, 'alerting')
    ? [{ kind: 'monitor', text: 'Gatus', path, line: watched.line }]
    : [];
}

/** Annotations and links of catalog descriptors. */
function ofDescriptor(document: YamlValue, path: string): WatchFact[] {
  if (!textAt(document, 'apiVersion')?.startsWith('backstage.io/')) {
    return [];
  }
  const found: WatchFact[] = entriesOf(
    valueAt(document, 'metadata', 'annotations'),
  ).flatMap(({ key, line }): WatchFact[] => {
    if (ON_CALL.test(key)) {
      return [{ kind: 'monitor', text: key, path, line }];
    }
    return DASHBOARD_ANNOTATION.test(key)
      ? [{ kind: 'dashboard', text: key, path, line }]
      : [];
  });
  const link = itemsOf(valueAt(document, 'metadata', 'links')).find(
    item =>
      textAt(item, 'type') === 'dashboard' ||
      /dashboard|grafana|datadog|kibana/i.test(
        `${textAt(item, 'title')} ${textAt(item, 'icon')}`,
      ),
  );
  return link
    ? [
        ...found,
        {
          kind: 'dashboard',
          text: 'link to a dashboard',
          path,
          line: link.line,
        },
      ]
    : found;
}

/** Dashboards of Grafana, monitors of Datadog. */
function ofJson({ tree }: ExtractContext, path: string): WatchFact[] {
  const text = tree.read(path) ?? '';
  if (
    text.includes('"panels"') &&
    text.includes('"schemaVersion"') &&
    roleOf(path).role === 'production'
  ) {
    return [{ kind: 'dashboard', text: 'dashboard of Grafana', path, line: 1 }];
  }
  return /"type"\s*:\s*"(?:metric|query|service check) alert"/.test(text) &&
    text.includes('"query"')
    ? [{ kind: 'monitor', text: 'monitor of Datadog', path, line: 1 }]
    : [];
}
