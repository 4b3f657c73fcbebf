import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { readinessAuditResourceRef } from '../auditResource';
import { lower } from './values';

/** Allows entities with some tags. */
export const hasTag = createPermissionRule({
  name: 'HAS_TAG',
  description: 'Allow audits of entities with one of the tags',
  resourceRef: readinessAuditResourceRef,
  paramsSchema: z.object({
    tags: z
      .array(z.string())
      .describe('Tags, of which the entity must have one, in any case'),
  }),
  apply: (resource, { tags }) =>
    lower(resource.tags).some(tag => lower(tags).includes(tag)),
  toQuery: ({ tags }) => ({ column: 'tag', values: lower(tags) }),
});
