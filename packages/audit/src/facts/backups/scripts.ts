import { ExtractContext } from '../../engine/types';
import { shellCommands } from '../shell/parseShell';
import { ScriptFact } from './collector';
import { offSiteIn } from './offSite';
import { backupTool } from './tools';

const MAX_SCRIPT = 200 * 1024;
/** Commands that print or test for a tool and do not run it. */
const NO_RUN = /^(?:echo|printf|command|which|type|apt-get|apk|pip|brew)$/;

/** Shell scripts that copy data, or files to another place. */
export function readScripts({ tree }: ExtractContext): ScriptFact[] {
  const found: ScriptFact[] = [];
  for (const { path, size } of tree.files) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const text =
      size <= MAX_SCRIPT && (/\.(?:sh|bash)$/.test(name) || !name.includes('.'))
        ? tree.read(path)
        : undefined;
    if (!text || (!/\.(?:sh|bash)$/.test(name) && !/^#!.*sh\b/.test(text))) {
      continue;
    }
    const away = offSiteIn(text);
    const offSite = away && { ...away, path };
    const backup = shellCommands(text)
      .filter(command => !NO_RUN.test(command.words[0] ?? ''))
      .map(command => {
        const tool = backupTool(command.words);
        return tool && { ...tool, line: command.line };
      })
      .find(item => item !== undefined);
    if (backup || offSite) {
      found.push({ path, backup, offSite });
    }
  }
  return found;
}
