import { extractFacts } from '../../testing/extractFacts';
import { kubernetes } from './extract';

const DEPLOYMENT = [
  'apiVersion: apps/v1',
  'kind: Deployment',
  'metadata: { name: api, namespace: shop }',
  'spec:',
  '  template:',
  '    spec:',
  '      hostNetwork: true',
  '      securityContext: { runAsNonRoot: true }',
  '      containers:',
  '        - name: api',
  '          image: registry.local/api:1.2',
  '          command: [node, server.js]',
  '          env:',
  '            - { name: A, value: "1" }',
  '            - name: TOKEN',
  '              valueFrom: { secretKeyRef: { name: api, key: token } }',
  '          livenessProbe: { httpGet: { path: / } }',
  '          resources: { limits: { memory: 1Gi } }',
  '          securityContext:',
  '            capabilities: { drop: [ALL], add: [CAP_NET_ADMIN] }',
  '      volumes:',
  '        - name: docker',
  '          hostPath: { path: /var/run/docker.sock }',
].join('\n');

describe('kubernetes', () => {
  it('reads workloads with containers, probes and security settings', async () => {
    const { facts } = await extractFacts(kubernetes, {
      'deploy/api.yaml': `${DEPLOYMENT}\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: api }\ndata: { token: c2VjcmV0 }\n`,
    });
    expect(facts.workloads).toMatchObject([
      {
        kind: 'Deployment',
        name: 'api',
        role: 'production',
        oneShot: false,
        hostNetwork: 7,
        containers: [
          {
            name: 'api',
            line: 10,
            image: { repository: 'api', tag: '1.2', line: 11 },
            command: { words: ['node', 'server.js'] },
            env: [{ name: 'A', value: '1', line: 14 }, { name: 'TOKEN' }],
            probes: { liveness: 17 },
            limits: { memory: 18 },
            security: {
              runAsNonRoot: { value: true, line: 8 },
              dropped: [{ name: 'ALL' }],
              added: [{ name: 'NET_ADMIN', line: 20 }],
            },
          },
        ],
        volumes: [{ type: 'hostPath', hostPath: '/var/run/docker.sock' }],
      },
    ]);
    expect(facts.secrets[0]).toMatchObject({
      name: 'api',
      entries: [{ key: 'token', value: 'secret', encoded: true }],
    });
  });

  it('reads jobs with their schedule', async () => {
    const { facts } = await extractFacts(kubernetes, {
      'job.yaml': [
        'apiVersion: batch/v1',
        'kind: CronJob',
        'metadata: { name: backup }',
        'spec:',
        '  schedule: "0 3 * * *"',
        '  jobTemplate:',
        '    spec:',
        '      template:',
        '        spec:',
        '          containers: [{ name: dump, image: "postgres:17" }]',
      ].join('\n'),
    });
    expect(facts.workloads[0]).toMatchObject({
      oneShot: true,
      schedule: { value: '0 3 * * *', line: 5, suspended: false },
    });
  });

  it('lists templates and patches instead of judging them', async () => {
    const { facts, skipped } = await extractFacts(kubernetes, {
      'chart/Chart.yaml': 'apiVersion: v2\nname: x\nversion: 1.0.0\n',
      'chart/templates/api.yaml': DEPLOYMENT,
      'other/api.yaml':
        'apiVersion: v1\nkind: Service\n{{- if .Values.x }}\nmetadata: {}\n{{- end }}\n',
      'base/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n  - path: patch.yaml\n',
      'base/patch.yaml': DEPLOYMENT,
      'catalog-info.yaml':
        'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: x }\n',
      'broken.yaml': 'apiVersion: v1\nkind: [\n',
    });
    expect(facts.templates).toEqual([
      'chart/templates/api.yaml',
      'other/api.yaml',
    ]);
    expect(facts.patches).toEqual(['base/patch.yaml']);
    expect(facts.workloads).toEqual([]);
    expect(facts.objects.map(({ kind }) => kind)).toEqual(['Kustomization']);
    expect(skipped.map(({ path }) => path)).toEqual(['broken.yaml']);
  });
});

describe('kustomize', () => {
  const base = {
    'base/kustomization.yaml': 'resources: [api.yaml]\n',
    'base/api.yaml': [
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: { name: api }',
      'spec:',
      '  replicas: 1',
      '  template:',
      '    metadata: { labels: { app: api } }',
      '    spec:',
      '      containers:',
      '        - name: api',
      '          image: shop/api:latest',
      '          env:',
      '            - { name: DEBUG, value: "true" }',
    ].join('\n'),
  };

  it('lays patches, images and replicas of the production overlay over the base', async () => {
    const { facts } = await extractFacts(kubernetes, {
      ...base,
      'overlays/dev/kustomization.yaml':
        'resources: [../../base]\nreplicas: [{ name: api, count: 1 }]\n',
      'overlays/prod/kustomization.yaml': [
        'resources: [../../base]',
        'patches:',
        '  - path: limits.yaml',
        '  - target: { kind: Deployment, name: api }',
        '    patch: |',
        '      - op: replace',
        '        path: /spec/template/spec/containers/0/env/0/value',
        '        value: "false"',
        'images:',
        '  - { name: shop/api, newName: registry.local/shop/api, newTag: "1.4" }',
        'replicas:',
        '  - { name: api, count: 3 }',
      ].join('\n'),
      'overlays/prod/limits.yaml': [
        'apiVersion: apps/v1',
        'kind: Deployment',
        'metadata: { name: api }',
        'spec:',
        '  template:',
        '    spec:',
        '      containers:',
        '        - name: api',
        '          resources: { limits: { memory: 1Gi } }',
        '        - name: proxy',
        '          image: envoy:1.30',
      ].join('\n'),
    });
    expect(facts.patches).toEqual(['overlays/prod/limits.yaml']);
    const [api] = facts.workloads.filter(({ role }) => role === 'production');
    expect(api).toMatchObject({
      path: 'base/api.yaml',
      replicas: 3,
      changedBy: ['overlays/prod/kustomization.yaml'],
      labels: { app: 'api' },
      containers: [
        {
          name: 'api',
          image: { resolved: 'registry.local/shop/api:1.4', line: 11 },
          env: [{ name: 'DEBUG', value: 'false' }],
          limits: { memory: 10 },
        },
        { name: 'proxy', line: 10 },
      ],
    });
    expect(facts.workloads.map(({ role }) => role).sort()).toEqual([
      'development',
      'production',
    ]);
  });

  it('keeps what only an overlay for development takes', async () => {
    const { facts } = await extractFacts(kubernetes, {
      ...base,
      'overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
    });
    expect(facts.workloads).toMatchObject([
      { role: 'production', changedBy: [], replicas: 1 },
    ]);
  });

  it('reads services with what they select', async () => {
    const { facts } = await extractFacts(kubernetes, {
      'db.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: { name: db }\nspec:\n  type: NodePort\n  selector: { app: db }\n  ports: [{ port: 5432 }]\n',
    });
    expect(facts.services).toMatchObject([
      {
        name: 'db',
        type: 'NodePort',
        selector: { app: 'db' },
        ports: [{ port: '5432' }],
        line: 5,
      },
    ]);
  });
});
