import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { readinessAuditResourceRef } from '../auditResource';
import { isOneOf, lower } from './values';

/** Allows entities in some lifecycles. */
export const hasLifecycle = createPermissionRule({
  name: 'HAS_LIFECYCLE',
  description: 'Allow audits of entities in one of the lifecycles',
  resourceRef: readinessAuditResourceRef,
  paramsSchema: z.object({
    lifecycles: z
      .array(z.string())
      .describe(
        'Values of spec.lifecycle, of which the entity must have one, in any case',
      ),
  }),
  apply: ({ lifecycle }, { lifecycles }) => isOneOf(lifecycle, lifecycles),
  toQuery: ({ lifecycles }) => ({
    column: 'lifecycle',
    values: lower(lifecycles),
  }),
});
