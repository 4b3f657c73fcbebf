import { flattenYaml } from '../yaml/flatten';
import { parseYaml } from '../yaml/parseYaml';
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
  const { documents, problem } = parseYaml(text);
  return problem === undefined
    ? documents
        .flatMap(flattenYaml)
        .map(({ key, scalar: { text: value, line } }) => ({ key, value, line }))
    : undefined;
}
