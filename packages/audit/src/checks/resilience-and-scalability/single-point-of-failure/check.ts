import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { ComposeService } from '../../../facts/compose/schema';
import { datastores } from '../../../facts/datastores/extract';
import { DatastoreFact } from '../../../facts/datastores/schema';
import { deployables } from '../../../facts/deployables/extract';
import { Deployables } from '../../../facts/deployables/schema';
import { kubernetes } from '../../../facts/kubernetes/extract';
import {
  Kubernetes,
  KubernetesWorkload,
} from '../../../facts/kubernetes/schema';
import { count, inOrder } from '../../../judging/outcome';

/** Images that run a store as a cluster, and options that make one of several. */
const CLUSTER_IMAGES =
  /patroni|spilo|repmgr|galera|pxc|stolon|redis-cluster|citus/;
const REPLICATION =
  /replset|replica|slave|standby|primary_conninfo|replication|wsrep|cluster|sentinel|quorum|initial-cluster|seed_hosts|\bjoin\b/i;
/** Objects of operators that run a store on several nodes. */
const OPERATED =
  /^(?:Cluster|PostgresCluster|postgresql|PerconaXtraDBCluster|PerconaServerMongoDB|MongoDBCommunity|MongoDB|InnoDBCluster|MariaDB|RedisFailover|RedisCluster|CrdbCluster|Elasticsearch|Kafka|RabbitmqCluster|EtcdCluster|Tenant)$/;
const AUTOSCALERS = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);
const REPLICATED_KINDS = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'Rollout',
  'DeploymentConfig',
]);
const PROXIES =
  /(?:^|\/)(?:nginx[\w-]*|traefik|caddy|haproxy|envoy[\w-]*|kong|apisix|openresty|swag|nginx-proxy-manager|pomerium|httpd)$/;

export const check = defineCheck({
  id: 'single-point-of-failure',
  area: 'resilience-and-scalability',
  severity: 'medium',
  confidence: 'likely',
  phase: 'production-hardening',
  effort: 'large',
  title: 'One of a kind: nothing takes over when it fails',
  description:
    'Looks at what production Compose files and Kubernetes manifests run: datastores of record that are one node (no replica set, standby, cluster or object of an operator), workloads with one replica and no autoscaler, and, as low, HTTP services of Compose that are published without a proxy or balancer in front of them. Managed databases appear only as addresses and are not judged, nor are caches, queues that may be empty, jobs and development files. Files that must survive on the disk of a container are not looked for.',
  failureMode: 'A part that everything needs exists once.',
  manifestation:
    'A node that restarts, a disk that fills or a roll-out that goes wrong takes the whole service down.',
  impact:
    'Every maintenance is an outage, and a lost disk is a restore instead of a switch.',
  remediation:
    'Run the database as a managed service or with a standby, and two or more replicas of everything else.\n\n```yaml\nspec:\n  replicas: 2\n---\nkind: PodDisruptionBudget\nspec: { minAvailable: 1 }\n```',
  guardrail: {
    linter: 'kube-linter (minimum-three-replicas, no-anti-affinity), polaris',
    tests: 'kill one instance in a test environment',
    architecture: 'managed databases, a platform with a balancer',
  },
  references: [
    {
      title: 'Kubernetes: disruptions',
      url: 'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
    },
    {
      title: 'PostgreSQL: high availability',
      url: 'https://www.postgresql.org/docs/current/high-availability.html',
    },
  ],
  evaluate: async context => {
    const facts = await context.facts(deployables);
    const objects = await context.facts(kubernetes);
    const kept = (await context.facts(datastores)).datastores.filter(
      ({ role }) => role === 'production',
    );
    const stores = kept.filter(({ cache, transient }) => !cache && !transient);
    const judged = [
      ...stores.map(store => judgeStore(store, facts, objects)),
      ...facts.workloads
        .filter(
          workload =>
            REPLICATED_KINDS.has(workload.kind) &&
            !workload.oneShot &&
            !kept.some(
              ({ name, path }) =>
                name === workload.name && path === workload.path,
            ),
        )
        .map(workload => judgeWorkload(workload, objects)),
      ...withoutBalancer(facts),
    ];
    if (judged.length === 0) {
      return facts.templates.length > 0
        ? {
            status: 'unknown',
            summary: `The Helm templates are not rendered: ${facts.templates[0]}`,
          }
        : {
            status: 'not-applicable',
            summary: 'No deployment files with something that must not fail',
            lookedFor: ['compose files', 'Kubernetes manifests'],
          };
    }
    const failing = judged
      .filter(({ ok }) => !ok)
      .map(({ evidence }) => evidence);
    const good = judged.filter(({ ok }) => ok).map(({ evidence }) => evidence);
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          judged.length,
          'part exists',
          'parts exist',
        )} once: ${failing
          .slice(0, 5)
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: inOrder(failing),
        share: good.length / judged.length,
        strengths: inOrder(good),
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        judged.length,
        'part exists',
        'parts exist',
      )} more than once`,
      evidence: inOrder(good),
    };
  },
});

interface Judged {
  ok: boolean;
  evidence: Evidence;
}

function judgeStore(
  store: DatastoreFact,
  facts: Deployables,
  { objects }: Kubernetes,
): Judged {
  const { name, product, path, line } = store;
  const place = { path, line, subject: name };
  if (store.source === 'kubernetes') {
    const workload = facts.workloads.find(
      item => item.name === name && item.path === path,
    );
    const several =
      (workload?.replicas ?? 1) > 1 ||
      objects.some(({ kind }) => OPERATED.test(kind));
    return {
      ok: several,
      evidence: {
        ...place,
        note: several
          ? `${product} runs on several nodes`
          : `this ${product} is one pod`,
      },
    };
  }
  const replicated = facts.services.some(
    ({ service }) => service.path === path && isReplicated(service, product),
  );
  return {
    ok: replicated,
    evidence: {
      ...place,
      note: replicated
        ? `${product} is replicated`
        : `this ${product} is one node, and nothing takes over`,
    },
  };
}

function isReplicated(service: ComposeService, product: string): boolean {
  const image = service.image?.repository ?? '';
  const words = [
    ...(service.command?.words ?? []),
    ...(service.entrypoint?.words ?? []),
    ...service.environment.map(({ name, value }) => `${name}=${value ?? ''}`),
  ].join(' ');
  return (
    CLUSTER_IMAGES.test(image) ||
    (image.includes(product.replace(/db$|sql$/, '')) && REPLICATION.test(words))
  );
}

function judgeWorkload(
  { kind, name, namespace, path, line, replicas }: KubernetesWorkload,
  { objects }: Kubernetes,
): Judged {
  const scaled = objects.some(
    item =>
      AUTOSCALERS.has(item.kind) &&
      item.namespace === namespace &&
      (item.name.includes(name) || name.includes(item.name)),
  );
  const several = (replicas ?? 1) > 1 || scaled;
  return {
    ok: several,
    evidence: {
      path,
      line,
      subject: `${kind}/${name}`,
      note: several
        ? `${kind}/${name} ${
            scaled ? 'is scaled automatically' : `has ${replicas} replicas`
          }`
        : `${kind}/${name} has one replica and no autoscaler`,
    },
  };
}

/** Services of Compose that are built here and published, with no proxy beside them. */
function withoutBalancer({ services, workloads }: Deployables): Judged[] {
  const isProxy = (repository: string | undefined) =>
    repository !== undefined && PROXIES.test(repository);
  const proxied =
    workloads.length > 0 ||
    services.some(
      ({ service, built }) =>
        isProxy(service.image?.repository) || isProxy(built?.base.repository),
    );
  return proxied
    ? []
    : services
        .filter(
          ({ service, built }) =>
            built && service.ports.length > 0 && !service.oneShot,
        )
        .map(({ service }) => ({
          ok: false,
          evidence: {
            path: service.path,
            line: service.line,
            subject: `${service.name}: balancer`,
            severity: 'low' as const,
            note: `${service.name} is published without a proxy or balancer in front of it`,
          },
        }));
}
