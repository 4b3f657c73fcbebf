import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { readinessAuditResourceRef } from '../auditResource';
import { isOneOf, lower } from './values';

/** Allows entities that one of the claims owns. */
export const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description: 'Allow audits of entities owned by one of the claims',
  resourceRef: readinessAuditResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe(
        'Entity references, of which the entity must have one as its owner',
      ),
  }),
  apply: ({ owner }, { claims }) => isOneOf(owner, claims),
  toQuery: ({ claims }) => ({ column: 'owner', values: lower(claims) }),
});
