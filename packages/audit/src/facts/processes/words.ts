import { RUNNERS, Wrapper } from './commandTables';
import { Launch } from './launch';

/** Words of a runner before the command: `run` of `uv run …`. */
export function runnerPrefix(
  name: string,
  words: readonly string[],
): string[] | undefined {
  return Object.hasOwn(RUNNERS, name)
    ? RUNNERS[name].find(prefix =>
        prefix.every((word, index) => words[index + 1] === word),
      )
    : undefined;
}

export function behindWrapper(words: string[], wrapper: Wrapper): string[] {
  const dashes = words.indexOf('--');
  if (wrapper.behindDashes) {
    return dashes >= 0 ? words.slice(dashes + 1) : [];
  }
  let index = 0;
  while (index < words.length && words[index].startsWith('-')) {
    if (words[index] === '--') {
      return words.slice(index + 1);
    }
    index += wrapper.valued?.includes(words[index]) ? 2 : 1;
  }
  return words.slice(index + (wrapper.operands ?? 0));
}

export function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

export function isModuleSpec(word: string): boolean {
  return (
    /^[A-Za-z_][\w.]*(?::[A-Za-z_][\w.()]*)?$/.test(word) && /[.:]/.test(word)
  );
}

/** `--bind app.local` is no module; `--reload app.main:app` is. */
export function takesValue(option: string | undefined, word: string): boolean {
  return (
    option !== undefined &&
    option.startsWith('-') &&
    !option.includes('=') &&
    !word.includes(':')
  );
}

export function moduleTarget(spec: string): Launch['target'] {
  if (spec.endsWith('.py')) {
    return { type: 'file', file: spec };
  }
  const [module, attribute] = spec.split(':');
  return {
    type: 'module',
    module,
    ...(attribute ? { attribute: attribute.split('(')[0] } : {}),
  };
}

export function optionValue(
  words: string[],
  options: string[],
): string | undefined {
  for (const [index, word] of words.entries()) {
    for (const option of options) {
      if (word === option) {
        return words[index + 1];
      }
      if (word.startsWith(`${option}=`)) {
        return word.slice(option.length + 1);
      }
    }
  }
  return undefined;
}
