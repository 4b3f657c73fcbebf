import { defineExtractor } from '../../engine/defineExtractor';
import { FileSyntax } from '../../syntax/schema';
import { inventory } from '../inventory/extract';
import { FileClass, InventoryFile, Language } from '../inventory/schema';
import {
  FoundSetting,
  fromCalls,
  fromGo,
  fromJavaScript,
  fromPython,
} from './code';
import { CONDITION_WORDS, findConditions } from './conditions';
import { Settings, SettingFact } from './schema';
import { fromSpring, SPRING_FILE } from './spring';

/** Classes whose settings reach production; tests and examples set what they like. */
const CLASSES: readonly FileClass[] = ['source', 'script', 'config'];

const READERS: Record<Language, (file: FileSyntax) => FoundSetting[]> = {
  python: fromPython,
  typescript: fromJavaScript,
  tsx: fromJavaScript,
  javascript: fromJavaScript,
  go: fromGo,
  java: fromCalls,
};

/** Words of which a file that reads a setting contains one. */
const SETTING_WORDS = [
  'env',
  'Env',
  'ENV',
  'BaseSettings',
  'getattr(',
  'decouple',
  'onfig.get',
  'ervice.get',
  'ettings',
  'viper',
  'mapstructure',
  'getProperty',
  '@Value',
  'SECRET_KEY',
  'INSTALLED_APPS',
];

/**
 * Settings that code and framework configuration read or declare, and the branches that depend on the environment.
 *
 * @public
 */
export const settings = defineExtractor<Settings>({
  id: 'settings',
  extract: async context => {
    const { files } = await context.facts(inventory);
    const byPath = new Map(files.map(item => [item.path, item]));
    const result: SettingFact[] = [];
    const add = (path: string, found: FoundSetting[]) => {
      const file = byPath.get(path) as InventoryFile;
      const seen = new Set<string>();
      for (const item of found) {
        // A fallback makes of one read two facts; the later one knows more.
        const key = `${item.name}\0${item.line}\0${item.default?.text}`;
        if (!seen.has(key)) {
          seen.add(key);
          result.push({
            ...item,
            path,
            language: file.language,
            class: file.class,
          });
        }
      }
    };

    for (const file of await context.syntax.files({
      classes: CLASSES,
      containing: SETTING_WORDS,
    })) {
      add(file.path, READERS[file.language](file));
    }
    for (const file of files) {
      if (SPRING_FILE.test(file.path) && CLASSES.includes(file.class)) {
        const found = fromSpring(file.path, context.tree.read(file.path) ?? '');
        if (!found) {
          context.skip(file.path, 'unparsable: not valid YAML');
        }
        add(
          file.path,
          (found ?? []).map(item => ({ ...item, enclosing: [] })),
        );
      }
    }
    const conditions = (
      await context.syntax.files({
        classes: CLASSES,
        containing: CONDITION_WORDS,
      })
    ).flatMap(findConditions);
    const byPlace = (
      a: { path: string; line: number },
      b: { path: string; line: number },
    ) => (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line;
    return {
      settings: result.sort(byPlace),
      conditions: conditions.sort(byPlace),
    };
  },
});
