/**
 * What the catalog knows of an entity, resolved: handed to the engine by whoever has a catalog.
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
}
