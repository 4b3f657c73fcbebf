import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { lineOf } from '../../../facts/applications/code';
import { findAll } from '../../../facts/tokens/expressions';

/** What takes sensitive values out of records before they are written. */
export interface Redaction {
  places: Evidence[];
  /** Whether its list of names has a name. */
  covers(name: string): boolean;
}

const NAME = /redact|scrub|mask|sanitiz|sanitis|sensitive|censor|obfuscat/i;

/** Redaction in the logging set-up: filters, formatters, processors, pino's `redact`. */
export async function redactions(context: CheckContext): Promise<Redaction> {
  const places: Evidence[] = [];
  const texts: string[] = [];
  for (const file of await context.syntax.files({
    containing: ['edact', 'crub', 'ask', 'anitiz', 'ensitive', 'ensor'],
  })) {
    const text = context.read(file.path) ?? '';
    if (!NAME.test(text)) {
      continue;
    }
    const add = (line: number, note: string) => {
      places.push({ path: file.path, line, note });
      texts.push(text.toLowerCase());
    };
    if (file.language === 'python') {
      const filter = file.classes.find(
        item =>
          item.bases.some(base =>
            /(?:^|\.)(?:\w*Formatter|(?:Logging)?Filter)$/.test(base),
          ) &&
          (NAME.test(item.name) ||
            NAME.test(
              text
                .split('\n')
                .slice(item.line - 1, item.endLine)
                .join('\n'),
            )),
      );
      const processor = file.functions.find(
        item =>
          NAME.test(item.name) &&
          item.parameters.some(({ name }) =>
            /^(?:event_dict|record|log_record)$/.test(name),
          ),
      );
      const found = filter ?? processor;
      // A class that no configuration names masks nothing.
      if (found && (await isUsed(context, file.path, found.name))) {
        add(found.line, `\`${found.name}\` redacts records`);
      }
      continue;
    }
    if (!['typescript', 'javascript', 'tsx'].includes(file.language)) {
      continue;
    }
    const [pino] = findAll(file.root, {
      kind: 'pair',
      has: { field: 'key', regex: '^["\']?redact["\']?$' },
    });
    if (
      pino &&
      file.imports.some(({ module }) => /pino|fastify/.test(module))
    ) {
      add(lineOf(pino), 'pino redacts these paths');
    } else if (
      file.imports.some(({ module }) => /^winston$/.test(module)) &&
      file.functions.some(({ name }) => NAME.test(name))
    ) {
      const item = file.functions.find(({ name }) => NAME.test(name))!;
      add(item.line, `\`${item.name}\` redacts records`);
    }
  }
  const all = texts.join('\n');
  return {
    places,
    covers: name => all !== '' && all.includes(name.toLowerCase()),
  };
}

async function isUsed(
  { syntax, read }: CheckContext,
  path: string,
  name: string,
): Promise<boolean> {
  const own = (read(path) ?? '').split(name).length - 1;
  if (own > 1) {
    return true;
  }
  return (await syntax.files({ containing: [name] })).some(
    file => file.path !== path,
  );
}
