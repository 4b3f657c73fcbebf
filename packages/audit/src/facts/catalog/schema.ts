/**
 * What the catalog knows of an entity, resolved: handed to the engine by whoever has a catalog. Without one it is read
 * from a descriptor file of the tree, and then `descriptor` says so.
 *
 * @public
 */
export interface CatalogFacts {
  entityRef: string;
  /** Lower case. */
  kind: string;
  /** `spec.lifecycle` as written. */
  lifecycle?: string;
  /** Values of `spec.lifecycle` that this organisation knows. */
  knownLifecycles: string[];
  /** `spec.owner` as written. */
  declaredOwner?: string;
  /** Target of the relation `ownedBy`; `null` when there is none. */
  owner: {
    entityRef: string;
    /** Lower case: `group`, `user`. */
    kind: string;
    /** Whether the catalog holds that entity. */
    exists: boolean;
    /** Members, those of descendant groups included. */
    members: number;
    /** Marked as retired by annotation, tag or lifecycle. */
    retired: boolean;
  } | null;
  /**
   * Where the entity was read when no catalog has processed it: there are no relations, defaults of the catalog are
   * missing, and what a name refers to is not known.
   */
  descriptor?: CatalogDescriptor;
}

/**
 * Place of an entity in a descriptor file.
 *
 * @public
 */
export interface CatalogDescriptor {
  path: string;
  /** Line of `kind`. */
  line: number;
  /** Line of `spec.owner`. */
  ownerLine?: number;
  /** Line of `spec.lifecycle`. */
  lifecycleLine?: number;
}

/**
 * Which entity of the tree is meant, from whoever has no catalog.
 *
 * @public
 */
export interface CatalogRequest {
  /** `kind:namespace/name` in lower case; needed when the tree describes several. */
  entityRef?: string;
  /** Folder that is judged, with descriptors of others around it. */
  folder?: string;
}
