import { defineExtractor } from '../../engine/defineExtractor';
import { fromCode } from './code';
import { BackupCollector } from './collector';
import { fromCompose } from './compose';
import { fromFiles } from './files';
import { fromKubernetes } from './kubernetes';
import { Backups } from './schema';
import { readScripts } from './scripts';
import { fromWorkflows } from './workflows';

/**
 * What copies data, what runs it, and how the copy leaves the machine.
 *
 * @public
 */
export const backups = defineExtractor<Backups>({
  id: 'backups',
  extract: async context => {
    const collector = new BackupCollector(readScripts(context));
    await fromKubernetes(context, collector);
    await fromCompose(context, collector);
    await fromWorkflows(context, collector);
    await fromFiles(context, collector);
    await fromCode(context, collector);
    return collector.result();
  },
});
