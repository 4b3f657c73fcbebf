import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { RoleFact, roleOf } from '../deployables/role';
import {
  entriesOf,
  entryAt,
  itemsOf,
  scalarsOf,
  textAt,
  valueAt,
} from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { YamlEntry, YamlMap, YamlValue } from '../yaml/schema';
import { mergeCompose } from './mergeCompose';
import { joinPath, readService } from './readService';
import { ComposeFacts, ComposeFile, ComposeService } from './schema';

const NAME =
  /(?:^|[._-])(?:compose|stack)(?:[._-].*)?\.ya?ml$|^docker-.*\.ya?ml$/i;
/** Names under which Compose looks for a file itself, in its order. */
const BASE_NAMES = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
];
const MAX_EXTENDS = 8;
/** Each may depend on each; aliases write tens of thousands of them in a few kilobytes. */
const MAX_SERVICES = 1_000;
/** Services that run for ever have one of these; others wait for a one-shot service to end. */
const COMPLETED = 'service_completed_successfully';

const NO_SERVICES: YamlMap = {
  kind: 'map',
  entries: new Map(),
  line: 1,
  endLine: 1,
};

interface ParsedFile extends RoleFact {
  path: string;
  services: YamlMap;
  root: YamlValue;
}

class ComposeReader {
  private readonly files = new Map<string, ParsedFile>();
  /** File of each value, since merged services hold values of several. */
  private readonly origins = new Map<YamlValue, string>();

  constructor(private readonly context: ExtractContext) {}

  read(): ComposeFacts {
    for (const { path } of this.context.tree.files) {
      if (NAME.test(nameOf(path))) {
        this.parse(path);
      }
    }
    this.include();
    const files = [...this.files.values()].map(file => this.readFile(file));
    const overlaid = new Set(
      files
        .filter(file => file.overlayOf && file.role === 'production')
        .flatMap(file =>
          file.services.map(({ name }) => `${file.overlayOf}\n${name}`),
        ),
    );
    return {
      files,
      production: files
        .flatMap(file => file.services)
        .filter(
          ({ role, path, name }) =>
            role === 'production' && !overlaid.has(`${path}\n${name}`),
        ),
    };
  }

  /** Files that others include belong to their project, whatever their own name says. */
  private include(): void {
    // The map grows while it is walked: included files may include others.
    for (const file of this.files.values()) {
      for (const item of itemsOf(valueAt(file.root, 'include'))) {
        const paths =
          item.kind === 'scalar' ? [item] : scalarsOf(valueAt(item, 'path'));
        for (const { text } of paths) {
          const path = joinPath(folderOf(file.path), text);
          const known = this.files.has(path);
          const included = this.parse(path);
          if (
            included &&
            included !== file &&
            file.role === 'production' &&
            (!known || included.because.startsWith('folder'))
          ) {
            included.role = 'production';
            included.because = `included by ${file.path}`;
          }
        }
      }
    }
  }

  private parse(path: string): ParsedFile | undefined {
    const known = this.files.get(path);
    if (known) {
      return known;
    }
    const text = this.context.tree.read(path);
    if (
      text === undefined ||
      !/^["']?(?:services|include)["']?\s*:/m.test(text)
    ) {
      return undefined;
    }
    const { documents, problem, template, heading } = parseYaml(text);
    if (problem) {
      this.context.skip(path, template ? 'template, not rendered' : problem);
      return undefined;
    }
    const services =
      valueAt(documents[0], 'services') ??
      // A file that only includes others.
      (valueAt(documents[0], 'include') && NO_SERVICES);
    if (services?.kind !== 'map') {
      return undefined;
    }
    if (services.entries.size > MAX_SERVICES) {
      this.context.skip(path, `more than ${MAX_SERVICES} services`);
      return undefined;
    }
    const file = {
      path,
      services,
      root: documents[0],
      ...roleOf(path, heading),
    };
    this.remember(documents[0], path);
    this.files.set(path, file);
    return file;
  }

  private remember(value: YamlValue, path: string): void {
    if (this.origins.has(value)) {
      return;
    }
    this.origins.set(value, path);
    if (value.kind === 'map') {
      for (const entry of value.entries.values()) {
        this.remember(entry.value, path);
      }
    } else if (value.kind === 'sequence') {
      value.items.forEach(item => this.remember(item, path));
    }
  }

  private readFile(file: ParsedFile): ComposeFile {
    const base = this.baseOf(file);
    const services: ComposeService[] = [];
    for (const entry of file.services.entries.values()) {
      const own = this.extended(file, entry, 0);
      const below = base?.services.entries.get(entry.key);
      const merged = below
        ? this.merge(this.extended(base!, below, 0), own, file.path)
        : own;
      if (merged.kind !== 'map') {
        continue;
      }
      services.push(
        readService(
          { ...entry, value: merged },
          {
            path: file.path,
            role: file.role,
            because: file.because,
            pathOf: value => this.origins.get(value) ?? file.path,
          },
        ),
      );
    }
    const awaited = new Set(
      services
        .flatMap(service => service.dependsOn)
        .filter(({ condition }) => condition === COMPLETED)
        .map(({ service }) => service),
    );
    for (const service of services) {
      service.oneShot = awaited.has(service.name) || endsByItself(service);
    }
    return {
      path: file.path,
      role: file.role,
      because: file.because,
      overlayOf: base?.path,
      services,
      volumes: entriesOf(valueAt(file.root, 'volumes')).map(({ key }) => key),
      remoteVolumes: entriesOf(valueAt(file.root, 'volumes'))
        .filter(({ value }) => isRemoteVolume(value))
        .map(({ key }) => key),
    };
  }

  /** The file that this one changes: it names services that are none without an image from there. */
  private baseOf(file: ParsedFile): ParsedFile | undefined {
    const folder = file.path.slice(
      0,
      file.path.length - nameOf(file.path).length,
    );
    const base = BASE_NAMES.map(name => this.files.get(folder + name)).find(
      item => item !== undefined,
    );
    if (!base || base === file) {
      return undefined;
    }
    const isOverlay = [...file.services.entries.values()].some(
      ({ key, value }) => base.services.entries.has(key) && !standsAlone(value),
    );
    return isOverlay || /override/i.test(nameOf(file.path)) ? base : undefined;
  }

  private extended(
    file: ParsedFile,
    entry: YamlEntry,
    depth: number,
  ): YamlValue {
    const reference = valueAt(entry.value, 'extends');
    if (!reference || depth > MAX_EXTENDS) {
      return entry.value;
    }
    const name =
      reference.kind === 'scalar'
        ? reference.text
        : textAt(reference, 'service');
    const other = textAt(reference, 'file');
    const source = other
      ? this.parse(joinPath(folderOf(file.path), other))
      : file;
    const base = name ? source?.services.entries.get(name) : undefined;
    if (!source || !base || base === entry) {
      return entry.value;
    }
    return this.merge(
      this.extended(source, base, depth + 1),
      entry.value,
      file.path,
    );
  }

  private merge(base: YamlValue, over: YamlValue, path: string): YamlValue {
    const merged = mergeCompose(base, over, (from, to) =>
      this.origins.set(to, this.origins.get(from) ?? path),
    );
    this.rememberMerged(merged, path);
    return merged;
  }

  /** New values of a merge belong to the file on top; those taken over keep their own. */
  private rememberMerged(value: YamlValue, path: string): void {
    if (this.origins.has(value)) {
      return;
    }
    this.origins.set(value, path);
    if (value.kind === 'map') {
      for (const entry of value.entries.values()) {
        this.rememberMerged(entry.value, path);
      }
    }
  }
}

/** A service that needs no file below it: it says itself what it runs. */
function standsAlone(service: YamlValue): boolean {
  const build = valueAt(service, 'build');
  return (
    entryAt(service, 'image') !== undefined ||
    entryAt(service, 'extends') !== undefined ||
    build?.kind === 'scalar' ||
    // `build: { target: … }` alone changes the build of the file below.
    textAt(build, 'context') !== undefined ||
    textAt(build, 'dockerfile_inline') !== undefined
  );
}

/** Names of services that prepare something and end. */
const JOB_NAMES =
  /^(?:.*[-_.])?(?:migrate|migrator|migrations?|init|initdb|seed|seeder|setup|bootstrap|createbuckets?|create[-_]buckets?|fixtures|collectstatic)(?:[-_.].*)?$/i;
const JOB_COMMANDS =
  /\b(?:alembic upgrade|manage\.py (?:migrate|collectstatic|loaddata)|prisma (?:migrate|db)|flyway .*migrate|db:migrate|knex migrate|typeorm migration:run|dbmate up|rake db:)/;

function endsByItself(service: ComposeService): boolean {
  const restart = service.restart?.text.toLocaleLowerCase('en-US');
  if (restart !== undefined && !['no', 'false', 'none'].includes(restart)) {
    return false;
  }
  if (service.ports.length > 0) {
    return false;
  }
  const text = (service.command?.text ?? '').slice(0, 2000);
  // `migrate && serve` goes on serving.
  const continues = /(?:&&|;)\s*(?:exec\s+)?\S+/.test(
    text.replace(JOB_COMMANDS, ''),
  );
  return (
    restart !== undefined ||
    JOB_NAMES.test(service.name) ||
    (JOB_COMMANDS.test(text) && !continues)
  );
}

/** A volume of another driver than the local one, or of one that mounts a share. */
function isRemoteVolume(value: YamlValue): boolean {
  const driver = textAt(value, 'driver');
  const type = textAt(value, 'driver_opts', 'type');
  return (
    (driver !== undefined && driver !== 'local') ||
    /^(?:nfs\d?|cifs|smb\d?|glusterfs|ceph|fuse\..*)$/.test(type ?? '')
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/**
 * Compose files with their services, with anchors, `extends` and overlays applied.
 *
 * @public
 */
export const compose = defineExtractor<ComposeFacts>({
  id: 'compose',
  extract: context => new ComposeReader(context).read(),
});
