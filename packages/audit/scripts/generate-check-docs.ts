// Writes docs/checks: one page a check and the index by area; removes pages of checks that are gone. A test proves them
// current: node --require @backstage/cli/config/nodeTransform.cjs packages/audit/scripts/generate-check-docs.ts
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { builtInChecks } from '../src/checks';
import { checkDocumentation } from '../src/checks/documentation';

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
