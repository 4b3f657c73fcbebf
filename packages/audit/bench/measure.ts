// One measurement in a process of its own, told by its arguments: <what> <folder> <threads>. Prints JSON.
import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { auditTree, AuditRunner, builtInChecks, readDirectory } from '../src';
import { runChecks } from '../src/engine/runChecks';
import { TaskCost } from '../src/engine/TaskStack';
import { inventory } from '../src/facts/inventory/extract';
import { FileClass, Inventory, Language } from '../src/facts/inventory/schema';
import { loadGrammar, parseText } from '../src/syntax/parsing/grammars';
import { MemoryTree } from '../src/tree/MemoryTree';

const LANGUAGES: readonly Language[] = [
  'python',
  'typescript',
  'tsx',
  'javascript',
  'go',
  'java',
];

/** Classes of which checks open files; all others are never parsed. */
const JUDGED: readonly FileClass[] = [
  'source',
  'test',
  'script',
  'config',
  'migration',
];

export interface Measurement {
  files: number;
  /** Files that were parsed, and how often in all. */
  parsed: number;
  parses: number;
  /** Characters of the parsed files. */
  characters: number;
  wallMs: number;
  cpuMs: number;
  /** The same once more in the same process, when all code is compiled. */
  warmCpuMs: number;
  peakMb: number;
  costs: TaskCost[];
}

type Counted = Pick<Measurement, 'files' | 'parsed' | 'parses' | 'characters'>;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Reads and parses what an audit would, and nothing else. */
async function floor(folder: string, known: Inventory): Promise<Counted> {
  const tree = await readDirectory(folder);
  let parsed = 0;
  let characters = 0;
  for (const file of known.files) {
    const text = tree.read(file.path);
    if (text !== undefined && file.language && JUDGED.includes(file.class)) {
      parseText(file.language, text);
      parsed += 1;
      characters += text.length;
      // Messages, aborts and other threads are only heard when the event loop turns.
      if (parsed % 8 === 7) {
        await new Promise(resolve => setImmediate(resolve));
      }
    }
  }
  return { files: tree.files.length, parsed, parses: parsed, characters };
}

async function audit(
  folder: string,
  threads: number,
  onCost: (cost: TaskCost) => void,
): Promise<Counted> {
  const tree = await readDirectory(folder);
  const parsed = new Set<string>();
  let parses = 0;
  await runChecks({
    tree,
    checks: builtInChecks,
    observer: { onCost },
    parsing: {
      threads,
      onParse: path => {
        parsed.add(path);
        parses += 1;
      },
    },
  });
  let characters = 0;
  for (const path of parsed) {
    characters += tree.read(path)?.length ?? 0;
  }
  return {
    files: tree.files.length,
    parsed: parsed.size,
    parses,
    characters,
  };
}

/** The whole way, with a process for the judging, as the backend and the command line go it. */
async function endToEnd(folder: string, threads: number): Promise<Counted> {
  const runner = new AuditRunner({ threads });
  try {
    const tree = await readDirectory(folder);
    await auditTree(tree, enterpriseStandard, {
      runner,
      source: folder,
      revision: null,
    });
    return { files: tree.files.length, parsed: 0, parses: 0, characters: 0 };
  } finally {
    await runner.close();
  }
}

async function inventoryOf(folder: string): Promise<Inventory> {
  const tree: MemoryTree = await readDirectory(folder);
  return inventory.extract({
    tree,
    skip: () => {},
  } as unknown as Parameters<typeof inventory.extract>[0]);
}

async function main([what, folder, threads]: string[]) {
  const known = what === 'floor' ? await inventoryOf(folder) : undefined;
  // Loading a grammar is no part of parsing.
  for (const language of LANGUAGES) {
    await loadGrammar(language);
  }
  const costs: TaskCost[] = [];
  const measured = (onCost: (cost: TaskCost) => void) => {
    switch (what) {
      case 'floor':
        return floor(folder, known!);
      case 'audit':
        return audit(folder, Number(threads), onCost);
      default:
        return endToEnd(folder, Number(threads));
    }
  };
  const begin = performance.now();
  const cpu = cpuMs();
  const counted = await measured(cost => costs.push(cost));
  const result: Measurement = {
    ...counted,
    wallMs: performance.now() - begin,
    cpuMs: cpuMs() - cpu,
    warmCpuMs: 0,
    peakMb: process.resourceUsage().maxRSS / 1024,
    costs,
  };
  const again = cpuMs();
  await measured(() => {});
  result.warmCpuMs = cpuMs() - again;
  process.stdout.write(JSON.stringify(result));
}

main(process.argv.slice(2)).catch(error => {
  console.error(error);
  process.exitCode = 1;
});
