import { DeploymentRole } from '../deployables/role';
import { DatastoreKind } from './images';

/**
 * A datastore that this repository runs itself.
 *
 * @public
 */
export interface DatastoreFact {
  /** Name of the service or workload. */
  name: string;
  product: string;
  kind: DatastoreKind;
  source: 'compose' | 'kubernetes';
  path: string;
  line: number;
  endLine: number;
  role: DeploymentRole;
  /** Keeps nothing that has to outlive a restart. */
  cache: boolean;
  /** Holds messages on their way, no data of record. */
  transient: boolean;
  /** Where its data is kept. */
  storage: {
    /** `none`: in the container's own layer. */
    type: 'named' | 'bind' | 'claim' | 'anonymous' | 'tmpfs' | 'none';
    source?: string;
    line?: number;
    path?: string;
  };
  /** Paths at which this product keeps its data. */
  dataPaths: readonly string[];
}

/** @public */
export interface Datastores {
  datastores: DatastoreFact[];
}
