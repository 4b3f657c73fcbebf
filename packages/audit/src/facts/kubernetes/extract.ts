import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { RoleFact, roleOf } from '../deployables/role';
import { entriesOf, entryAt, itemsOf, textAt, valueAt } from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { YamlMap, YamlValue } from '../yaml/schema';
import { POD_OF_KIND, readWorkload } from './readWorkload';
import { kustomize, PlacedObject } from './kustomize';
import { Kubernetes, KubernetesService } from './schema';

/** Line starts that every object has; they spare the parsing of all other YAML. */
const IS_OBJECT = [/^[ \t]*(?:- )?apiVersion:/m, /^[ \t]*(?:- )?kind:/m];
/** Groups of other systems that use the same shape. */
const FOREIGN_GROUP =
  /^(?:backstage\.io|scaffolder\.backstage\.io|kubeadm|skaffold|client\.authentication)/;

/**
 * Kubernetes objects of plain YAML. Helm templates are listed, not guessed.
 *
 * @public
 */
export const kubernetes = defineExtractor<Kubernetes>({
  id: 'kubernetes',
  extract: context => {
    const facts: Kubernetes = {
      objects: [],
      workloads: [],
      services: [],
      secrets: [],
      helmValues: [],
      templates: [],
      patches: [],
    };
    const { tree } = context;
    const charts = tree.files
      .filter(({ path }) => /(?:^|\/)Chart\.ya?ml$/.test(path))
      .map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1));
    const files: { path: string; text: string }[] = [];
    const plain: PlacedObject[] = [];
    for (const { path } of tree.files) {
      if (
        !/\.ya?ml$|(?:^|\/)Kustomization$/i.test(path) ||
        path.startsWith('.github/')
      ) {
        continue;
      }
      const text = tree.read(path);
      if (text) {
        files.push({ path, text });
      }
      if (
        text &&
        charts.some(chart => isValuesFile(path, chart)) &&
        !path.includes('/templates/')
      ) {
        readValues(path, text, facts, context);
        continue;
      }
      if (!text || !IS_OBJECT.every(pattern => pattern.test(text))) {
        continue;
      }
      const templated = charts.some(chart =>
        path.startsWith(`${chart}templates/`),
      );
      if (templated) {
        facts.templates.push(path);
        continue;
      }
      plain.push(...objectsOf(path, text, facts, context));
    }
    const { objects, patches } = kustomize(files, plain);
    facts.patches.push(
      ...new Set(
        plain.map(({ path }) => path).filter(path => patches.has(path)),
      ),
    );
    for (const item of objects) {
      readObject(item, facts);
    }
    return facts;
  },
});

function isValuesFile(path: string, chart: string): boolean {
  return (
    path.startsWith(chart) &&
    /^(?:.*\/)?values[\w.-]*\.ya?ml$/.test(path.slice(chart.length))
  );
}

function readValues(
  path: string,
  text: string,
  facts: Kubernetes,
  context: ExtractContext,
): void {
  const { documents, problem, heading } = parseYaml(text);
  if (problem) {
    context.skip(path, problem);
    return;
  }
  const { role } = roleOf(path, heading);
  const walk = (value: YamlValue, key: string, line: number) => {
    if (value.kind === 'map') {
      for (const entry of value.entries.values()) {
        walk(entry.value, key ? `${key}.${entry.key}` : entry.key, entry.line);
      }
    } else if (value.kind === 'scalar' && typeof value.value === 'string') {
      facts.helmValues.push({ key, value: value.text, path, line, role });
    }
  };
  documents.forEach(document => walk(document, '', document.line));
}

/** Objects of a file; `undefined` for one that cannot be read. */
function objectsOf(
  path: string,
  text: string,
  facts: Kubernetes,
  context: ExtractContext,
): PlacedObject[] {
  const { documents, problem, template, heading } = parseYaml(text);
  if (problem) {
    if (template) {
      facts.templates.push(path);
    } else {
      context.skip(path, problem);
    }
    return [];
  }
  const role = roleOf(path, heading);
  return documents.flatMap(document =>
    (textAt(document, 'kind') === 'List'
      ? itemsOf(valueAt(document, 'items'))
      : [document]
    ).flatMap(object =>
      object.kind === 'map' ? [{ object, path, role, changedBy: [] }] : [],
    ),
  );
}

function readObject(
  { object, path, role, changedBy }: PlacedObject,
  facts: Kubernetes,
): void {
  const kind = textAt(object, 'kind');
  const apiVersion = textAt(object, 'apiVersion');
  if (!kind || !apiVersion || FOREIGN_GROUP.test(apiVersion)) {
    return;
  }
  const name = textAt(object, 'metadata', 'name') ?? '';
  facts.objects.push({
    apiVersion,
    kind,
    name,
    namespace: textAt(object, 'metadata', 'namespace'),
    path,
    line: entryAt(object, 'kind')?.line ?? object.line,
    endLine: object.endLine,
    role: role.role,
  });
  if (Object.hasOwn(POD_OF_KIND, kind)) {
    const workload = readWorkload(kind, object, path, role);
    if (workload) {
      facts.workloads.push({ ...workload, changedBy });
    }
  } else if (kind === 'Service') {
    facts.services.push(readService(object, name, path, role));
  } else if (kind === 'Secret') {
    facts.secrets.push({
      name,
      path,
      line: entryAt(object, 'kind')?.line ?? object.line,
      role: role.role,
      entries: [
        ...secretEntries(object, 'data', true),
        ...secretEntries(object, 'stringData', false),
      ],
      encrypted: entryAt(object, 'sops') !== undefined,
    });
  }
}

function readService(
  object: YamlMap,
  name: string,
  path: string,
  role: RoleFact,
): KubernetesService {
  const type = entryAt(object, 'spec', 'type');
  return {
    name,
    namespace: textAt(object, 'metadata', 'namespace'),
    type: textAt(object, 'spec', 'type') ?? 'ClusterIP',
    selector: Object.fromEntries(
      entriesOf(valueAt(object, 'spec', 'selector')).flatMap(entry =>
        entry.value.kind === 'scalar' ? [[entry.key, entry.value.text]] : [],
      ),
    ),
    ports: itemsOf(valueAt(object, 'spec', 'ports')).map(item => ({
      port: textAt(item, 'port') ?? '',
      targetPort: textAt(item, 'targetPort') ?? textAt(item, 'port') ?? '',
    })),
    annotations: entriesOf(valueAt(object, 'metadata', 'annotations')).flatMap(
      entry =>
        entry.value.kind === 'scalar'
          ? [{ name: entry.key, value: entry.value.text, line: entry.line }]
          : [],
    ),
    path,
    line: type?.line ?? entryAt(object, 'kind')?.line ?? object.line,
    role: role.role,
  };
}

function secretEntries(object: YamlMap, key: string, encoded: boolean) {
  return entriesOf(valueAt(object, key)).flatMap(entry =>
    entry.value.kind === 'scalar' && entry.value.value !== null
      ? [
          {
            key: entry.key,
            value: encoded ? decode(entry.value.text) : entry.value.text,
            encoded,
            line: entry.line,
          },
        ]
      : [],
  );
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
