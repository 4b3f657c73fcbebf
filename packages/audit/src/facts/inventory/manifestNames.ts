const MANIFEST_NAMES = new Set([
  'package.json',
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'requirements.txt',
  'Pipfile',
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Cargo.toml',
  'Gemfile',
  'composer.json',
]);

/** Words of which a manifest in JSON contains one; `{"type": "module"}` alone only tells the module format. */
const PACKAGE_WORDS = [
  '"name"',
  '"scripts"',
  '"dependencies"',
  '"devDependencies"',
  '"workspaces"',
];

export function isManifestName(name: string): boolean {
  return MANIFEST_NAMES.has(name);
}

/** Tells manifests from files that only share their name. */
export function isRealManifest(name: string, text: string): boolean {
  switch (name) {
    case 'package.json':
      return PACKAGE_WORDS.some(word => text.includes(word));
    case 'setup.py':
      // Packages also have modules of that name.
      return text.includes('setuptools') || text.includes('distutils');
    case 'setup.cfg':
      return text.includes('[metadata]') || text.includes('[options]');
    case 'pyproject.toml':
      // Many only configure a linter.
      return (
        text.includes('[project') ||
        text.includes('[build-system]') ||
        text.includes('[tool.poetry') ||
        text.includes('[dependency-groups]')
      );
    default:
      return true;
  }
}
