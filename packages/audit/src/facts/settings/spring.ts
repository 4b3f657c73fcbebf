import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import { placeholders } from './code';
import { SettingFact } from './schema';

/** Spring's configuration files: `application.yml`, `application-prod.properties`, `bootstrap.yaml`. */
export const SPRING_FILE =
  /(?:^|\/)(?:application|bootstrap)(?:-[\w-]+)?\.(ya?ml|properties)$/;

interface Entry {
  key: string;
  value: string;
  line: number;
}

type Found = Pick<SettingFact, 'name' | 'source' | 'line' | 'required'> &
  Partial<SettingFact>;

/** Settings of one file; `undefined` when it cannot be read. */
export function fromSpring(path: string, text: string): Found[] | undefined {
  const entries = path.endsWith('.properties')
    ? propertyEntries(text)
    : yamlEntries(text);
  return entries?.flatMap(({ key, value, line }): Found[] => {
    const references = placeholders(value);
    if (references.length === 0) {
      return [
        {
          name: key,
          source: 'configuration-file',
          line,
          required: false,
          default: { text: value, value, line },
        },
      ];
    }
    return references.map(reference => ({
      name: reference.key,
      source: 'configuration-file' as const,
      line,
      required: reference.fallback === undefined,
      assignedTo: key,
      ...(reference.fallback === undefined
        ? {}
        : {
            default: {
              text: reference.fallback,
              value: reference.fallback,
              line,
            },
          }),
    }));
  });
}

function propertyEntries(text: string): Entry[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const sign = line.search(/[=:]/);
    return sign <= 0 || /^\s*[#!]/.test(line)
      ? []
      : [
          {
            key: line.slice(0, sign).trim(),
            value: line.slice(sign + 1).trim(),
            line: index + 1,
          },
        ];
  });
}

function yamlEntries(text: string): Entry[] | undefined {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: counter });
  if (!Array.isArray(documents)) {
    return [];
  }
  if (documents.some(document => document.errors.length > 0)) {
    return undefined;
  }
  const entries: Entry[] = [];
  const walk = (node: unknown, key: string, depth: number) => {
    if (depth > 30) {
      return;
    }
    if (isMap(node)) {
      for (const pair of node.items) {
        const name = isScalar(pair.key) ? String(pair.key.value) : '';
        walk(pair.value, key ? `${key}.${name}` : name, depth + 1);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) =>
        walk(item, `${key}[${index}]`, depth + 1),
      );
    } else if (isScalar(node) && node.range) {
      entries.push({
        key,
        value: String(node.value ?? ''),
        line: counter.linePos(node.range[0]).line,
      });
    }
  };
  for (const document of documents) {
    walk(document.contents, '', 0);
  }
  return entries;
}
