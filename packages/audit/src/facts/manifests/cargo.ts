import { parse } from 'smol-toml';
import { LineFinder } from './lines';
import { folderOf } from './names';
import { ParsedManifest } from './ParsedManifest';
import { DependencyFact } from './schema';
import { isTable, stringOf, stringsOf, Table, tableAt } from './values';

const SECTIONS: Record<string, DependencyFact['scope']> = {
  dependencies: 'production',
  'build-dependencies': 'production',
  'dev-dependencies': 'development',
};

/** Reads a `Cargo.toml`. */
export function parseCargo(path: string, text: string): ParsedManifest {
  const document = parse(text) as Table;
  const lines = new LineFinder(text);
  const read = (holder: unknown, prefix: string): DependencyFact[] =>
    Object.entries(SECTIONS).flatMap(([section, scope]) =>
      Object.entries(tableAt(holder, section)).map(
        ([alias, value]): DependencyFact => {
          const table = tableAt(value);
          const range =
            stringOf(value) ??
            stringOf(table.version) ??
            stringOf(table.git) ??
            '';
          return {
            name: stringOf(table.package) ?? alias,
            range,
            scope: table.optional === true ? 'optional' : scope,
            exact:
              range.startsWith('=') ||
              Boolean(stringOf(table.path) ?? stringOf(table.rev)) ||
              table.workspace === true,
            path,
            line: lines.key(alias, `${prefix}${section}`),
          };
        },
      ),
    );
  const targets = tableAt(document, 'target');
  const name = stringOf(tableAt(document, 'package').name);
  const rust = stringOf(tableAt(document, 'package')['rust-version']);
  return {
    manifest: {
      path,
      ecosystem: 'cargo',
      root: folderOf(path),
      ...(name ? { name } : {}),
      dependencies: [
        ...read(document, ''),
        ...Object.entries(targets).flatMap(([target, table]) =>
          read(table, `target.${target}.`),
        ),
      ],
      scripts: [],
      ...(rust
        ? {
            runtimes: [
              {
                name: 'rust' as const,
                range: rust,
                line: lines.key('rust-version', 'package'),
              },
            ],
          }
        : {}),
      locks: [],
    },
    workspaces: isTable(document.workspace)
      ? stringsOf(document.workspace.members)
      : [],
  };
}
