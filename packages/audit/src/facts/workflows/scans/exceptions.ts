import { ExtractContext } from '../../../engine/types';
import { entriesOf, itemsOf, textAt, valueAt } from '../../yaml/access';
import { parseYaml } from '../../yaml/parseYaml';
import { ScanException } from './schema';

const READERS: Readonly<
  Record<string, (path: string, text: string) => ScanException[]>
> = {
  '.trivyignore': ofTrivy,
  '.snyk': ofSnyk,
  'osv-scanner.toml': ofOsv,
};

/** Lists of exceptions that scanners read: Trivy, Snyk, osv-scanner. */
export function scanExceptions({ tree }: ExtractContext): ScanException[] {
  return tree.files.flatMap(({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    const text = read && tree.read(path);
    return read && text !== undefined ? read(path, text) : [];
  });
}

/** One identifier a line, with `exp:` behind it; a comment above or behind is the reason. */
function ofTrivy(path: string, text: string): ScanException[] {
  const found: ScanException[] = [];
  let comment = false;
  text.split('\n').forEach((content, index) => {
    const line = content.trim();
    if (line.startsWith('#')) {
      comment = true;
    } else if (line === '') {
      comment = false;
    } else {
      found.push({
        tool: 'trivy',
        text: line.split(/\s/)[0],
        path,
        line: index + 1,
        reason: comment || line.includes('#'),
        expires: /\bexp:\d{4}-\d{2}-\d{2}/.test(line),
      });
    }
  });
  return found;
}

function ofSnyk(path: string, text: string): ScanException[] {
  const [document] = parseYaml(text).documents;
  return entriesOf(valueAt(document, 'ignore')).map(entry => {
    const details = itemsOf(entry.value).flatMap(item =>
      entriesOf(item).map(({ value }) => value),
    );
    return {
      tool: 'snyk',
      text: entry.key,
      path,
      line: entry.line,
      reason: details.some(item => !!textAt(item, 'reason')?.trim()),
      expires: details.some(item => textAt(item, 'expires') !== undefined),
    };
  });
}

/** `[[IgnoredVulns]]` tables; read by lines, as places are what counts. */
function ofOsv(path: string, text: string): ScanException[] {
  const found: ScanException[] = [];
  let current: ScanException | undefined;
  text.split('\n').forEach((content, index) => {
    const line = content.trim();
    if (line.startsWith('[')) {
      current = /^\[\[(?:IgnoredVulns|PackageOverrides)\]\]/.test(line)
        ? {
            tool: 'osv-scanner',
            text: '',
            path,
            line: index + 1,
            reason: false,
            expires: false,
          }
        : undefined;
      if (current) {
        found.push(current);
      }
    } else if (current) {
      const [key, value = ''] = line.split('=').map(part => part.trim());
      const filled = value.replace(/^["']|["']$/g, '') !== '';
      if (key === 'id' || key === 'name') {
        current.text = value.replace(/["']/g, '');
        current.line = index + 1;
      } else if (key === 'reason') {
        current.reason = filled;
      } else if (key === 'ignoreUntil' || key === 'effectiveUntil') {
        current.expires = filled;
      }
    }
  });
  return found;
}
