// Writes src/router/openapi.generated.ts from src/router/openapi.yaml. Run it after every change of the YAML file:
//   node scripts/generate-openapi.js
const fs = require('fs');
const path = require('path');
// The repository formats everything with one Prettier, which belongs to its root.
// eslint-disable-next-line @backstage/no-undeclared-imports
const prettier = require('prettier');
const { parse } = require('yaml');

const directory = path.resolve(__dirname, '../src/router');
const target = path.join(directory, 'openapi.generated.ts');

/** The text of the generated module. */
function generate() {
  const spec = parse(
    fs.readFileSync(path.join(directory, 'openapi.yaml'), 'utf8'),
  );
  return prettier.format(
    `// Generated from openapi.yaml by scripts/generate-openapi.js; do not edit.
/** Description of the HTTP API. */
export const spec = ${JSON.stringify(spec)} as const;
`,
    { ...prettier.resolveConfig.sync(target), filepath: target },
  );
}

if (require.main === module) {
  fs.writeFileSync(target, generate());
}

module.exports = { generate, target };
