import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { readinessAuditResourceRef } from '../auditResource';
import { isOneOf, lower } from './values';

/** Allows entities of some kinds. */
export const isKind = createPermissionRule({
  name: 'IS_KIND',
  description: 'Allow audits of entities of one of the kinds',
  resourceRef: readinessAuditResourceRef,
  paramsSchema: z.object({
    kinds: z
      .array(z.string())
      .describe('Kinds, of which the entity must have one, in any case'),
  }),
  apply: ({ kind }, { kinds }) => isOneOf(kind, kinds),
  toQuery: ({ kinds }) => ({ column: 'kind', values: lower(kinds) }),
});
