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
 * See findings: in lists, alone, with their history, and in audits.
 *
 * @public
 */
export const readinessFindingReadPermission = createPermission({
  name: 'readiness.finding.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_READINESS_AUDIT,
});

/**
 * Acknowledge, start, assign and comment findings.
 *
 * @public
 */
export const readinessFindingTriagePermission = createPermission({
  name: 'readiness.finding.triage',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_READINESS_AUDIT,
});

/**
 * Ask for waivers of findings, and for exemptions of an entity; withdraw them.
 *
 * @public
 */
export const readinessWaiverCreatePermission = createPermission({
  name: 'readiness.waiver.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_READINESS_AUDIT,
});

/**
 * Approve or reject waivers that somebody else asked for.
 *
 * @public
 */
export const readinessWaiverApprovePermission = createPermission({
  name: 'readiness.waiver.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_READINESS_AUDIT,
});

/**
 * Attest, with evidence, what no machine can see; withdraw it.
 *
 * @public
 */
export const readinessAttestationCreatePermission = createPermission({
  name: 'readiness.attestation.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_READINESS_AUDIT,
});

/**
 * Bring in findings from reports of other tools and people.
 *
 * @public
 */
export const readinessReportImportPermission = createPermission({
  name: 'readiness.report.import',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_READINESS_AUDIT,
});

/**
 * Change what is asked of many entities: exemptions by a filter.
 *
 * @public
 */
export const readinessStandardManagePermission = createPermission({
  name: 'readiness.standard.manage',
  attributes: { action: 'update' },
});

/**
 * All permissions of the plugin.
 *
 * @public
 */
export const readinessPermissions = [
  readinessAuditReadPermission,
  readinessAuditRunPermission,
  readinessFindingReadPermission,
  readinessFindingTriagePermission,
  readinessWaiverCreatePermission,
  readinessWaiverApprovePermission,
  readinessAttestationCreatePermission,
  readinessReportImportPermission,
  readinessStandardManagePermission,
];
