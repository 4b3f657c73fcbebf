import { shellCommands } from '../shell/parseShell';
import { unwrap } from '../workflows/wrappers';
import { commandName } from '../workflows/tools';

/** A copy that leaves the machine. */
export interface OffSiteCopy {
  /** Program and target, without secrets. */
  text: string;
  line: number;
  /** Variable without which the script leaves the copy out. */
  needs?: string;
}

/** Programs that copy to another place, with what must be among their arguments. */
const COPIERS: readonly { name: RegExp; arguments: RegExp }[] = [
  {
    name: /^aws$/,
    arguments: /\bs3\s+(?:cp|sync|mv)\b|\bs3api\s+put-object\b/,
  },
  { name: /^gsutil$/, arguments: /\b(?:cp|rsync|mv)\b/ },
  { name: /^gcloud$/, arguments: /\bstorage\s+(?:cp|rsync|mv)\b/ },
  { name: /^az$/, arguments: /\bstorage\b.*\bupload/ },
  { name: /^azcopy$/, arguments: /\b(?:copy|cp|sync)\b/ },
  {
    name: /^rclone$/,
    arguments: /\b(?:copy|copyto|sync|move|moveto|rcat|bisync)\b/,
  },
  { name: /^rsync$/, arguments: /(?:^|\s)(?:[\w.$"{}@-]+:|rsync:\/\/)\S*/ },
  { name: /^scp$/, arguments: /:/ },
  { name: /^(?:sftp|lftp|ncftpput|ftp|ssh)$/, arguments: /\S/ },
  { name: /^(?:mc|mcli)$/, arguments: /\b(?:cp|mirror|pipe|put|mv)\b/ },
  { name: /^s3cmd$/, arguments: /\b(?:put|sync)\b/ },
  { name: /^(?:s4cmd|s5cmd|s3put|gof3r)$/, arguments: /\S/ },
  { name: /^b2$/, arguments: /upload|\bsync\b/ },
  { name: /^oci$/, arguments: /\bos\s+object\s+(?:put|bulk-upload)\b/ },
  { name: /^swift$/, arguments: /\bupload\b/ },
  { name: /^curl$/, arguments: /(?:^|\s)(?:-T|--upload-file)\s|-X\s*PUT/ },
  { name: /^(?:duplicity|duply)$/, arguments: /:\/\// },
  {
    // Repositories of these are remote when their address says so.
    name: /^(?:restic|borg|kopia|tarsnap)$/,
    arguments:
      /\b(?:s3|b2|azure|gs|sftp|rest|rclone|swift):|ssh:\/\/|@[\w.-]+:/,
  },
  {
    name: /^(?:wal-g|wal-e|barman-cloud-backup|pgbackrest|tarsnap)$/,
    arguments: /./,
  },
];
const REMOTE_REPOSITORY =
  /\b(?:RESTIC_REPOSITORY|BORG_REPO|KOPIA_\w*)=["']?(?:(?:s3|b2|azure|gs|sftp|rest|rclone|swift):|ssh:\/\/|\w+@)/;
/** Variables of images for copies that name another place. */
const REMOTE_VARIABLE =
  /(?:S3|BUCKET|B2|AZURE|GCS|GS_|RCLONE|SFTP|SSH|REMOTE|WEBDAV|DROPBOX|SPACES|SWIFT)/;
/** Images that only know another place. */
const REMOTE_IMAGE =
  /(?:^|[/-])(?:s3|gcs|azure|b2|rclone|wal-g|swift)(?:[-/]|$)|backup-s3|s3-backup|backup-to-s3/i;

/** The first command of a text that copies to another place. */
export function offSiteIn(
  text: string,
  firstLine = 1,
): OffSiteCopy | undefined {
  for (const command of shellCommands(text, firstLine)) {
    const words = unwrap(command.words);
    const name = commandName(words[0]);
    const args = words.slice(1).join(' ');
    const copier = COPIERS.find(item => item.name.test(name));
    if (
      copier &&
      (copier.arguments.test(args) || REMOTE_REPOSITORY.test(text)) &&
      // Fetching is no copying away: the target is the last operand.
      !fetches(name, words)
    ) {
      const needs = neededFor(command.text, text);
      return {
        text: `${name} ${words[1] ?? ''}`.trim(),
        line: command.line,
        ...(needs ? { needs } : {}),
      };
    }
  }
  return undefined;
}

function fetches(name: string, words: readonly string[]): boolean {
  const operands = words.slice(1).filter(word => !word.startsWith('-'));
  const last = operands.at(-1) ?? '';
  const remote = /^(?:s3|gs|b2|az|https?|[\w$"{}@.-]+):/;
  return (
    ['aws', 'gsutil', 'gcloud', 'rclone', 'rsync', 'scp'].includes(name) &&
    operands.length > 1 &&
    !remote.test(last) &&
    operands.some(word => remote.test(word)) &&
    !operands.includes('rcat')
  );
}

/** Variable of the copy that the script tests for before it copies. */
function neededFor(command: string, text: string): string | undefined {
  const names = [...command.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)].map(
    match => match[1],
  );
  return names.find(name =>
    new RegExp(`\\[\\[?\\s+(?:-[nz]\\s+)?"?\\$\\{?${name}\\b`).test(text),
  );
}

/** Where an image for copies puts them, as far as its name and variables say. */
export function imageCopiesAway(
  repository: string,
  environment: readonly { name: string; value?: string }[],
): string | undefined {
  if (REMOTE_IMAGE.test(repository)) {
    return repository;
  }
  const variable = environment.find(
    ({ name, value }) =>
      (REMOTE_VARIABLE.test(name) && value !== '' && value !== 'false') ||
      (/^(?:RESTIC_REPOSITORY|BORG_REPO|BACKUP_(?:URL|TARGET|DESTINATION)|DB_DUMP_TARGET|DESTINATION)$/.test(
        name,
      ) &&
        /:|@/.test(value ?? '') &&
        !/^(?:file:|local:|\/)/.test(value ?? '')),
  );
  return variable?.name;
}
