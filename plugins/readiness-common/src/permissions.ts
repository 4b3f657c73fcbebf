import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Resource type of audits; the resource reference is the entity reference.
 *
 * @public
 */
export const RESOURCE_TYPE_READINESS_AUDIT = 'readiness-audit';

/**
 * Read the audit of an entity, in lists and alone.
 *
 * @public
 */
export const readinessAuditReadPermission = createPermission({
  name: 'readiness.audit.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_READINESS_AUDIT,
});

/**
 * Ask for an audit of an entity now.
 *
 * @public
 */
export const readinessAuditRunPermission = createPermission({
  name: 'readiness.audit.run',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_READINESS_AUDIT,
});

/**
 * All permissions of the plugin.
 *
 * @public
 */
export const readinessPermissions = [
  readinessAuditReadPermission,
  readinessAuditRunPermission,
];
