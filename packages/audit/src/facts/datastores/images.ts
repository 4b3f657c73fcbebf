import { ImageReference } from '../deployables/image';

/** What a datastore holds. */
export type DatastoreKind =
  | 'relational'
  | 'document'
  | 'key-value'
  | 'search'
  | 'object'
  | 'message'
  | 'vector'
  | 'graph'
  | 'time-series';

/** What is known of the images of a product. */
export interface DatastoreProduct {
  id: string;
  kind: DatastoreKind;
  /** Last segment of the repository. */
  images: readonly string[];
  /** Folders below which the data lies. */
  dataPaths: readonly string[];
  /** The data lies in the folder itself: a volume on a folder below it holds nothing of worth. */
  flat?: boolean;
  /** Needs to be told to keep anything: a cache until then. */
  volatile?: boolean;
  /** What works with it takes part in the data, but a queue of messages can be empty at any time. */
  transient?: boolean;
}

/** Where images of Bitnami keep the data of any product. */
export const BITNAMI = '/bitnami';

/**
 * Images of datastores by product. Administration tools, exporters, proxies and operators of the same products are
 * other images and not listed.
 */
export const DATASTORE_PRODUCTS: readonly DatastoreProduct[] = [
  {
    id: 'postgres',
    kind: 'relational',
    images: [
      'postgres',
      'postgresql',
      'postgis',
      'pgvector',
      'timescaledb',
      'timescaledb-ha',
      'postgres-ssl',
      'alloydbomni',
      'supabase-postgres',
    ],
    dataPaths: ['/var/lib/postgresql', '/var/lib/pgsql', '/pgdata', BITNAMI],
  },
  {
    id: 'mysql',
    kind: 'relational',
    images: ['mysql', 'mariadb', 'mysql-server', 'percona', 'percona-server'],
    dataPaths: ['/var/lib/mysql', BITNAMI],
    flat: true,
  },
  {
    id: 'mssql',
    kind: 'relational',
    images: ['mssql-server', 'mssql/server', 'azure-sql-edge'],
    dataPaths: ['/var/opt/mssql'],
  },
  {
    id: 'oracle',
    kind: 'relational',
    images: ['oracle-xe', 'oracle-free', 'oracle-database'],
    dataPaths: ['/opt/oracle/oradata'],
  },
  {
    id: 'cockroachdb',
    kind: 'relational',
    images: ['cockroach'],
    dataPaths: ['/cockroach'],
  },
  {
    id: 'mongodb',
    kind: 'document',
    images: [
      'mongo',
      'mongodb',
      'mongodb-community-server',
      'percona-server-mongodb',
    ],
    dataPaths: ['/data/db', BITNAMI],
    flat: true,
  },
  {
    id: 'couchdb',
    kind: 'document',
    images: ['couchdb'],
    dataPaths: ['/opt/couchdb/data', BITNAMI],
  },
  {
    id: 'cassandra',
    kind: 'document',
    images: ['cassandra', 'scylla'],
    dataPaths: ['/var/lib/cassandra', '/var/lib/scylla', BITNAMI],
  },
  {
    id: 'redis',
    kind: 'key-value',
    images: [
      'redis',
      'redis-stack',
      'redis-stack-server',
      'valkey',
      'keydb',
      'dragonfly',
    ],
    dataPaths: ['/data', '/var/lib/redis', '/var/lib/valkey', BITNAMI],
    volatile: true,
  },
  {
    id: 'memcached',
    kind: 'key-value',
    images: ['memcached'],
    dataPaths: [],
    volatile: true,
  },
  {
    id: 'etcd',
    kind: 'key-value',
    images: ['etcd'],
    dataPaths: ['/etcd-data', '/var/lib/etcd', '/bitnami', '/default.etcd'],
  },
  {
    id: 'elasticsearch',
    kind: 'search',
    images: ['elasticsearch', 'opensearch'],
    dataPaths: [
      '/usr/share/elasticsearch/data',
      '/usr/share/opensearch/data',
      BITNAMI,
    ],
  },
  {
    id: 'meilisearch',
    kind: 'search',
    images: ['meilisearch'],
    dataPaths: ['/meili_data', '/data.ms'],
  },
  {
    id: 'typesense',
    kind: 'search',
    images: ['typesense'],
    dataPaths: ['/data'],
  },
  { id: 'solr', kind: 'search', images: ['solr'], dataPaths: ['/var/solr'] },
  {
    id: 'minio',
    kind: 'object',
    images: ['minio'],
    dataPaths: ['/data', '/export', '/mnt/data', '/minio', BITNAMI],
  },
  {
    id: 'rabbitmq',
    kind: 'message',
    images: ['rabbitmq'],
    dataPaths: ['/var/lib/rabbitmq', BITNAMI],
    transient: true,
  },
  {
    id: 'kafka',
    kind: 'message',
    images: ['kafka', 'cp-kafka', 'redpanda'],
    dataPaths: [
      '/var/lib/kafka',
      '/kafka',
      '/tmp/kafka-logs',
      '/tmp/kraft-combined-logs',
      '/var/lib/redpanda',
      BITNAMI,
    ],
    transient: true,
  },
  {
    id: 'nats',
    kind: 'message',
    images: ['nats'],
    dataPaths: ['/data', '/nats', '/tmp/nats'],
    volatile: true,
    transient: true,
  },
  {
    id: 'clickhouse',
    kind: 'relational',
    images: ['clickhouse', 'clickhouse-server'],
    dataPaths: ['/var/lib/clickhouse', BITNAMI],
  },
  {
    id: 'influxdb',
    kind: 'time-series',
    images: ['influxdb'],
    dataPaths: ['/var/lib/influxdb', '/var/lib/influxdb2', BITNAMI],
  },
  {
    id: 'neo4j',
    kind: 'graph',
    images: ['neo4j'],
    dataPaths: ['/data', BITNAMI],
  },
  {
    id: 'arangodb',
    kind: 'graph',
    images: ['arangodb'],
    dataPaths: ['/var/lib/arangodb3'],
  },
  {
    id: 'qdrant',
    kind: 'vector',
    images: ['qdrant'],
    dataPaths: ['/qdrant/storage'],
  },
  {
    id: 'weaviate',
    kind: 'vector',
    images: ['weaviate'],
    dataPaths: ['/var/lib/weaviate'],
  },
  {
    id: 'milvus',
    kind: 'vector',
    images: ['milvus'],
    dataPaths: ['/var/lib/milvus'],
  },
];

/** The product of an image; `undefined` for everything that is no datastore. */
export function datastoreProduct(
  image: ImageReference,
): DatastoreProduct | undefined {
  const { repository } = image;
  const last = repository
    .slice(repository.lastIndexOf('/') + 1)
    .toLocaleLowerCase('en-US');
  return DATASTORE_PRODUCTS.find(
    ({ images }) =>
      images.includes(last) ||
      images.includes(repository.toLocaleLowerCase('en-US')),
  );
}
