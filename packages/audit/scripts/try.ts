// Judges a folder with the built-in checks and prints what they say:
// node --require @backstage/cli/config/nodeTransform.cjs packages/audit/scripts/try.ts <folder> [check…]
import { builtInChecks, checksById, readDirectory, runChecks } from '../src';

async function main([folder, ...ids]: string[]) {
  const tree = await readDirectory(folder);
  const started = Date.now();
  const { results, skipped } = await runChecks({
    tree,
    checks: ids.length ? ids.map(checksById) : builtInChecks,
  });
  for (const result of results) {
    console.log(
      `${result.status.padEnd(14)} ${result.check}: ${result.summary}`,
    );
    for (const place of result.evidence) {
      console.log(
        `    ${place.severity ?? ''} ${place.path ?? '-'}:${place.line ?? ''} ${
          place.subject ?? ''
        } ${place.note ?? ''}`,
      );
    }
    for (const place of result.strengths ?? []) {
      console.log(
        `  + ${place.path ?? '-'}:${place.line ?? ''} ${place.note ?? ''}`,
      );
    }
    if (result.lookedFor.length) {
      console.log(`    looked for: ${result.lookedFor.join(', ')}`);
    }
  }
  for (const { path, reason } of skipped) {
    console.log(`skipped ${path}: ${reason}`);
  }
  console.log(`${tree.files.length} files, ${Date.now() - started} ms`);
}

main(process.argv.slice(2)).catch(error => {
  console.error(error);
  process.exitCode = 1;
});
