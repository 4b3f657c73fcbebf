import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { SettingFact } from '../../../facts/settings/schema';

/** Variables that name the settings to load: `APP_CONFIG`, `DJANGO_SETTINGS_MODULE`. */
const NAMES_SETTINGS = /(?:^|_)(?:CONFIG|SETTINGS)(?:_MODULE|_CLASS|_NAME)?$/;
const DEVELOPMENT =
  /(?:^|[._:])(?:dev|devel|development|local|debug)(?:config|settings)?$/i;
const OPEN = /^\s*(?:DEBUG\s*[:=].*True|\w*COOKIE_SECURE\s*=\s*False)/m;

/** Settings of development that are loaded when nobody names others, where they are less safe. */
export async function developmentSettings(
  context: CheckContext,
  settings: readonly SettingFact[],
): Promise<(Evidence & { subject: string })[]> {
  const result: (Evidence & { subject: string })[] = [];
  for (const item of settings) {
    const value = item.default?.value;
    if (
      !NAMES_SETTINGS.test(item.name) ||
      typeof value !== 'string' ||
      !DEVELOPMENT.test(value) ||
      // What people start by hand.
      /(?:^|\/)manage\.py$/.test(item.path) ||
      !['source', 'config'].includes(item.class)
    ) {
      continue;
    }
    const open = await openSettings(context, value);
    if (open) {
      result.push({
        path: item.path,
        line: item.default!.line,
        subject: item.name,
        note: `${value} is loaded when nobody sets it, and it is less safe`,
        related: [open],
      });
    }
  }
  return result;
}

/** The line that opens the settings of this name: a class of a module, or a module. */
async function openSettings(
  context: CheckContext,
  value: string,
): Promise<{ path: string; line: number; note: string } | undefined> {
  const [module, name] = [
    value.replace(/[.:]\w+$/, ''),
    /\w+$/.exec(value)![0],
  ];
  const asPath = (dotted: string) => `${dotted.replace(/[.:]/g, '/')}.py`;
  for (const file of await context.syntax.files({
    languages: ['python'],
    classes: ['source', 'config'],
    containing: ['DEBUG', 'COOKIE_SECURE'],
  })) {
    const isWhole = `/${file.path}`.endsWith(`/${asPath(value)}`);
    const owner = file.classes.find(item => item.name === name);
    if (
      !isWhole &&
      !(owner && `/${file.path}`.endsWith(`/${asPath(module)}`))
    ) {
      continue;
    }
    const lines = file.text.split('\n');
    const from = isWhole ? 0 : owner!.line;
    const to = isWhole ? lines.length : owner!.endLine;
    const at = lines.slice(from, to).findIndex(line => OPEN.test(line));
    if (at >= 0) {
      return {
        path: file.path,
        line: from + at + 1,
        note: lines[from + at].trim(),
      };
    }
  }
  return undefined;
}
