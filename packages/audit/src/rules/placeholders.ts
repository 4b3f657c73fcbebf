import { maskSecrets } from '../engine/maskSecrets';

/** What stands for a placeholder, by its name. */
export type Values = Readonly<Record<string, string | undefined>>;

/** Placeholders of the messages of a check. */
export const MESSAGE_PLACEHOLDERS = [
  'count',
  'failing',
  'passing',
  'total',
  'places',
  'subjects',
];

/** Placeholders of the notes and subjects of a place; those of `match` come from patterns. */
export const PLACE_PLACEHOLDERS = [
  'path',
  'folder',
  'file',
  'line',
  'key',
  'keys',
  'value',
  'text',
  'name',
  'range',
  'version',
  'part',
];

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9_.]{0,60})\}/g;
const MAX_LENGTH = 80;
const MAX_FILLED = 500;

/** Names of the placeholders in a text. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name);
}

/** A text with its placeholders filled. What comes from a file is cut, and secrets in it are masked. */
export function fill(text: string, values: Values): string {
  return text
    .replace(PLACEHOLDER, (written, name: string) =>
      Object.hasOwn(values, name) ? short(values[name] ?? '') : written,
    )
    .slice(0, MAX_FILLED);
}

/** The same for what a program made, such as numbers and lists of paths: nothing is cut. */
export function fillMessage(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (written, name: string) =>
    Object.hasOwn(values, name) ? values[name] ?? '' : written,
  );
}

function short(value: string): string {
  const line = value.split(/\s+/).join(' ').trim();
  const masked = maskSecrets(line);
  return masked.length > MAX_LENGTH
    ? `${masked.slice(0, MAX_LENGTH - 1)}…`
    : masked;
}
