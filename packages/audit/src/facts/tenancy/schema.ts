/** @public */
export interface TenancyPlace {
  name: string;
  path: string;
  line: number;
}

/**
 * The column that names the customer's scope, when the tree has one.
 *
 * @public
 */
export interface TenantKey {
  /** As most models write it: `tenant_id`. */
  name: string;
  /** `tenant`, `organisation`, … */
  word: string;
  /** Models that carry it. */
  models: TenancyPlace[];
  /** Membership or role model, or context object, that makes it a tenant. */
  because: TenancyPlace;
}

/** @public */
export interface Tenancy {
  key?: TenantKey;
}
