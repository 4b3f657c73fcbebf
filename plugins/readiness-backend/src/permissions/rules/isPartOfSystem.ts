import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { readinessAuditResourceRef } from '../auditResource';
import { isOneOf, lower } from './values';

/** Allows entities of some systems. */
export const isPartOfSystem = createPermissionRule({
  name: 'IS_PART_OF_SYSTEM',
  description: 'Allow audits of entities that are part of one of the systems',
  resourceRef: readinessAuditResourceRef,
  paramsSchema: z.object({
    systems: z
      .array(z.string())
      .describe(
        'References of systems, of which the entity must be part of one',
      ),
  }),
  apply: ({ system }, { systems }) => isOneOf(system, systems),
  toQuery: ({ systems }) => ({ column: 'system', values: lower(systems) }),
});
