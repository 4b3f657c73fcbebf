import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { compose } from '../../../facts/compose/extract';
import { ComposeService } from '../../../facts/compose/schema';
import { resolveVariables } from '../../../facts/deployables/variables';
import { dockerfiles } from '../../../facts/dockerfiles/extract';
import { DockerfileFact } from '../../../facts/dockerfiles/schema';
import { kubernetes } from '../../../facts/kubernetes/extract';
import {
  isPlaceholder,
  isSecretName,
} from '../../../facts/settings/secretNames';
import { workflows } from '../../../facts/workflows/extract';
import { CiVariable, Workflow } from '../../../facts/workflows/schema';
import { count, inOrder, somePlaces } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'credentials-in-deployment-files',
  area: 'secrets-and-credentials',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Credential written into a deployment file',
  description:
    'Looks at what deployment files give to containers and pipelines: environment values and build arguments of Compose services (anchors, merges and `${NAME:-default}` followed), `ENV`, `ARG` and copied `.env` files of Dockerfiles, Kubernetes secrets and environment values, values of Helm charts, variables of workflows. A value counts when the name is the one of a secret, or when it is an address with a password, and when it is neither empty, nor a placeholder, nor taken from elsewhere. Throw-away databases of tests and pipelines do not count; in files for development, and where only other containers can reach the service, it is milder.',
  failureMode: 'A working credential stands in the repository.',
  manifestation:
    'Everybody with a copy of the repository, its history or the image can sign in; the same password runs in every installation that nobody changed.',
  impact:
    'A leak of the source is a leak of the data, and the credential cannot be changed without a commit.',
  remediation:
    'Take the value from the environment or a secret store, without a default, and change the credential that was exposed.\n\n```yaml\nenvironment:\n  POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}\n```\n\nIn Kubernetes use External Secrets, sealed secrets or SOPS; in builds use secret mounts (`RUN --mount=type=secret`).',
  guardrail: {
    linter: 'gitleaks as a hook',
    ci: 'gitleaks, trufflehog, trivy config',
    architecture: 'secret manager, External Secrets',
  },
  references: [
    {
      title: 'CWE-798',
      url: 'https://cwe.mitre.org/data/definitions/798.html',
    },
    {
      title: 'The Twelve-Factor App: Config',
      url: 'https://12factor.net/config',
    },
    {
      title: 'OWASP Secrets Management Cheat Sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    },
  ],
  async evaluate(context) {
    const { files } = await context.facts(compose);
    const images = (await context.facts(dockerfiles)).dockerfiles;
    const objects = await context.facts(kubernetes);
    const pipelines = (await context.facts(workflows)).workflows.filter(
      ({ active }) => active,
    );
    const any =
      files.length +
      images.length +
      objects.objects.length +
      objects.helmValues.length +
      pipelines.length;
    if (any === 0) {
      return {
        status: 'not-applicable',
        summary: 'There are no deployment files',
        lookedFor: [
          'compose files',
          'Dockerfiles',
          'Kubernetes manifests',
          'Helm values',
          'workflows',
        ],
      };
    }
    const evidence = inOrder([
      ...byPlace(files.flatMap(file => ofCompose(file.services))),
      ...images
        .filter(({ role }) => role === 'production')
        .flatMap(ofDockerfile),
      ...(await ofKubernetes(context)),
      ...pipelines.flatMap(ofWorkflow),
    ]);
    if (evidence.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          evidence.length,
          'credential stands',
          'credentials stand',
        )} in deployment files: ${somePlaces(evidence)}`,
        evidence,
      };
    }
    return {
      status: 'pass',
      summary: 'Deployment files take their credentials from elsewhere',
      evidence: inOrder(
        files
          .flatMap(file => file.services)
          .filter(({ role }) => role === 'production')
          .flatMap(service => service.environment)
          .filter(
            ({ name, value }) => isSecretName(name) && value?.startsWith('${'),
          )
          .map(({ name, path, line }) => ({
            path,
            line,
            note: `${name} comes from the environment`,
          })),
      ),
    };
  },
});

/** One value that an anchor gives to several services is one finding. */
function byPlace(evidence: readonly Evidence[]): Evidence[] {
  const found = new Map<string, Evidence>();
  for (const item of evidence) {
    const key = `${item.path}:${item.line}:${item.subject?.split(' ').pop()}`;
    const known = found.get(key);
    if (!known || (known.severity && !item.severity)) {
      found.set(key, known ? { ...item, subject: known.subject } : item);
    }
  }
  return [...found.values()];
}

/** Never the value itself: the place is shown with its name only. */
function place(
  path: string,
  line: number,
  subject: string,
  note: string,
  severity?: Severity,
): Evidence {
  return {
    path,
    line,
    subject,
    note,
    snippet: `${subject.slice(subject.lastIndexOf(' ') + 1)}: …`,
    ...(severity ? { severity } : {}),
  };
}

/** Values of secret names that are no secrets: switches, paths, addresses without a password. */
const HARMLESS_VALUE =
  /^(?:true|false|yes|no|on|off|none|null|disabled?|enabled?|\d{1,4}|\.{0,2}\/\S*|\/run\/secrets\/\S*|file:\S+|https?:\/\/[^\s@]*)$/i;

/** What is wrong with a value under a name; `undefined` when nothing is. */
function literalIn(
  name: string,
  value: string | undefined,
): string | undefined {
  if (value === undefined || value.trim() === '') {
    return undefined;
  }
  const { text, unresolved, defaults } = resolveVariables(value);
  const fromDefault = defaults.some(item => item.value !== '');
  if (isSecretName(name) && unresolved.length === 0 && isLiteral(text)) {
    return fromDefault && defaults.length > 0 && value.startsWith('${')
      ? 'a default that works'
      : 'a literal value';
  }
  const password = passwordOf(text);
  return password !== undefined &&
    !isPlaceholder(password) &&
    !/^[*]+$/.test(password)
    ? 'an address with a password'
    : undefined;
}

function isLiteral(text: string): boolean {
  return (
    !isPlaceholder(text) &&
    !HARMLESS_VALUE.test(text.trim()) &&
    !/^(?:op|vault|arn|ref\+\w+|secretsmanager|projects)[:/]/.test(text)
  );
}

/** The password of an address `scheme://user:password@host`. */
function passwordOf(text: string): string | undefined {
  const scheme = text.indexOf('://');
  if (scheme < 1) {
    return undefined;
  }
  const rest = text.slice(scheme + 3).split(/[\s/?#]/)[0];
  const at = rest.lastIndexOf('@');
  const colon = rest.indexOf(':');
  return at > 0 && colon >= 0 && colon < at
    ? rest.slice(colon + 1, at)
    : undefined;
}

function hostOf(text: string): string | undefined {
  const rest = text.slice(text.indexOf('://') + 3).split(/[\s/?#]/)[0];
  return rest.slice(rest.lastIndexOf('@') + 1).split(':')[0];
}

function ofCompose(services: readonly ComposeService[]): Evidence[] {
  const internal = new Set(
    services
      .filter(
        service =>
          service.ports.length === 0 && service.networkMode?.text !== 'host',
      )
      .map(({ name }) => name),
  );
  return services.flatMap(service => {
    if (!['production', 'development'].includes(service.role)) {
      return [];
    }
    const values = [...service.environment, ...(service.build?.args ?? [])];
    return values
      .filter(
        ({ path }) => path === service.path || service.role === 'production',
      )
      .flatMap(({ name, value, path, line }) => {
        const found = literalIn(name, value);
        if (!found) {
          return [];
        }
        const host = value?.includes('://')
          ? hostOf(resolveVariables(value).text)
          : undefined;
        const inside =
          host === undefined
            ? isOwnPassword(service, name) && internal.has(service.name)
            : internal.has(host);
        const development = service.role !== 'production';
        return [
          place(
            path,
            line,
            `${service.name} ${name}`,
            `${name} has ${found}${
              development ? ', in a file for development' : ''
            }${
              inside && !development
                ? '; only other containers reach the service'
                : ''
            }`,
            development || inside ? 'medium' : undefined,
          ),
        ];
      });
  });
}

/** The password that a datastore sets for itself, not one for somebody else. */
function isOwnPassword(service: ComposeService, name: string): boolean {
  return (
    service.build === undefined &&
    /^(?:POSTGRES|POSTGRESQL|MYSQL|MARIADB|MONGO|MONGODB|REDIS|RABBITMQ|MINIO|ELASTIC|OPENSEARCH|CLICKHOUSE|NEO4J|INFLUXDB|DOCKER_INFLUXDB|SA|MSSQL|ACCEPT|COUCHDB|ARANGO)_/.test(
      name,
    )
  );
}

function ofDockerfile({ path, stages }: DockerfileFact): Evidence[] {
  const final = new Set<number>();
  for (
    let index: number | undefined = stages.length - 1;
    index !== undefined && index >= 0 && !final.has(index);

  ) {
    final.add(index);
    index = stages[index].baseStage;
  }
  return stages.flatMap((stage, index) => {
    const variables = final.has(index)
      ? [
          ...stage.env.map(item => ({ ...item, kind: 'ENV' })),
          ...stage.args.map(item => ({ ...item, kind: 'ARG' })),
        ]
      : [];
    return [
      ...variables.flatMap(({ name, value, line, kind }) => {
        const found = literalIn(name, value);
        return found
          ? [
              place(
                path,
                line,
                `${kind} ${name}`,
                `${name} has ${found} in the image`,
              ),
            ]
          : [];
      }),
      ...stage.copies
        .filter(copy => copy.from === undefined && copy.sources.some(isEnvFile))
        .map(copy => ({
          path,
          line: copy.line,
          subject: `${copy.instruction} .env`,
          note: 'copies an environment file into the image',
        })),
    ];
  });
}

function isEnvFile(source: string): boolean {
  const name = source.slice(source.lastIndexOf('/') + 1);
  return (
    /^\.env(?:\..+)?$/.test(name) &&
    !/example|sample|template|dist|defaults?/.test(name)
  );
}

/** Entries of a secret that are none by themselves. */
const HARMLESS_KEYS =
  /^(?:.*[-_.])?(?:user(?:name)?|host(?:name)?|port|database|db|dbname|name|region|bucket|endpoint|url|uri|email|namespace|type|config(?:ured)?|ca\.crt|tls\.crt|\.dockerconfigjson)$/i;

async function ofKubernetes(context: CheckContext): Promise<Evidence[]> {
  const { secrets, workloads, helmValues } = await context.facts(kubernetes);
  const severityIn = (role: string): Severity | undefined =>
    role === 'development' ? 'medium' : undefined;
  const judged = (role: string) =>
    role === 'production' || role === 'development';
  return [
    ...secrets
      .filter(({ encrypted, role }) => !encrypted && judged(role))
      .flatMap(({ name, path, role, entries }) =>
        entries
          .filter(
            ({ key, value }) =>
              passwordIsLiteral(value) ||
              (!HARMLESS_KEYS.test(key) && isLiteral(value)),
          )
          .map(({ key, line, encoded }) =>
            place(
              path,
              line,
              `Secret/${name} ${key}`,
              encoded ? 'base64 is no encryption' : 'in clear',
              severityIn(role),
            ),
          ),
      ),
    ...workloads
      .filter(({ role }) => judged(role))
      .flatMap(workload =>
        [...workload.initContainers, ...workload.containers].flatMap(
          container =>
            container.env.flatMap(({ name, value, line }) => {
              const found = value?.includes('$(')
                ? undefined
                : literalIn(name, value);
              return found
                ? [
                    place(
                      workload.path,
                      line,
                      `${workload.name} ${name}`,
                      `${name} has ${found}`,
                      severityIn(workload.role),
                    ),
                  ]
                : [];
            }),
        ),
      ),
    ...helmValues
      .filter(({ role }) => judged(role))
      .flatMap(({ key, value, path, line, role }) => {
        const name = key.slice(key.lastIndexOf('.') + 1);
        const found = /^existing|secretName|SecretName|Key$/.test(name)
          ? undefined
          : literalIn(name, value);
        return found
          ? [place(path, line, key, `${key} has ${found}`, severityIn(role))]
          : [];
      }),
  ];
}

function passwordIsLiteral(value: string): boolean {
  const password = passwordOf(value);
  return password !== undefined && !isPlaceholder(password);
}

/** Words of values that are made up for a run of tests. */
const THROW_AWAY =
  /test|ci|dummy|fake|mock|example|local|dev|secret|password|not|only|insecure|postgres|root|admin|sample|build|random/i;

function ofWorkflow(workflow: Workflow): Evidence[] {
  const judge = (variables: readonly CiVariable[], path: string) =>
    variables
      .filter(
        ({ name, value }) =>
          isSecretName(name) &&
          !value.includes('${{') &&
          isLiteral(value) &&
          value.length >= 16 &&
          /\d/.test(value) &&
          /[A-Za-z]/.test(value) &&
          !/\s/.test(value) &&
          !THROW_AWAY.test(value) &&
          new Set(value).size >= 8,
      )
      .map(({ name, line }) =>
        place(path, line, name, `${name} has a literal value in a workflow`),
      );
  return [
    ...judge(workflow.env, workflow.path),
    ...workflow.jobs.flatMap(job => [
      ...judge(job.env, job.path),
      ...job.steps.flatMap(step => [
        ...judge(step.env, step.path),
        ...judge(step.with, step.path),
      ]),
    ]),
  ];
}
