import { listOf } from './lists';
import type { Condition, Rule } from './schema';

const MOST = 30;

/** What a check looks for, in words, for a reader who wants to trust an absence. */
export function lookedForIn(rule: Rule): string[] {
  const result = new Set<string>();
  for (const part of rule.kinds ?? [rule]) {
    if (part.passesWhen) {
      add(part.passesWhen, result);
    } else if (part.failsWhen) {
      add(part.failsWhen, result);
    }
  }
  return [...result].slice(0, MOST);
}

function add(condition: Condition, result: Set<string>): void {
  if ('all' in condition) {
    condition.all.forEach(item => add(item, result));
  } else if ('any' in condition) {
    condition.any.forEach(item => add(item, result));
  } else if ('not' in condition) {
    add(condition.not, result);
  } else if ('anywhere' in condition) {
    add(condition.anywhere, result);
  } else if ('file' in condition) {
    listOf(condition.file).forEach(glob => result.add(glob));
  } else if ('value' in condition) {
    const path = listOf(condition.value).join('.');
    result.add(`${path}${inFiles(condition.in)}`);
  } else if ('text' in condition) {
    result.add(`text like ${condition.text}${inFiles(condition.in)}`);
  } else if ('code' in condition) {
    if (typeof condition.code === 'string') {
      result.add(`code like ${condition.code.split(/\s+/).join(' ')}`);
    } else {
      result.add(
        `${listOf(condition.language).join(', ')} code with ${listOf(
          condition.containing ?? 'a certain syntax',
        ).join(', ')}`,
      );
    }
  } else if ('dependency' in condition) {
    listOf(condition.dependency).forEach(name => result.add(`package ${name}`));
  } else {
    result.add(`a part in ${condition.part}`);
  }
}

function inFiles(globs: string | string[] | undefined): string {
  return globs === undefined ? '' : ` in ${listOf(globs).join(', ')}`;
}
