// The benchmark of the engine, see BENCHMARKS.md: yarn bench audit [folder…]
import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join, resolve } from 'path';
import { generateTree } from './generateTree';
import type { Measurement } from './measure';

const ROOT = resolve(__dirname, '../../..');
const GENERATED_FILES = 5_000;
/** Extractors and checks that are named one by one. */
const NAMED = 30;

interface Subject {
  name: string;
  folder: string;
}

function measure(what: string, folder: string, threads = 1): Measurement {
  const output = execFileSync(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, 'measure.ts'),
      what,
      folder,
      String(threads),
    ],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return JSON.parse(output) as Measurement;
}

const say = (line = '') => process.stdout.write(`${line}\n`);
const ms = (value: number) => `${Math.round(value).toLocaleString('en-US')} ms`;
const ratio = (value: number, of: number) => (value / of).toFixed(2);

function row(...cells: (string | number)[]) {
  say(`| ${cells.join(' | ')} |`);
}

function header(...cells: string[]) {
  row(...cells);
  row(...cells.map((_, index) => (index === 0 ? '---' : '---:')));
}

function compare(subjects: Subject[]): Map<string, Measurement> {
  const audits = new Map<string, Measurement>();
  say('## Against the floor');
  say();
  header(
    'tree',
    'files',
    'parsed by the floor',
    'parsed by the audit (times)',
    'floor CPU',
    'audit CPU',
    '× floor',
    '× floor, warm',
    'files/s',
    'peak RSS',
    '2 threads: × wall',
  );
  for (const { name, folder } of subjects) {
    const floor = measure('floor', folder);
    const single = measure('audit', folder);
    const double = measure('audit', folder, 2);
    audits.set(name, single);
    row(
      name,
      single.files,
      floor.parsed,
      `${single.parsed} (${single.parses})`,
      ms(floor.cpuMs),
      ms(single.cpuMs),
      ratio(single.cpuMs, floor.cpuMs),
      ratio(single.warmCpuMs, floor.warmCpuMs),
      Math.round(single.files / (single.cpuMs / 1000)),
      `${Math.round(single.peakMb)} MB`,
      ratio(single.wallMs, double.wallMs),
    );
  }
  say();
  return audits;
}

function bill(name: string, audit: Measurement, floor: number) {
  const total = audit.costs.reduce((sum, cost) => sum + cost.cpuMs, 0);
  say(`## Bill of ${name}`);
  say();
  say(
    `Extractors and checks, without what they wait for and without parsing: ${ms(
      total,
    )}, ${ratio(total, floor)} × floor.`,
  );
  say();
  header('extractor or check', 'CPU', '% of floor');
  const sorted = [...audit.costs].sort((a, b) => b.cpuMs - a.cpuMs);
  for (const { kind, id, cpuMs } of sorted.slice(0, NAMED)) {
    row(
      `${kind === 'facts' ? 'facts' : 'check'} ${id}`,
      ms(cpuMs),
      ((cpuMs / floor) * 100).toFixed(1),
    );
  }
  const rest = sorted.slice(NAMED);
  row(
    `${rest.length} others`,
    ms(rest.reduce((sum, cost) => sum + cost.cpuMs, 0)),
    ((rest.reduce((sum, cost) => sum + cost.cpuMs, 0) / floor) * 100).toFixed(
      1,
    ),
  );
  say();
}

function main(folders: string[]) {
  const temporary = mkdtempSync(join(tmpdir(), 'readiness-bench-'));
  try {
    const subjects: Subject[] = folders.map(folder => ({
      name: basename(folder),
      folder: resolve(folder),
    }));
    if (subjects.length === 0) {
      const generated = join(temporary, 'generated');
      const bytes = generateTree(generated, GENERATED_FILES);
      say(
        `Generated ${GENERATED_FILES} files, ${(bytes / 1e6).toFixed(1)} MB.`,
      );
      say();
      const services = join(ROOT, 'examples/services');
      subjects.push(
        { name: 'this repository', folder: ROOT },
        ...readdirSync(services)
          .sort()
          .map(name => ({ name, folder: join(services, name) })),
        { name: 'generated', folder: generated },
      );
    }
    const audits = compare(subjects);
    const last = subjects[subjects.length - 1];
    bill(
      last.name,
      audits.get(last.name)!,
      measure('floor', last.folder).cpuMs,
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

main(process.argv.slice(2));
