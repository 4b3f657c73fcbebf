import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { readinessAuditResourceRef } from '../auditResource';

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
  apply: ({ kind }, { kinds }) =>
    lower(kinds).includes(kind.toLocaleLowerCase('en-US')),
  toQuery: ({ kinds }) => ({ column: 'kind', values: lower(kinds) }),
});

function lower(values: string[]): string[] {
  return values.map(value => value.toLocaleLowerCase('en-US'));
}
