import { readFile } from 'fs/promises';
import { Language as Grammar, Parser } from 'web-tree-sitter';
import { Language } from '../../facts/inventory/schema';
import { NodeKinds } from '../nodes/NodeKinds';
import { NodeColumns, SyntaxTree } from '../nodes/SyntaxTree';
import { flatten } from './flatten';

/** A grammar with the parser that uses it. */
export interface LoadedGrammar {
  kinds: NodeKinds;
  /** @throws when the parser gives up. */
  parse(text: string): NodeColumns;
}

const loading = new Map<Language, Promise<LoadedGrammar>>();
const loaded = new Map<Language, LoadedGrammar>();
let ready: Promise<void> | undefined;

/** Loads a grammar once in each thread: some ten milliseconds. */
export function loadGrammar(language: Language): Promise<LoadedGrammar> {
  let grammar = loading.get(language);
  if (!grammar) {
    grammar = load(language).then(result => {
      loaded.set(language, result);
      return result;
    });
    loading.set(language, grammar);
  }
  return grammar;
}

/**
 * Parses a text in this thread.
 *
 * @throws when the grammar was not loaded, or the parser gives up.
 */
export function parseText(language: Language, text: string): SyntaxTree {
  const grammar = loaded.get(language);
  if (!grammar) {
    throw new Error(`the grammar of ${language} is not loaded`);
  }
  return new SyntaxTree(text, grammar.kinds, grammar.parse(text));
}

async function load(language: Language): Promise<LoadedGrammar> {
  ready ??= Parser.init();
  await ready;
  const grammar = await Grammar.load(
    await readFile(
      require.resolve(
        `@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`,
      ),
    ),
  );
  const parser = new Parser();
  parser.setLanguage(grammar);
  const names = [...grammar.types];
  const named = Uint8Array.from(names, (_, number) =>
    grammar.nodeTypeIsNamed(number) ? 1 : 0,
  );
  return {
    kinds: new NodeKinds({ names, named, fields: grammar.fields }),
    parse: text => {
      const tree = parser.parse(text);
      if (!tree) {
        throw new Error('the parser gave up');
      }
      try {
        return flatten(tree, named);
      } finally {
        tree.delete();
      }
    },
  };
}
