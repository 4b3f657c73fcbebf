import goLanguage from '@ast-grep/lang-go';
import javaLanguage from '@ast-grep/lang-java';
import pythonLanguage from '@ast-grep/lang-python';
import { Lang, parse, registerDynamicLanguage, SgNode } from '@ast-grep/napi';
import { existsSync } from 'fs';
import { Language } from '../facts/inventory/schema';

const DYNAMIC = {
  python: pythonLanguage,
  go: goLanguage,
  java: javaLanguage,
};

/** What ast-grep calls each language. JavaScript has its own grammar; `.jsx` is part of it. */
const GRAMMARS: Record<Language, string> = {
  python: 'python',
  typescript: Lang.TypeScript,
  tsx: Lang.Tsx,
  javascript: Lang.JavaScript,
  go: 'go',
  java: 'java',
};

let available: ReadonlySet<Language> | undefined;

/**
 * Registers the grammars that are not built in. ast-grep takes one registration a process, ignores every later one
 * silently, and aborts the whole process on a library that is not there; so all at once, and only those that exist.
 */
function registerOnce(): ReadonlySet<Language> {
  if (!available) {
    const found = Object.entries(DYNAMIC).filter(([, registration]) =>
      hasLibrary(registration),
    );
    registerDynamicLanguage(Object.fromEntries(found));
    available = new Set<Language>([
      'typescript',
      'tsx',
      'javascript',
      ...found.map(([language]) => language as Language),
    ]);
  }
  return available;
}

function hasLibrary(registration: { libraryPath: string }): boolean {
  try {
    // The path is looked up by a getter, which throws when there is no library for this platform.
    return existsSync(registration.libraryPath);
  } catch {
    return false;
  }
}

/**
 * Parses a text for the matcher of declarative checks. Everything else is read from {@link FileSyntax}.
 *
 * @throws when there is no grammar for the language on this platform.
 */
export function parseSource(language: Language, text: string): SgNode {
  if (!registerOnce().has(language)) {
    throw new Error(`no matcher for ${language} on this platform`);
  }
  return parse(GRAMMARS[language], text).root();
}
