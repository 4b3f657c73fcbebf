module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // Trees that are judged: their code is not ours to lint.
  ignorePatterns: ['**/cases/', '**/__fixtures__/'],
});
