// Writes docs/checks, one page a check and the index by area, and schemas/check.schema.json for editors; removes pages of
// checks that are gone. A test proves them current: node --require @backstage/cli/config/nodeTransform.cjs packages/audit/scripts/generate-check-docs.ts
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
// eslint-disable-next-line @backstage/no-undeclared-imports -- of the root
import { format } from 'prettier';
import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { builtInChecks } from '../src/checks';
import { checkDocumentation } from '../src/checks/documentation';
import { checkJsonSchema } from '../src/rules/jsonSchema';

const folder = join(__dirname, '../../../docs/checks');
const pages = checkDocumentation(
  builtInChecks.map(({ definition }) => definition),
  enterpriseStandard,
);

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) {
  if (name.endsWith('.md') && !pages.has(name)) {
    rmSync(join(folder, name));
  }
}
for (const [name, text] of pages) {
  writeFileSync(join(folder, name), text);
}

const schemas = join(__dirname, '../schemas');
mkdirSync(schemas, { recursive: true });
writeFileSync(
  join(schemas, 'check.schema.json'),
  format(JSON.stringify(checkJsonSchema()), { parser: 'json' }),
);
