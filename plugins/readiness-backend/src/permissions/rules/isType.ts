import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { readinessAuditResourceRef } from '../auditResource';
import { isOneOf, lower } from './values';

/** Allows entities of some types. */
export const isType = createPermissionRule({
  name: 'IS_TYPE',
  description: 'Allow audits of entities of one of the types',
  resourceRef: readinessAuditResourceRef,
  paramsSchema: z.object({
    types: z
      .array(z.string())
      .describe(
        'Values of spec.type, of which the entity must have one, in any case',
      ),
  }),
  apply: ({ type }, { types }) => isOneOf(type, types),
  toQuery: ({ types }) => ({ column: 'type', values: lower(types) }),
});
