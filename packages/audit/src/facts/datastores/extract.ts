import { defineExtractor } from '../../engine/defineExtractor';
import { compose } from '../compose/extract';
import { ComposeService } from '../compose/schema';
import { ImageReference } from '../deployables/image';
import { builtImage } from '../dockerfiles/builtImage';
import { dockerfiles } from '../dockerfiles/extract';
import { kubernetes } from '../kubernetes/extract';
import { KubernetesContainer, KubernetesWorkload } from '../kubernetes/schema';
import { BITNAMI, DatastoreProduct, datastoreProduct } from './images';
import { DatastoreFact, Datastores } from './schema';

/**
 * Services and workloads that are datastores by their image. Caches are told apart: a key-value store that nothing
 * tells to keep its data.
 *
 * @public
 */
export const datastores = defineExtractor<Datastores>({
  id: 'datastores',
  extract: async ({ facts }) => {
    const { files, production } = await facts(compose);
    const { workloads } = await facts(kubernetes);
    const built = new Map(
      (await facts(dockerfiles)).dockerfiles.map(file => [file.path, file]),
    );
    const baseOf = (service: ComposeService): ImageReference | undefined => {
      const file = service.build && built.get(service.build.dockerfile);
      return file
        ? builtImage(file, service.build?.target)?.base
        : service.image;
    };
    const marked = files
      .flatMap(file => file.services)
      .filter(service => service.role !== 'production');
    const found: DatastoreFact[] = [];
    for (const service of [...production, ...marked]) {
      const image = baseOf(service);
      const product = image && datastoreProduct(image);
      if (product && !service.oneShot && runsServer(service.command?.words)) {
        found.push(fromService(service, image, product));
      }
    }
    for (const workload of workloads.filter(item => !item.oneShot)) {
      for (const container of workload.containers) {
        const product = container.image && datastoreProduct(container.image);
        const words = [
          ...(container.command?.words ?? []),
          ...(container.args?.words ?? []),
        ];
        if (product && runsServer(words)) {
          found.push(fromWorkload(workload, container, product));
        }
      }
    }
    return { datastores: found };
  },
});

/** Client programs that people start from the server's image. */
const CLIENTS =
  /(?:^|[/\s])(?:pg_dump|pg_dumpall|pg_restore|pg_basebackup|psql|mysqldump|mysql|mongodump|mongosh|redis-cli|sleep|mc|cron|crond)(?:\s|$)/;

function runsServer(words: readonly string[] | undefined): boolean {
  return !words || !CLIENTS.test(words.slice(0, 3).join(' '));
}

function fromService(
  service: ComposeService,
  image: ImageReference,
  product: DatastoreProduct,
): DatastoreFact {
  const dataPaths = [
    ...product.dataPaths,
    // Where it was told to keep its data.
    ...service.environment.flatMap(({ name, value }) =>
      name === 'PGDATA' && value ? [value] : [],
    ),
    ...(product.id === 'minio'
      ? service.command?.words.filter(word => word.startsWith('/')) ?? []
      : []),
  ];
  const volume = service.volumes.find(
    item =>
      holdsData(item.target, dataPaths, product.flat) ||
      // A volume above the data path holds it as well.
      dataPaths.some(path => path.startsWith(`${item.target}/`)),
  );
  const hidden = volume && isCoveredByImage(service, image, volume.target);
  return {
    name: service.name,
    product: product.id,
    kind: product.kind,
    source: 'compose',
    path: service.path,
    line: service.line,
    endLine: service.endLine,
    role: service.role,
    cache:
      product.volatile === true &&
      !(volume && volume.type !== 'tmpfs') &&
      !persists([
        ...(service.command?.words ?? []),
        ...(service.entrypoint?.words ?? []),
      ]),
    transient: product.transient === true,
    storage: volume
      ? {
          type: hidden ? 'anonymous' : volume.type,
          source: volume.source,
          line: volume.line,
          path: volume.path,
        }
      : { type: 'none' },
    dataPaths: product.dataPaths,
  };
}

function fromWorkload(
  workload: KubernetesWorkload,
  container: KubernetesContainer,
  product: DatastoreProduct,
): DatastoreFact {
  const mount = container.mounts.find(item =>
    holdsData(item.path, product.dataPaths, product.flat),
  );
  const claimed = mount && workload.claimTemplates.includes(mount.name);
  const volume = workload.volumes.find(item => item.name === mount?.name);
  let type: DatastoreFact['storage']['type'] = 'none';
  if (
    claimed ||
    volume?.type === 'persistentVolumeClaim' ||
    volume?.type === 'ephemeral' ||
    volume?.type === 'csi'
  ) {
    type = 'claim';
  } else if (volume?.type === 'hostPath') {
    type = 'bind';
  } else if (volume?.type === 'emptyDir') {
    type = 'tmpfs';
  }
  return {
    name: workload.name,
    product: product.id,
    kind: product.kind,
    source: 'kubernetes',
    path: workload.path,
    line: container.line,
    endLine: container.endLine,
    role: workload.role,
    cache:
      product.volatile === true &&
      type !== 'claim' &&
      type !== 'bind' &&
      !persists([
        ...(container.command?.words ?? []),
        ...(container.args?.words ?? []),
      ]),
    transient: product.transient === true,
    storage: {
      type,
      source: mount?.name,
      line: volume?.line ?? mount?.line,
      path: mount && workload.path,
    },
    dataPaths: product.dataPaths,
  };
}

/** A volume on the data path, or in a folder below it where the product keeps its data in one. */
function holdsData(
  target: string,
  dataPaths: readonly string[],
  flat = false,
): boolean {
  const clean = target.replace(/\/+$/, '');
  return dataPaths.some(
    path =>
      clean === path ||
      ((!flat || path === BITNAMI) && clean.startsWith(`${path}/`)),
  );
}

/**
 * Up to version 17 the image of PostgreSQL declares a volume of its own on `/var/lib/postgresql/data`: it lies over a
 * named one on the folder above, has no name, and goes with the container.
 */
function isCoveredByImage(
  { environment }: ComposeService,
  { repository, tag }: ImageReference,
  target: string,
): boolean {
  const major = /^(\d{1,2})(?=[.-]|$)/.exec(tag ?? '')?.[1];
  return (
    /(?:^|\/)(?:postgres|postgis|pgvector)$/.test(repository) &&
    major !== undefined &&
    Number(major) < 18 &&
    target.replace(/\/+$/, '') === '/var/lib/postgresql' &&
    !environment.some(({ name }) => name === 'PGDATA')
  );
}

/** Options with which a volatile store is told to keep its data. */
function persists(words: readonly string[]): boolean {
  const text = ` ${words.join(' ')} `;
  return (
    /\s--appendonly[\s=]+yes\s/.test(text) ||
    /\s--save[\s=]+"?\d/.test(text) ||
    /\s(?:-js|--jetstream)\s/.test(text)
  );
}
