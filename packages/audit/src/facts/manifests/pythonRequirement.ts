import { parsePipRequirementsLine } from 'pip-requirements-js';
import { normalisePypiName } from './names';

export interface PythonRequirement {
  name: string;
  range: string;
  exact: boolean;
  extras?: string[];
}

/** A line that pip takes for a requirement, as PEP 508 or as an address; `undefined` for options and comments. */
export function parseRequirement(line: string): PythonRequirement | undefined {
  const written = stripHashes(line);
  if (!written || written.startsWith('#')) {
    return undefined;
  }
  if (written.startsWith('-')) {
    return editable(written);
  }
  try {
    const parsed = parsePipRequirementsLine(written);
    if (parsed?.type === 'ProjectName') {
      const versions = parsed.versionSpec ?? [];
      return {
        name: normalisePypiName(parsed.name),
        range: versions
          .map(({ operator, version }) => `${operator}${version}`)
          .join(','),
        exact: versions.some(
          ({ operator, version }) =>
            operator.startsWith('==') && !version.endsWith('*'),
        ),
        ...(parsed.extras?.length ? { extras: parsed.extras } : {}),
      };
    }
    if (parsed?.type === 'ProjectURL') {
      return {
        name: normalisePypiName(parsed.name),
        range: parsed.url,
        exact: isPinnedAddress(parsed.url),
      };
    }
    return undefined;
  } catch {
    return fallback(written);
  }
}

/** `--hash` options and trailing comments are no part of a requirement. */
function stripHashes(line: string): string {
  const comment = line.startsWith('#') ? 0 : line.indexOf(' #');
  const code = comment >= 0 ? line.slice(0, comment) : line;
  const option = code.indexOf(' --');
  return (option >= 0 ? code.slice(0, option) : code).trim();
}

function editable(line: string): PythonRequirement | undefined {
  const [option, address = ''] = line.split(/\s/, 2);
  return option === '-e' || option === '--editable'
    ? fromAddress(address)
    : undefined;
}

/** What the grammar does not know: bare addresses, `===`, and lines with a mistake behind the name. */
function fallback(line: string): PythonRequirement | undefined {
  if (line.includes('://')) {
    return fromAddress(line);
  }
  const name = /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(line)?.[0];
  if (
    !name ||
    line.startsWith('.') ||
    line.slice(name.length, name.length + 1) === '/'
  ) {
    return undefined;
  }
  const rest = line.slice(name.length).split(';')[0].trim();
  return {
    name: normalisePypiName(name),
    range: rest,
    exact: rest.startsWith('==') && !rest.includes('*') && !rest.includes(','),
  };
}

function fromAddress(address: string): PythonRequirement | undefined {
  const egg = address.indexOf('#egg=');
  if (egg >= 0) {
    const name = address.slice(egg + 5).split(/[&[]/)[0];
    return {
      name: normalisePypiName(name),
      range: address.slice(0, egg),
      exact: isPinnedAddress(address.slice(0, egg)),
    };
  }
  return undefined;
}

function isPinnedAddress(address: string): boolean {
  const reference = address.slice(address.lastIndexOf('@') + 1).split('#')[0];
  return (
    /^[0-9a-f]{40}$/.test(reference) ||
    (!address.startsWith('git+') && address.includes('#sha256='))
  );
}
