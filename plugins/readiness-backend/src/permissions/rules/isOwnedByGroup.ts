import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { readinessAuditResourceRef } from '../auditResource';
import { isOneOf, lower } from './values';

/** Allows entities that one of some groups owns. */
export const isOwnedByGroup = createPermissionRule({
  name: 'IS_OWNED_BY_GROUP',
  description: 'Allow audits of entities owned by one of the groups',
  resourceRef: readinessAuditResourceRef,
  paramsSchema: z.object({
    groups: z
      .array(z.string())
      .describe(
        'References of groups, of which the entity must have one as its owner',
      ),
  }),
  apply: ({ owner }, { groups }) => isOneOf(owner, groups),
  toQuery: ({ groups }) => ({ column: 'owner', values: lower(groups) }),
});
