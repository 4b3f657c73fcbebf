import { z } from 'zod';
import { RuleSchema } from './schema';

/** JSON Schema of a check in YAML, for editors: what stands in `schemas/check.schema.json`. */
export function checkJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(RuleSchema, {
    target: 'draft-7',
    io: 'input',
  });
  return {
    $schema,
    title: 'A check of Readiness',
    description: 'Described in docs/authoring-checks.md.',
    ...JSON.parse(JSON.stringify(schema)),
  };
}
