import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { compose } from '../../../facts/compose/extract';
import { ComposePort, ComposeService } from '../../../facts/compose/schema';
import { datastores } from '../../../facts/datastores/extract';
import { Datastores } from '../../../facts/datastores/schema';
import { datastoreProduct } from '../../../facts/datastores/images';
import { resolveVariables } from '../../../facts/deployables/variables';
import { kubernetes } from '../../../facts/kubernetes/extract';
import { Kubernetes } from '../../../facts/kubernetes/schema';
import { terraform } from '../../../facts/terraform/extract';
import { count, inOrder } from '../../../judging/outcome';
import { openInCloud } from './cloud';
import { openConsole } from './consoles';

/** Databases in the browser that ask for the password of the database itself. */
const DATABASE_UI =
  /(?:^|\/)(?:adminer|phpmyadmin|sqlpad|cloudbeaver|nosqlclient)$/;
/** Ports at which datastores serve their own protocol or API, not a console with its own sign-in. */
const CONSOLE_PORTS = new Set(['15672', '9001']);

export const check = defineCheck({
  id: 'internal-service-exposed',
  area: 'deployment-and-operations',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Internal service reachable from outside',
  description:
    'Looks at published ports of Compose services, services of Kubernetes and Terraform resources: (1, medium) databases, caches and brokers published on all interfaces of the host, or sharing its network; (2) consoles for administrators (database browsers, queue dashboards, Grafana, Prometheus, Kibana and the like) published without a sign-in or with a default password; (3) `NodePort` and `LoadBalancer` services in front of datastores, security groups that open other ports than those of the web to everybody, public databases and buckets; (4, low) namespaces with workloads and without any `NetworkPolicy`. Ports bound to a loopback or private address are fine, `expose` publishes nothing. Files for development are judged with low severity, those for tests and pipelines not at all. Own applications without authentication and API documentation are not judged here.',
  failureMode:
    'Something that only neighbours should reach answers the network.',
  manifestation:
    'Docker opens the port past the firewall of the host; scanners find databases within hours.',
  impact:
    'Data is read, changed or held to ransom without touching the application; a console gives control over what it administers.',
  remediation:
    "Publish the port of the edge only. Services of one Compose project reach each other without any port.\n\n```yaml\nservices:\n  db:\n    image: postgres:17\n    # no ports; for a tool on the host:\n    ports: ['127.0.0.1:5432:5432']\n```\n\nPut consoles behind a sign-in and a loopback address or VPN; in Kubernetes use `ClusterIP` and a `NetworkPolicy` that denies by default.",
  guardrail: {
    linter: 'dclint, kube-linter (exposed-services), tfsec',
    tests: 'port scan of the running stack from another machine',
    ci: 'trivy config, checkov',
    architecture: 'private networks, default-deny policies, one edge',
  },
  references: [
    {
      title: 'Docker: published ports',
      url: 'https://docs.docker.com/engine/network/port-publishing/',
    },
    {
      title: 'Kubernetes: network policies',
      url: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    },
    {
      title: 'CWE-668: exposure of a resource to the wrong sphere',
      url: 'https://cwe.mitre.org/data/definitions/668.html',
    },
  ],
  async evaluate(context) {
    const { files, production } = await context.facts(compose);
    const cluster = await context.facts(kubernetes);
    const stores = await context.facts(datastores);
    const { resources } = await context.facts(terraform);
    const services = [
      ...production,
      ...files
        .filter(file => file.role === 'development')
        .flatMap(file => file.services)
        .concat(
          // Services of a production file that a profile marks.
          files
            .filter(file => file.role === 'production')
            .flatMap(file => file.services)
            .filter(service => service.role === 'development'),
        ),
    ];
    if (
      services.length === 0 &&
      cluster.objects.length === 0 &&
      resources.length === 0
    ) {
      return {
        status: 'not-applicable',
        summary: 'There are no deployment files',
        lookedFor: ['compose files', 'Kubernetes manifests', 'Terraform files'],
      };
    }
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const service of services) {
      judgeService(service, failing, good);
    }
    failing.push(...exposedInCluster(cluster, stores));
    failing.push(...withoutPolicy(cluster));
    failing.push(...openInCloud(resources));
    const places = inOrder(failing);
    if (places.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'internal thing is',
          'internal things are',
        )} open to the network: ${places
          .slice(0, 5)
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: places,
        strengths: inOrder(good),
      };
    }
    if (
      good.length === 0 &&
      cluster.templates.length > 0 &&
      production.length === 0
    ) {
      return {
        status: 'unknown',
        summary: `The Helm templates are not rendered: ${cluster.templates[0]}`,
      };
    }
    return {
      status: 'pass',
      summary: 'Deployment files publish nothing internal',
      evidence: inOrder(good),
    };
  },
});

/** Address a port is published at, `undefined` when it is not published. */
function addressOf(port: ComposePort): string | undefined {
  if (port.published === undefined && port.target === '') {
    return undefined;
  }
  return resolveVariables(port.hostIp ?? '0.0.0.0').text || '0.0.0.0';
}

function isPrivate(address: string): boolean {
  return (
    /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|localhost$|\[?::1\]?$|\[?f[cd])/i.test(
      address,
    ) ||
    // Bound to an address that the deployment gives.
    address.includes('$')
  );
}

function judgeService(
  service: ComposeService,
  failing: Evidence[],
  good: Evidence[],
): void {
  const milder =
    service.role === 'development' ? { severity: 'low' as const } : undefined;
  const product = service.image && datastoreProduct(service.image);
  if (product && service.networkMode?.text === 'host') {
    failing.push({
      path: service.networkMode.path,
      line: service.networkMode.line,
      subject: `${service.name}: host network`,
      severity: milder?.severity ?? 'medium',
      note: `${service.image!.repository} listens on every address of the host`,
    });
  }
  for (const port of service.ports) {
    const address = addressOf(port);
    if (address === undefined) {
      continue;
    }
    const target = resolveVariables(port.target).text;
    const at = {
      path: port.path,
      line: port.line,
      subject: `${service.name}: ${target}`,
    };
    const open = openConsole(service, target);
    const isStore = product !== undefined && !CONSOLE_PORTS.has(target);
    const isUi =
      service.image !== undefined && DATABASE_UI.test(service.image.repository);
    if (!open && !isStore && !isUi) {
      continue;
    }
    if (isPrivate(address)) {
      if (!milder) {
        good.push({
          ...at,
          note: `${service.name} is published at ${address} only`,
        });
      }
    } else if (open) {
      failing.push({
        ...at,
        ...milder,
        note: `a console published on all interfaces; ${open}`,
      });
    } else {
      failing.push({
        ...at,
        severity: milder?.severity ?? 'medium',
        ...(isUi ? { confidence: 'likely' as const } : {}),
        note: isUi
          ? 'a database browser published on all interfaces; only the password of the database protects it'
          : `${product!.id} published on all interfaces`,
      });
    }
  }
}

/** Services of a cluster that carry datastores to the outside. */
function exposedInCluster(
  cluster: Kubernetes,
  { datastores: stores }: Datastores,
): Evidence[] {
  return cluster.services.flatMap((service): Evidence[] => {
    const internal = service.annotations.some(
      ({ name, value }) =>
        /load-balancer.*(?:internal|scheme)/i.test(name) &&
        /^(?:true|internal|0\.0\.0\.0\/0)$/i.test(value),
    );
    if (
      !['NodePort', 'LoadBalancer'].includes(service.type) ||
      internal ||
      !['production', 'development'].includes(service.role)
    ) {
      return [];
    }
    const wanted = Object.entries(service.selector);
    const workload =
      wanted.length === 0
        ? undefined
        : cluster.workloads.find(({ labels }) =>
            wanted.every(([key, value]) => labels[key] === value),
          );
    const store =
      workload &&
      stores.find(
        item => item.path === workload.path && item.name === workload.name,
      );
    return store
      ? [
          {
            path: service.path,
            line: service.line,
            subject: `Service/${service.name}`,
            ...(service.role === 'production'
              ? {}
              : { severity: 'low' as const }),
            note: `${service.type} in front of ${store.product}`,
            related: [{ path: store.path, line: store.line, note: store.name }],
          },
        ]
      : [];
  });
}

/** Namespaces in which everything may talk to everything. */
function withoutPolicy(cluster: Kubernetes): Evidence[] {
  const covered = new Set(
    cluster.objects
      .filter(({ kind }) => /NetworkPolicy$/.test(kind))
      .map(({ namespace, kind }) =>
        kind.includes('Clusterwide') || kind.includes('Global')
          ? '*'
          : namespace ?? '',
      ),
  );
  const running = cluster.workloads.filter(
    ({ role, oneShot }) => role === 'production' && !oneShot,
  );
  // Policies of a chart or of another repository cannot be seen when most objects come from there.
  if (
    running.length === 0 ||
    covered.has('*') ||
    cluster.templates.length > 0
  ) {
    return [];
  }
  const namespaces = new Map<string, (typeof running)[number]>();
  for (const workload of running) {
    const name = workload.namespace ?? '';
    if (!namespaces.has(name)) {
      namespaces.set(name, workload);
    }
  }
  return [...namespaces]
    .filter(
      ([name]) => !covered.has(name) && !(covered.size > 0 && covered.has('')),
    )
    .map(([name, workload]) => ({
      path: workload.path,
      line: workload.line,
      severity: 'low' as const,
      confidence: 'likely' as const,
      subject: `namespace ${name || 'default'}: NetworkPolicy`,
      note: 'no NetworkPolicy of the tree covers this namespace: every pod of the cluster may connect',
    }));
}
