import { Knex } from 'knex';

/** What one kind of reading costs. */
export interface Measured {
  name: string;
  statements: number;
  kilobytes: number;
  p50: number;
  p95: number;
}

/** Repeats a reading by so many readers at once, and counts what it asks and answers. */
export async function measure(
  knex: Knex,
  name: string,
  read: (round: number) => Promise<unknown>,
  options: { readers: number; rounds: number },
): Promise<Measured> {
  let statements = 0;
  const count = () => statements++;
  knex.on('query', count);
  const answer = await read(0);
  knex.off('query', count);

  const times: number[] = [];
  let round = 0;
  await Promise.all(
    Array.from({ length: options.readers }, async () => {
      while (round < options.rounds) {
        const begin = performance.now();
        await read(round++);
        times.push(performance.now() - begin);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return {
    name,
    statements,
    kilobytes: JSON.stringify(answer).length / 1024,
    p50: at(0.5),
    p95: at(0.95),
  };
}

/** Does something so many times by so many workers: how often a second, and what of this process's time each costs. */
export async function rate(
  count: number,
  workers: number,
  work: (index: number) => Promise<void>,
): Promise<string> {
  let next = 0;
  const begin = performance.now();
  const cpu = process.cpuUsage();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (next < count) {
        await work(next++);
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = count / ((performance.now() - begin) / 1000);
  const own = (user + system) / 1000 / count;
  return `${perSecond.toFixed(0)} a second, ${own.toFixed(
    1,
  )} ms of processor time each beside PostgreSQL`;
}

/** A table for the terminal and for BENCHMARKS.md. */
export function table(rows: Measured[]): string {
  return [
    '| page | statements | KB | p50 ms | p95 ms |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ name, statements, kilobytes, p50, p95 }) =>
        `| ${name} | ${statements} | ${kilobytes.toFixed(0)} | ${p50.toFixed(
          0,
        )} | ${p95.toFixed(0)} |`,
    ),
  ].join('\n');
}
