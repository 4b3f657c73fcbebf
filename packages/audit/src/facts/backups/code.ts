import { ExtractContext } from '../../engine/types';
import { inventory } from '../inventory/extract';
import { BackupCollector } from './collector';
import { backupTool } from './tools';

/** Programs for copies that the application itself starts. */
export async function fromCode(
  context: ExtractContext,
  collector: BackupCollector,
): Promise<void> {
  const { files } = await context.facts(inventory);
  for (const file of files) {
    if (
      file.language === null ||
      (file.class !== 'source' && file.class !== 'script')
    ) {
      continue;
    }
    const text = context.tree.read(file.path) ?? '';
    const name =
      /["'`\s/](pg_dump|pg_basebackup|mysqldump|mongodump|pg_dumpall)["'`\s]/.exec(
        text,
      );
    if (name) {
      const tool = backupTool([name[1]]);
      collector.found.push({
        tool: name[1],
        products: tool?.products ?? [],
        path: file.path,
        line: text.slice(0, name.index + 1).split('\n').length,
        inCode: true,
        by: 'code',
        mounts: [],
      });
    }
  }
}
