import semver from 'semver';
import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { documents, Documents } from '../../rules/documents/documents';
import { parseJsonWithPlaces } from '../../rules/documents/json';
import { inventory } from '../inventory/extract';
import { Inventory } from '../inventory/schema';
import { manifests } from '../manifests/extract';
import { folderOf, isWithin, nameOf } from '../manifests/names';
import { ManifestFact } from '../manifests/schema';
import { entryAt } from '../yaml/access';
import {
  iniLinters,
  packageLinters,
  ruffConfiguration,
  scriptLinter,
} from './linters';
import {
  mypyConfiguration,
  mypyOfIni,
  mypyOfToml,
  OwnCode,
  pyrightConfiguration,
} from './pythonTypes';
import { LintConfiguration, Tooling, TypeConfiguration } from './schema';
import { typescriptConfiguration } from './scriptTypes';

/** From this version on TypeScript is strict unless told otherwise. */
const STRICT_BY_DEFAULT = 6;
/** Files of tests, examples and vendored code say nothing of the product's own. */
const FOREIGN = new Set([
  'test',
  'fixture',
  'example',
  'generated',
  'vendored',
  'docs',
]);

class ToolingReader {
  constructor(
    private readonly context: ExtractContext,
    private readonly found: Tooling,
    private readonly values: Documents,
    private readonly declared: readonly ManifestFact[],
    private readonly own: OwnCode,
  ) {}

  read(path: string): void {
    const name = nameOf(path);
    const folder = folderOf(path);
    const text = () => this.context.tree.read(path) ?? '';
    if (name === 'pyproject.toml') {
      this.pyproject(path, folder);
    } else if (/^\.?ruff\.toml$/.test(name)) {
      const root = this.rootOf(path);
      this.lint(root && ruffConfiguration(root, { path, folder, line: 1 }));
    } else if (
      /^(?:\.?mypy\.ini|setup\.cfg|tox\.ini|\.flake8|\.?pylintrc)$/.test(name)
    ) {
      const settings = /^(?:\.?mypy\.ini|setup\.cfg)$/.test(name)
        ? mypyOfIni(path, text())
        : undefined;
      this.type(settings && mypyConfiguration(settings, folder, this.own));
      this.found.linters.push(...iniLinters(path, folder, text()));
    } else if (name === 'pyrightconfig.json') {
      const root = this.rootOf(path);
      this.type(root && pyrightConfiguration(path, root, 1, folder, this.own));
    } else if (/^(?:\.pyre_configuration|pytype\.cfg|ty\.toml)$/.test(name)) {
      this.type({
        tool:
          ({ '.pyre_configuration': 'pyre', 'ty.toml': 'ty' } as const)[name] ??
          'pytype',
        family: 'python',
        folder,
        path,
        line: 1,
        checksJavaScript: false,
        weaknesses: [],
      });
    } else if (/^[tj]sconfig\.json$/.test(name)) {
      this.type(
        typescriptConfiguration(
          path,
          file => this.configuration(file),
          this.isStrictByDefault(folder),
          this.own,
        ),
      );
    } else if (name === 'package.json') {
      const root = this.values
        .text(path)
        ?.match(/"(?:eslintConfig|xo|standard)"/)
        ? this.rootOf(path)
        : undefined;
      this.found.linters.push(
        ...(root ? packageLinters(root, path, folder) : []),
      );
    } else if (/^\.golangci\.(?:ya?ml|toml|json)$/.test(name)) {
      this.lint({
        tool: 'golangci-lint',
        family: 'go',
        path,
        folder,
        line: 1,
        warns: false,
      });
    } else {
      this.lint(scriptLinter(path, folder, text));
    }
  }

  private pyproject(path: string, folder: string): void {
    const text = this.values.text(path) ?? '';
    if (
      !/\[+tool\.(?:mypy|pyright|basedpyright|ruff|ty|pylint|flake8)\b/.test(
        text,
      )
    ) {
      return;
    }
    const root = this.rootOf(path);
    if (!root) {
      return;
    }
    const mypy = mypyOfToml(path, root);
    this.type(mypy && mypyConfiguration(mypy, folder, this.own));
    for (const name of ['pyright', 'basedpyright']) {
      const entry = entryAt(root, 'tool', name);
      this.type(
        entry &&
          pyrightConfiguration(path, entry.value, entry.line, folder, this.own),
      );
    }
    const ruff = entryAt(root, 'tool', 'ruff');
    this.lint(
      ruff && ruffConfiguration(ruff.value, { path, folder, line: ruff.line }),
    );
    const pylint = entryAt(root, 'tool', 'pylint');
    this.lint(
      pylint && {
        tool: 'pylint',
        family: 'python',
        path,
        folder,
        line: pylint.line,
        warns: false,
      },
    );
  }

  private type(configuration: TypeConfiguration | undefined): void {
    if (configuration) {
      this.found.types.push(configuration);
    }
  }

  private lint(configuration: LintConfiguration | undefined): void {
    if (configuration) {
      this.found.linters.push(configuration);
    }
  }

  private rootOf(path: string) {
    const file = this.values.read(path);
    if (file?.problem) {
      this.found.unreadable.push({ path, reason: file.problem });
    }
    return file?.roots[0];
  }

  /** A file of TypeScript's, whose comments and trailing commas are no mistakes. */
  private configuration(path: string) {
    const text = this.context.tree.read(path);
    try {
      return text === undefined ? undefined : parseJsonWithPlaces(text);
    } catch (error) {
      const known = this.found.unreadable.some(item => item.path === path);
      if (!known) {
        this.found.unreadable.push({ path, reason: (error as Error).message });
      }
      return undefined;
    }
  }

  private isStrictByDefault(folder: string): boolean {
    const [version] = this.declared
      .filter(({ root }) => isWithin(folder, root))
      .flatMap(({ dependencies }) => dependencies)
      .filter(({ name }) => name === 'typescript')
      .map(({ resolved, range }) => semver.coerce(resolved ?? range));
    return (version?.major ?? 0) >= STRICT_BY_DEFAULT;
  }
}

function ownCode({ tree }: ExtractContext, { files }: Inventory): OwnCode {
  const folders = new Set<string>();
  for (const { path } of tree.files) {
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
      folders.add(path.slice(0, at));
    }
  }
  const packages = new Set(
    files
      .filter(file => file.class === 'source' && file.language === 'python')
      .map(({ path }) => path.replace(/^(?:[\w.-]+\/)?src\//, '').split('/'))
      .filter(segments => segments.length > 1)
      .map(([first]) => first),
  );
  return {
    packages,
    exists: path =>
      folders.has(path) || tree.read(path) !== undefined || packages.has(path),
  };
}

/**
 * Configurations of linters and type checkers, and what takes the effect from them.
 *
 * @public
 */
export const tooling = defineExtractor<Tooling>({
  id: 'tooling',
  extract: async context => {
    const files = await context.facts(inventory);
    const found: Tooling = { types: [], linters: [], unreadable: [] };
    const reader = new ToolingReader(
      context,
      found,
      await context.facts(documents),
      (await context.facts(manifests)).manifests,
      ownCode(context, files),
    );
    for (const { path, class: fileClass } of files.files) {
      if (!FOREIGN.has(fileClass)) {
        reader.read(path);
      }
    }
    // The configuration of a folder of scripts says nothing of production code.
    const code = files.files.filter(file => file.class === 'source');
    found.types = found.types.filter(({ folder }) =>
      code.some(({ path }) => isWithin(path, folder)),
    );
    return found;
  },
});
