import { ExtractContext } from '../../engine/types';
import { unparsable } from '../../engine/unparsable';
import { Inventory } from '../inventory/schema';
import { isWithin } from '../manifests/names';
import { parseXml, descendants } from '../manifests/xml';
import { parseYaml } from '../yaml/parseYaml';
import { YamlValue } from '../yaml/schema';
import { TelemetryContext } from './ProcessScope';
import { TelemetryGap, TelemetrySetup } from './schema';

/** A property of a Spring Boot application with its place. */
export interface SpringProperty {
  key: string;
  value: string;
  path: string;
  line: number;
}

/** Properties of `application*.properties` and `application*.yml` of a part; those of test profiles are left out. */
export function springProperties(
  context: Pick<ExtractContext, 'tree'>,
  inventory: Inventory,
  root: string,
): SpringProperty[] {
  return inventory.files
    .filter(
      ({ path, class: fileClass }) =>
        fileClass === 'config' && isWithin(path, root) && isSpringFile(path),
    )
    .flatMap(({ path }) => {
      const text = context.tree.read(path) ?? '';
      return path.endsWith('.properties')
        ? readProperties(path, text)
        : parseYaml(text).documents.flatMap(document =>
            flatten(document, '', path),
          );
    });
}

function isSpringFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const [stem] = name.split('.');
  return (
    (stem === 'application' ||
      stem === 'bootstrap' ||
      (stem.startsWith('application-') &&
        !['dev', 'test', 'local'].some(word => stem.endsWith(word)))) &&
    ['properties', 'yml', 'yaml'].some(extension =>
      name.endsWith(`.${extension}`),
    )
  );
}

function readProperties(path: string, text: string): SpringProperty[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    const equals = line.indexOf('=');
    return line.startsWith('#') || equals < 0
      ? []
      : [
          {
            key: line.slice(0, equals).trim(),
            value: line.slice(equals + 1).trim(),
            path,
            line: index + 1,
          },
        ];
  });
}

function flatten(
  value: YamlValue,
  prefix: string,
  path: string,
): SpringProperty[] {
  if (value.kind === 'map') {
    return [...value.entries].flatMap(([key, entry]) =>
      flatten(entry.value, prefix ? `${prefix}.${key}` : key, path).map(item =>
        entry.value.kind === 'map' ? item : { ...item, line: entry.line },
      ),
    );
  }
  const text =
    value.kind === 'scalar'
      ? value.text
      : value.items
          .map(item => (item.kind === 'scalar' ? item.text : ''))
          .join(',');
  return [{ key: prefix, value: text, path, line: value.line }];
}

/** Structured logging of Java processes: Spring's own property, Logback and Log4j files. */
export function javaLogging({ context, inventory, scopes }: TelemetryContext): {
  setups: TelemetrySetup[];
  gaps: TelemetryGap[];
} {
  const setups: TelemetrySetup[] = [];
  const gaps: TelemetryGap[] = [];
  for (const { process } of scopes) {
    if (process.language !== 'java') {
      continue;
    }
    const add = (product: string, path: string, line: number, note: string) =>
      setups.push({
        kind: 'structured-logging',
        product,
        path,
        line,
        note,
        related: [],
        processes: [process.id],
        requestLevel: false,
        confidence: 'certain',
      });
    for (const { key, value, path, line } of springProperties(
      context,
      inventory,
      process.root,
    )) {
      if (key.startsWith('logging.structured.format.') && value) {
        add('Spring Boot', path, line, `${key}=${value}`);
      }
    }
    for (const { path, class: fileClass } of inventory.files) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (
        fileClass !== 'config' ||
        !isWithin(path, process.root) ||
        !name.endsWith('.xml') ||
        !(name.startsWith('logback') || name.startsWith('log4j2'))
      ) {
        continue;
      }
      try {
        const state = readLoggingXml(context.tree.read(path) ?? '');
        if (state.attached) {
          add(
            'Logback/Log4j',
            path,
            state.attached,
            'JSON encoder on an attached appender',
          );
        } else if (state.unattached) {
          gaps.push({
            kind: 'structured-logging',
            product: 'JSON encoder',
            path,
            line: state.unattached,
            reason: 'formatter is not attached',
          });
        }
      } catch (error) {
        context.skip(path, unparsable(error));
      }
    }
  }
  return { setups, gaps };
}

function readLoggingXml(text: string): {
  attached?: number;
  unattached?: number;
} {
  const all = descendants(parseXml(text));
  const used = new Set(
    all
      .filter(
        ({ name }) =>
          name.toLocaleLowerCase('en-US') === 'appender-ref' ||
          name === 'AppenderRef',
      )
      .map(({ attributes }) => attributes.ref ?? ''),
  );
  const result: { attached?: number; unattached?: number } = {};
  const appenders = [
    ...all.filter(({ name }) => name === 'appender'),
    ...all
      .filter(({ name }) => name === 'Appenders')
      .flatMap(({ children }) => children),
  ];
  for (const appender of appenders) {
    const json = descendants(appender).find(({ name, attributes }) =>
      ['json', 'logstash', 'ecs', 'gelf'].some(
        word =>
          (attributes.class ?? '').toLocaleLowerCase('en-US').includes(word) ||
          name.toLocaleLowerCase('en-US').includes(`${word}layout`) ||
          name === 'JsonTemplateLayout',
      ),
    );
    if (json && used.has(appender.attributes.name ?? '')) {
      result.attached ??= json.line;
    } else if (json) {
      result.unattached ??= json.line;
    }
  }
  // An asynchronous appender hands on to the one that it names, which `used` already holds.
  return result;
}
