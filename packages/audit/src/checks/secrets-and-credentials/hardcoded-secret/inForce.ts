import { Evidence } from '@readiness/plugin-readiness-common';

/** Where a setting has the value that production runs with. */
export interface SettingsInForce {
  name: string;
  path: string;
  line: number;
  endLine: number;
}

/** Names of settings modules that production does not load. */
const DEVELOPMENT_MODULE =
  /(?:^|[/_-])(?:dev|develop|development|local|debug)(?:[_-]\w+)?\.py$/i;
const SETTINGS_MODULE = /(?:^|\/)(?:settings|config|conf)[\w/-]*\.py$/;

/**
 * Leaves out what a settings module for development says of a setting that production has from elsewhere, and takes
 * what a base module says of it for a fallback.
 */
export function inForce(
  found: readonly Evidence[],
  settings: readonly SettingsInForce[],
): Evidence[] {
  return found.flatMap((place): Evidence[] => {
    const { path = '', line = 0, subject } = place;
    const same = SETTINGS_MODULE.test(path)
      ? settings.filter(
          item =>
            item.name === subject ||
            // `SECRET_KEY = env("DJANGO_SECRET_KEY", default="…")`
            subject?.endsWith(`_${item.name}`),
        )
      : [];
    const holds = same.some(
      item => item.path === path && item.line <= line && line <= item.endLine,
    );
    const beside = same.find(item => near(item.path, path));
    if (!beside || holds) {
      return [place];
    }
    return DEVELOPMENT_MODULE.test(path)
      ? []
      : [
          {
            ...place,
            severity: 'medium',
            note: `${place.note}; production replaces it`,
            related: [{ path: beside.path, line: beside.line }],
          },
        ];
  });
}

/** Whether two settings modules belong to one project: they lie in one folder or one beside the other. */
function near(a: string, b: string): boolean {
  const [first, second] = [a, b].map(path =>
    path
      .split('/')
      .slice(0, -1)
      .filter(folder => folder !== 'settings')
      .join('/'),
  );
  return first === second;
}
