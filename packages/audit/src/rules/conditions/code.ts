import type { SgNode } from '@ast-grep/napi';
import { FileClass, Language } from '../../facts/inventory/schema';
import { FileSyntax } from '../../syntax/schema';
import { parseSource } from '../astGrep';
import {
  GRAMMARS_OF,
  literalsOfRule,
  matcherOf,
  metavariablesOf,
} from '../codeRules';
import type { Found, Lookup, Search } from '../evaluate';
import { listOf } from '../lists';
import type { CodeCondition } from '../schema';
import { candidates, classesOf, valuesOfFile } from './candidates';

const ALL_CLASSES: readonly FileClass[] = [
  'source',
  'test',
  'fixture',
  'example',
  'story',
  'generated',
  'vendored',
  'migration',
  'docs',
  'script',
  'config',
  'asset',
];

/** Matches of one file that are kept. */
const MAX_MATCHES = 500;

/** Finds code by its syntax. Only files with a word of the rule are parsed. */
export async function findCode(
  condition: CodeCondition,
  search: Search,
): Promise<Lookup> {
  const { context, inside } = search;
  const matcher = matcherOf(condition);
  const variables = metavariablesOf([condition.code, condition.constraints]);
  if (inside.kind === 'code' && !condition.in) {
    const { file, node } = inside;
    const own = node.matches(matcher) ? [node] : [];
    const inner = node.findAll(matcher).filter(item => item.id() !== node.id());
    return {
      places: [...own, ...inner]
        .slice(0, MAX_MATCHES)
        .map(item => place(file, item, variables)),
      unreadable: [],
    };
  }
  const chosen = new Set(
    (await candidates(condition, search)).map(({ path }) => path),
  );
  const classes = classesOf(condition);
  const query = {
    languages: listOf(condition.language).flatMap(
      language => GRAMMARS_OF[language],
    ) as Language[],
    // A file that is the subject is looked at whatever it is for.
    classes:
      classes === 'any' || inside.kind === 'file' ? ALL_CLASSES : classes,
    containing: literalsOfRule(condition),
  };
  const places: Found[] = [];
  if (chosen.size > 0) {
    const files = await context.syntax.files(query);
    for (const [index, file] of files.entries()) {
      if (chosen.has(file.path)) {
        places.push(
          ...parseSource(file.language, file.text)
            .findAll(matcher)
            .slice(0, MAX_MATCHES)
            .map(node => place(file, node, variables)),
        );
      }
      // The matcher's trees are native, and only freed when the event loop turns.
      if (index % 8 === 7) {
        await new Promise(resolve => setImmediate(resolve));
      }
    }
  }
  const unreadable =
    chosen.size > 0 ? await context.syntax.unreadable(query) : [];
  return {
    places,
    unreadable: unreadable
      .filter(path => chosen.has(path))
      .map(path => `${path} cannot be parsed`),
  };
}

function place(
  file: FileSyntax,
  node: SgNode,
  variables: readonly string[],
): Found {
  const { start, end } = node.range();
  const line = start.line + 1;
  const endLine = end.line + 1;
  return {
    path: file.path,
    line,
    ...(endLine > line ? { endLine } : {}),
    values: {
      ...valuesOfFile(file.path),
      line: String(line),
      text: node.text().slice(0, 500),
      ...Object.fromEntries(
        variables.map(name => [`match.${name}`, textOf(node, name)]),
      ),
    },
    inside: { kind: 'code', path: file.path, file, node, line },
  };
}

function textOf(node: SgNode, name: string): string {
  const single = node.getMatch(name)?.text();
  return (
    single ??
    node
      .getMultipleMatches(name)
      .map(item => item.text())
      .join('')
  ).slice(0, 500);
}
