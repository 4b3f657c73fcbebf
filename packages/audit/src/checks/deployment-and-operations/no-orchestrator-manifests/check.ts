import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { compose } from '../../../facts/compose/extract';
import { deployables } from '../../../facts/deployables/extract';
import { roleOf } from '../../../facts/deployables/role';
import { inventory } from '../../../facts/inventory/extract';
import { InventoryFile } from '../../../facts/inventory/schema';
import { nameOf } from '../../../facts/manifests/names';
import { noApplication } from '../../../judging/noApplication';
import { count, inOrder } from '../../../judging/outcome';

interface PlatformFile {
  name: RegExp;
  /** Words of which one is in the text. */
  words?: RegExp;
  title: string;
}

/** Files that tell a platform what to run. */
const PLATFORMS: readonly PlatformFile[] = [
  { name: /^Chart\.yaml$/, title: 'Helm chart' },
  { name: /^kustomization\.ya?ml$/, title: 'Kustomize' },
  { name: /^fly(?:\.[\w-]+)?\.toml$/, title: 'Fly.io' },
  { name: /^render\.yaml$/, words: /^services:/m, title: 'Render' },
  {
    name: /^app(?:\.[\w-]+)?\.ya?ml$/,
    words: /^runtime:\s|^env:\s*flex/m,
    title: 'App Engine',
  },
  { name: /^Procfile$/, title: 'Procfile' },
  { name: /^app\.json$/, words: /"(?:formation|buildpacks)"/, title: 'Heroku' },
  { name: /^serverless\.(?:ya?ml|ts|js)$/, title: 'Serverless Framework' },
  {
    name: /^(?:template|sam)\.ya?ml$/,
    words: /AWS::/,
    title: 'CloudFormation',
  },
  {
    name: /^(?:vercel|netlify|railway|now)\.(?:json|toml)$/,
    title: 'platform file',
  },
  { name: /^wrangler\.(?:toml|jsonc?)$/, title: 'Cloudflare Workers' },
  { name: /^Pulumi\.ya?ml$/, title: 'Pulumi' },
  { name: /^cdk\.json$/, title: 'AWS CDK' },
  {
    name: /^(?:manifest)\.ya?ml$/,
    words: /^applications:/m,
    title: 'Cloud Foundry',
  },
  { name: /\.nomad(?:\.hcl)?$/, title: 'Nomad' },
  { name: /^copilot$|^(?:task-?def(?:inition)?)[\w.-]*\.json$/, title: 'ECS' },
  {
    name: /^(?:service|cloudrun)[\w.-]*\.ya?ml$/,
    words: /serving\.knative\.dev/,
    title: 'Cloud Run',
  },
  {
    name: /^captain-definition$|^dokku[\w.-]*$|^project\.toml$/,
    words: /schemaVersion|\[build\]/,
    title: 'platform file',
  },
  { name: /^deploy\.ya?ml$/, words: /^service:\s/m, title: 'Kamal' },
];
const TERRAFORM_RUNS =
  /resource\s+"(?:aws_ecs_service|aws_ecs_task_definition|aws_lambda_function|aws_apprunner_service|aws_elastic_beanstalk_environment|aws_instance|aws_autoscaling_group|google_cloud_run\w*|google_app_engine\w*|google_cloudfunctions\w*|google_compute_instance\w*|azurerm_container_app|azurerm_linux_web_app|azurerm_app_service|azurerm_kubernetes_cluster|azurerm_linux_virtual_machine|kubernetes_\w+|helm_release|digitalocean_app|digitalocean_droplet|hcloud_server|fly_app|heroku_app|nomad_job)"/;
/** Programs with which people run a Procfile on their own machine. */
const RUN_BY_HAND = /^#.*\b(?:goreman|foreman|honcho|overmind|hivemind)\b/m;
/** Annotations of entities that name the place of manifests. */
const ELSEWHERE =
  /backstage\.io\/kubernetes-(?:id|label-selector)|argocd\/app-(?:name|selector)/;

export const check = defineCheck({
  id: 'no-orchestrator-manifests',
  area: 'deployment-and-operations',
  severity: 'low',
  confidence: 'certain',
  phase: 'future-proofing',
  effort: 'large',
  title: 'Nothing tells a platform how to run the service',
  description:
    'Looks for a definition with which an orchestrator or platform runs the service: Kubernetes objects, Helm, Kustomize, stacks of Swarm, ECS, Nomad, Cloud Run, App Engine, Fly, Render, Heroku, Cloud Foundry, serverless frameworks, CDK, Pulumi, and Terraform for what runs. Plain Compose files and scripts are none, nor are YAML files with a `kind` that is no Kubernetes object (entities of the catalog), and samples in documents. An annotation of the entity that points to a deployment elsewhere makes the check not applicable.',
  failureMode:
    'How the service runs in production is known to whoever set it up.',
  manifestation:
    'A second environment, a second instance or a new server is set up by hand, a little different each time.',
  impact:
    'No failover, no scaling by a platform, and after the loss of the server nobody can say what ran there.',
  remediation:
    'Describe the service for the platform that your organisation runs, beginning with one workload, its probes and its limits.\n\n```yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\nspec:\n  replicas: 2\n  template:\n    spec:\n      containers:\n        - name: shop\n          image: registry.example.org/shop@sha256:…\n          readinessProbe: { httpGet: { path: /health/ready, port: 8080 } }\n```',
  guardrail: {
    linter: 'kube-linter, kubeconform',
    architecture: 'golden charts, a platform with templates',
  },
  references: [
    {
      title: 'Twelve-factor: processes',
      url: 'https://12factor.net/processes',
    },
    {
      title: 'Kubernetes: workloads',
      url: 'https://kubernetes.io/docs/concepts/workloads/',
    },
  ],
  evaluate: async context => {
    const facts = await context.facts(deployables);
    const { files } = await context.facts(inventory);
    const found = [
      ...facts.workloads.map(({ path, line, kind, name }) => ({
        path,
        line,
        note: `${kind}/${name}`,
      })),
      ...platformFiles(context, files),
      ...(await stacks(context)),
    ];
    if (found.length > 0) {
      return {
        status: 'pass',
        summary: `${count(found.length, 'definition')} for a platform`,
        evidence: inOrder(found).slice(0, 10),
      };
    }
    const images = facts.images.filter(
      ({ role, starts, listens }) => role === 'production' && starts && listens,
    );
    const apps = (await context.facts(applications)).applications.filter(
      ({ mountedIn, routes }) => mountedIn === undefined && routes.length > 0,
    );
    if (images.length + facts.services.length + apps.length === 0) {
      return noApplication(context, 'Nothing here is deployed as a service');
    }
    const elsewhere = files.find(
      ({ path }) =>
        /(?:^|\/)catalog-info\.ya?ml$/.test(path) &&
        ELSEWHERE.test(context.read(path) ?? ''),
    );
    if (elsewhere) {
      return {
        status: 'not-applicable',
        summary: `${elsewhere.path} points to a deployment elsewhere`,
      };
    }
    const evidence: Evidence[] = [
      ...facts.services
        .filter(({ built }) => built)
        .map(({ service }) => ({
          path: service.path,
          line: service.line,
          subject: service.name,
          note: `${service.name} runs by Compose only`,
        })),
      ...images
        .filter(({ usedBy }) => usedBy.length === 0)
        .map(({ path, image }) => ({
          path,
          line: image.line,
          subject: path,
          note: 'nothing says where and how this image runs',
        })),
    ];
    if (evidence.length === 0) {
      evidence.push(
        ...apps.map(({ path, line, part }) => ({
          path,
          line,
          subject: part || 'repository root',
          note: 'nothing says how this application is deployed',
        })),
      );
    }
    return {
      status: 'fail',
      summary: 'No manifest tells a platform how to run the service',
      evidence: inOrder(evidence),
      lookedFor: [
        'Kubernetes objects, Helm, Kustomize, Swarm stacks',
        ...new Set(PLATFORMS.map(({ title }) => title)),
        'Terraform for what runs',
      ],
    };
  },
});

function platformFiles(
  context: CheckContext,
  files: readonly InventoryFile[],
): Evidence[] {
  return files.flatMap(({ path, class: fileClass }): Evidence[] => {
    if (
      ['test', 'fixture', 'example', 'vendored', 'docs'].includes(fileClass) ||
      roleOf(path).role !== 'production'
    ) {
      return [];
    }
    const name = nameOf(path);
    if (name.endsWith('.tf')) {
      const match = TERRAFORM_RUNS.exec(context.read(path) ?? '');
      return match
        ? [
            {
              path,
              line: (context.read(path) ?? '').slice(0, match.index).split('\n')
                .length,
              note: match[0],
            },
          ]
        : [];
    }
    if (name === 'Procfile' && RUN_BY_HAND.test(context.read(path) ?? '')) {
      return [];
    }
    const platform = PLATFORMS.find(
      item =>
        item.name.test(name) &&
        (!item.words || item.words.test(context.read(path) ?? '')),
    );
    return platform ? [{ path, line: 1, note: platform.title }] : [];
  });
}

/** Compose files with settings that only Swarm reads. */
async function stacks(context: CheckContext): Promise<Evidence[]> {
  const { files } = await context.facts(compose);
  return files.flatMap(({ path }) => {
    const line = (context.read(path) ?? '')
      .split('\n')
      .findIndex(text =>
        /^\s+(?:placement|update_config|endpoint_mode):/.test(text),
      );
    return line >= 0 && roleOf(path).role === 'production'
      ? [{ path, line: line + 1, note: 'stack of Docker Swarm' }]
      : [];
  });
}
