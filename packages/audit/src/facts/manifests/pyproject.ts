import { parse } from 'smol-toml';
import { LineFinder } from './lines';
import { folderOf, isDevelopmentName, normalisePypiName } from './names';
import { ParsedManifest } from './ParsedManifest';
import { parseRequirement } from './pythonRequirement';
import { DependencyFact, ManifestFact, ScriptFact } from './schema';
import { isTable, stringOf, stringsOf, Table, tableAt } from './values';

type Scope = DependencyFact['scope'];

class PyprojectReader {
  constructor(
    private readonly path: string,
    private readonly document: Table,
    private readonly lines: LineFinder,
  ) {}

  dependencies(): DependencyFact[] {
    const { document } = this;
    const project = tableAt(document, 'project');
    const found = this.requirements(project.dependencies, 'production');
    for (const [extra, list] of Object.entries(
      tableAt(project, 'optional-dependencies'),
    )) {
      found.push(...this.requirements(list, scopeOf(extra, 'optional')));
    }
    for (const [group, list] of Object.entries(
      tableAt(document, 'dependency-groups'),
    )) {
      found.push(...this.requirements(list, scopeOf(group, 'optional')));
    }
    found.push(
      ...this.requirements(
        tableAt(document, 'tool', 'uv')['dev-dependencies'],
        'development',
      ),
    );
    for (const list of Object.values(
      tableAt(document, 'tool', 'pdm', 'dev-dependencies'),
    )) {
      found.push(...this.requirements(list, 'development'));
    }
    for (const [name, environment] of Object.entries(
      tableAt(document, 'tool', 'hatch', 'envs'),
    )) {
      found.push(
        ...this.requirements(
          tableAt(environment).dependencies,
          name === 'prod' ? 'production' : 'development',
        ),
      );
    }
    found.push(...this.poetry());
    return found;
  }

  scripts(): ScriptFact[] {
    const sections = [
      'project.scripts',
      'project.gui-scripts',
      'tool.poetry.scripts',
      'tool.poe.tasks',
      'tool.pdm.scripts',
      'tool.taskipy.tasks',
      ...Object.keys(tableAt(this.document, 'tool', 'hatch', 'envs')).map(
        name => `tool.hatch.envs.${name}.scripts`,
      ),
    ];
    return sections.flatMap(section =>
      Object.entries(tableAt(this.document, ...section.split('.'))).flatMap(
        ([name, value]) => {
          const command = commandOf(value);
          return command
            ? [{ name, command, line: this.lines.key(name, section) }]
            : [];
        },
      ),
    );
  }

  runtimes(): Pick<ManifestFact, 'runtimes'> {
    const project = stringOf(
      tableAt(this.document, 'project')['requires-python'],
    );
    const poetry = stringOf(
      tableAt(this.document, 'tool', 'poetry', 'dependencies').python,
    );
    const range = project ?? poetry;
    const line = project
      ? this.lines.key('requires-python', 'project')
      : this.lines.key('python', 'tool.poetry.dependencies');
    return range ? { runtimes: [{ name: 'python', range, line }] } : {};
  }

  /** Lists of PEP 508 strings; tables in them include other groups. */
  private requirements(list: unknown, scope: Scope): DependencyFact[] {
    return stringsOf(list).flatMap(written => {
      const requirement = parseRequirement(written);
      return requirement
        ? [
            {
              ...requirement,
              scope,
              path: this.path,
              line: this.lines.next(written),
            },
          ]
        : [];
    });
  }

  private poetry(): DependencyFact[] {
    const poetry = tableAt(this.document, 'tool', 'poetry');
    const section = (keys: string[], scope: Scope) =>
      Object.entries(tableAt(poetry, ...keys))
        .filter(([name]) => name !== 'python')
        .map(([name, value]) =>
          this.poetryDependency(
            name,
            value,
            scope,
            ['tool', 'poetry', ...keys].join('.'),
          ),
        );
    return [
      ...section(['dependencies'], 'production'),
      ...section(['dev-dependencies'], 'development'),
      ...Object.entries(tableAt(poetry, 'group')).flatMap(([group, table]) =>
        section(
          ['group', group, 'dependencies'],
          scopeOf(
            group,
            tableAt(table).optional === true ? 'optional' : 'production',
          ),
        ),
      ),
    ];
  }

  private poetryDependency(
    name: string,
    value: unknown,
    scope: Scope,
    section: string,
  ): DependencyFact {
    const written = Array.isArray(value) ? value[0] : value;
    const table = tableAt(written);
    const range =
      stringOf(written) ??
      stringOf(table.version) ??
      stringOf(table.git) ??
      stringOf(table.url) ??
      stringOf(table.path) ??
      '';
    return {
      name: normalisePypiName(name),
      range,
      scope: table.optional === true ? 'optional' : scope,
      exact:
        isTable(written) && !stringOf(table.version)
          ? Boolean(stringOf(table.rev) ?? stringOf(table.path))
          : isExactPoetryVersion(range),
      path: this.path,
      line: this.lines.key(name, section),
    };
  }
}

function scopeOf(group: string, otherwise: Scope): Scope {
  return isDevelopmentName(group) ? 'development' : otherwise;
}

function isExactPoetryVersion(range: string): boolean {
  return /^={0,3}\s*\d[0-9A-Za-z.+!-]*$/.test(range.trim());
}

function commandOf(value: unknown): string | undefined {
  const table = tableAt(value);
  return (
    stringOf(value) ??
    stringOf(table.cmd) ??
    stringOf(table.shell) ??
    stringOf(table.call) ??
    stringOf(table.callable) ??
    stringOf(table.reference) ??
    (Array.isArray(value) ? stringsOf(value).join(' && ') : undefined)
  );
}

/**
 * Reads a `pyproject.toml` with everything that the common managers write: PEP 621, PEP 735, Poetry, uv, PDM, Hatch.
 * Gives `undefined` where the file only configures tools.
 */
export function parsePyproject(
  path: string,
  text: string,
): ParsedManifest | undefined {
  const document = parse(text) as Table;
  const reader = new PyprojectReader(path, document, new LineFinder(text));
  const project = tableAt(document, 'project');
  const poetry = tableAt(document, 'tool', 'poetry');
  const dependencies = reader.dependencies();
  if (
    dependencies.length === 0 &&
    !stringOf(project.name) &&
    !stringOf(poetry.name) &&
    !isTable(document['build-system'])
  ) {
    return undefined;
  }
  const name = stringOf(project.name) ?? stringOf(poetry.name);
  return {
    manifest: {
      path,
      ecosystem: 'pypi',
      root: folderOf(path),
      ...(name ? { name } : {}),
      ...(stringsOf(project.classifiers).some(item =>
        item.startsWith('Private ::'),
      ) || poetry['package-mode'] === false
        ? { private: true }
        : {}),
      dependencies,
      scripts: reader.scripts(),
      ...reader.runtimes(),
      locks: [],
    },
    workspaces: stringsOf(tableAt(document, 'tool', 'uv', 'workspace').members),
  };
}
