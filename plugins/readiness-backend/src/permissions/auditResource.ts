import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_READINESS_AUDIT } from '@readiness/plugin-readiness-common';

/**
 * What a rule sees of an audited entity.
 *
 * @public
 */
export interface AuditResource {
  entityRef: string;
  kind: string;
  type: string | null;
  lifecycle: string | null;
  /** Entity reference of the owner, `null` for nobody. */
  owner: string | null;
  /** Entity reference of the system, `null` for none. */
  system: string | null;
  tags: string[];
}

/**
 * One condition on audited entities: the column has one of the values, compared in lower case.
 *
 * @public
 */
export interface AuditCondition {
  column: 'owner' | 'kind' | 'type' | 'lifecycle' | 'system' | 'tag';
  values: string[];
}

/**
 * Reference to audits as a resource, for permission rules of other modules.
 *
 * @public
 */
export const readinessAuditResourceRef = createPermissionResourceRef<
  AuditResource,
  AuditCondition
>().with({
  pluginId: 'readiness',
  resourceType: RESOURCE_TYPE_READINESS_AUDIT,
});
