import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { datastores } from '../../../facts/datastores/extract';
import { DatastoreFact } from '../../../facts/datastores/schema';
import { count, inOrder } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'datastore-without-volume',
  area: 'disaster-recovery',
  severity: 'high',
  confidence: 'certain',
  phase: 'production-hardening',
  effort: 'small',
  title: 'Datastore that loses its data with its container',
  description:
    'Looks at the datastores that production Compose files and Kubernetes manifests run, recognised by image. Each needs a named or bound volume, or a persistent claim, on the path at which that product keeps its data. A volume on another path, an anonymous volume, `tmpfs` and `emptyDir` keep nothing. Caches that nothing tells to keep their data are left out, and so are files for development and tests.',
  failureMode:
    'The data lies in the container itself, which is thrown away with every new version.',
  manifestation:
    'The next `up` with a new image, `down`, or move of the pod starts with an empty database.',
  impact:
    'All data since the container was made is lost, without a warning and without a way back.',
  remediation:
    'Put a named volume on the data path of the image.\n\n```yaml\nservices:\n  db:\n    image: postgres:17.6\n    volumes:\n      - db-data:/var/lib/postgresql/data\nvolumes:\n  db-data:\n```\n\nIn Kubernetes use a `StatefulSet` with `volumeClaimTemplates`, and a storage class with `reclaimPolicy: Retain`.',
  guardrail: {
    linter: 'dclint, kube-linter',
    tests: 'restart test that reads back what was written',
    ci: 'trivy config, checkov',
    architecture: 'managed databases',
  },
  references: [
    {
      title: 'Docker: volumes',
      url: 'https://docs.docker.com/engine/storage/volumes/',
    },
    {
      title: 'Kubernetes: persistent volumes',
      url: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/',
    },
  ],
  async evaluate(context) {
    const stores = (await context.facts(datastores)).datastores.filter(
      ({ role, cache }) => role === 'production' && !cache,
    );
    if (stores.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'Production configuration of this tree runs no datastore',
        lookedFor: ['datastore images in compose files and manifests'],
      };
    }
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const store of stores) {
      const { storage } = store;
      if (['named', 'bind', 'claim'].includes(storage.type)) {
        good.push({
          path: storage.path ?? store.path,
          line: storage.line ?? store.line,
          note: `${store.name} keeps its data in ${
            storage.source ?? 'a volume'
          }`,
        });
      } else {
        failing.push({
          path: storage.path ?? store.path,
          line: storage.line ?? store.line,
          subject: store.name,
          note: noteOf(store),
        });
      }
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          stores.length,
          'datastore keeps',
          'datastores keep',
        )} its data in the container: ${failing
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: inOrder(failing),
        share: good.length / stores.length,
        strengths: inOrder(good),
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        stores.length,
        'datastore keeps',
        'datastores keep',
      )} data in a volume`,
      evidence: inOrder(good),
    };
  },
});

function noteOf({ product, storage, dataPaths }: DatastoreFact): string {
  if (storage.type === 'tmpfs') {
    return `${product} keeps its data in memory or an empty folder of the pod`;
  }
  if (storage.type === 'anonymous') {
    return `${product} keeps its data in a volume without a name, which goes with the container`;
  }
  return `no volume on the data path of ${product} (${dataPaths
    .filter(path => path !== '/bitnami')
    .slice(0, 2)
    .join(' or ')})`;
}
