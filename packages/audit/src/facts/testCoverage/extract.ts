import { parse } from 'smol-toml';
import { defineExtractor } from '../../engine/defineExtractor';
import { stringOf, Table, tableAt } from '../manifests/values';
import { entryAt, textAt, valueAt } from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { YamlValue } from '../yaml/schema';
import { Coverage, CoverageConfiguration } from './schema';

const SCRIPT_CONFIG =
  /(?:^|\/)(?:jest|vitest|vite)\.config(?:\.[\w-]+)?\.(?:[cm]?[jt]s|json)$/;
const NYC =
  /(?:^|\/)(?:\.nycrc(?:\.json|\.ya?ml)?|\.c8rc(?:\.json)?|nyc\.config\.c?js)$/;
const INI = /(?:^|\/)(?:\.coveragerc|setup\.cfg|tox\.ini|pytest\.ini)$/;

/**
 * Thresholds of coverage in the configuration of runners: coverage.py, pytest-cov, Jest, Vitest, nyc, c8, JaCoCo, and
 * of the services that report it.
 *
 * @public
 */
export const coverage = defineExtractor<Coverage>({
  id: 'coverage',
  extract: ({ tree }) => {
    const configurations: CoverageConfiguration[] = [];
    const services: Coverage['services'] = [];
    for (const { path } of tree.files) {
      const read = readerOf(path);
      const text = read && tree.read(path);
      if (read && text !== undefined) {
        const found = read(path, text);
        if (found) {
          configurations.push({ ...found, folder: folderOf(path) });
        }
      } else if (/(?:^|\/)\.?codecov\.ya?ml$/.test(path)) {
        services.push(codecov(path, tree.read(path) ?? ''));
      }
    }
    return { configurations, services };
  },
});

type Found = Omit<CoverageConfiguration, 'folder'> | undefined;

function readerOf(
  path: string,
): ((path: string, text: string) => Found) | undefined {
  if (/(?:^|\/)pyproject\.toml$/.test(path)) {
    return ofPyproject;
  }
  if (INI.test(path)) {
    return ofIni;
  }
  if (SCRIPT_CONFIG.test(path)) {
    return ofScriptConfig;
  }
  if (/(?:^|\/)package\.json$/.test(path)) {
    return ofPackage;
  }
  if (NYC.test(path)) {
    return ofNyc;
  }
  return /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/.test(path)
    ? ofJacoco
    : undefined;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The first line that matches. */
function lineOf(text: string, pattern: RegExp): number {
  const at = text.split('\n').findIndex(line => pattern.test(line));
  return at < 0 ? 1 : at + 1;
}

function ofPyproject(path: string, text: string): Found {
  if (!/coverage|--cov/.test(text)) {
    return undefined;
  }
  let root: Table;
  try {
    root = parse(text) as Table;
  } catch {
    // Whoever reads the manifest says that it cannot be parsed.
    return undefined;
  }
  const limit = tableAt(root, 'tool', 'coverage', 'report').fail_under;
  const options = tableAt(root, 'tool', 'pytest', 'ini_options').addopts;
  const words = Array.isArray(options)
    ? options.join(' ')
    : stringOf(options) ?? '';
  return ofPython(
    path,
    text,
    limit === undefined ? undefined : String(limit),
    words,
  );
}

function ofIni(path: string, text: string): Found {
  const limit = /^[ \t]*fail_under[ \t]*=[ \t]*([\d.]+)/m.exec(text)?.[1];
  const words =
    /^[ \t]*addopts\s*=([^\n]*\n(?:[ \t][^\n]*\n?)*)/m.exec(text)?.[1] ?? '';
  return limit !== undefined || words.includes('--cov')
    ? ofPython(path, text, limit, words)
    : undefined;
}

function ofPython(
  path: string,
  text: string,
  limit: string | undefined,
  options: string,
): Found {
  const inOptions = /--cov-fail-under[= ]([\d.]+)/.exec(options)?.[1];
  const value = inOptions ?? limit;
  return {
    family: 'python',
    measured: /(?:^|\s)--cov(?:=|\s|$)/.test(options),
    ...(value !== undefined && Number(value) > 0
      ? {
          threshold: {
            text: inOptions
              ? `--cov-fail-under=${value}`
              : `fail_under = ${value}`,
            path,
            line: lineOf(text, inOptions ? /--cov-fail-under/ : /fail_under/),
          },
        }
      : {}),
  };
}

/** `coverageThreshold` of Jest, `thresholds` of Vitest; their values are numbers as a rule. */
function ofScriptConfig(path: string, text: string): Found {
  const name = /coverageThreshold\s*[:=]|\bthresholds?\s*:\s*\{/.exec(text);
  const numbers =
    name &&
    /(?:lines|branches|functions|statements|100)['"]?\s*:\s*(?:true|-?[1-9]\d*)/.test(
      text.slice(name.index, name.index + 600),
    );
  const measured =
    /collectCoverage\s*:\s*true|coverage\s*:\s*\{[^{}]*enabled\s*:\s*true/.test(
      text,
    );
  return name || measured
    ? {
        family: 'javascript',
        measured,
        ...(name && numbers
          ? {
              threshold: {
                text: name[0].replace(/\s*[:={].*$/, ''),
                path,
                line: text.slice(0, name.index).split('\n').length,
              },
            }
          : {}),
      }
    : undefined;
}

function ofPackage(path: string, text: string): Found {
  if (!/"coverageThreshold"|"check-coverage"|"collectCoverage"/.test(text)) {
    return undefined;
  }
  const found = /"coverageThreshold"|"check-coverage"\s*:\s*true/.exec(text);
  return {
    family: 'javascript',
    measured: /"collectCoverage"\s*:\s*true|"check-coverage"\s*:\s*true/.test(
      text,
    ),
    ...(found
      ? {
          threshold: {
            text: found[0].replace(/"|\s*:.*$/g, ''),
            path,
            line: text.slice(0, found.index).split('\n').length,
          },
        }
      : {}),
  };
}

function ofNyc(path: string, text: string): Found {
  const found = /["']?check-?[cC]overage["']?\s*:\s*true/.exec(text);
  return {
    family: 'javascript',
    measured: false,
    ...(found
      ? {
          threshold: {
            text: 'check-coverage',
            path,
            line: text.slice(0, found.index).split('\n').length,
          },
        }
      : {}),
  };
}

/** The goal `check` of JaCoCo with rules, or the verification task of Gradle. */
function ofJacoco(path: string, text: string): Found {
  if (!text.includes('jacoco')) {
    return undefined;
  }
  const rule = path.endsWith('.xml')
    ? /<minimum>\s*[\d.]+%?\s*<\/minimum>/.exec(text)
    : /minimum\s*=\s*[\w."()]+/.exec(text);
  const runs = path.endsWith('.xml')
    ? /<goal>\s*check\s*<\/goal>/.test(text)
    : text.includes('jacocoTestCoverageVerification');
  return {
    family: 'java',
    measured: true,
    ...(rule && runs
      ? {
          threshold: {
            text: 'rules of JaCoCo',
            path,
            line: text.slice(0, rule.index).split('\n').length,
          },
        }
      : {}),
  };
}

/** Statuses of Codecov; by default the one of the project blocks with the target "not less than before". */
function codecov(path: string, text: string): Coverage['services'][number] {
  const [document] = parseYaml(text).documents;
  const status = valueAt(document, 'coverage', 'status');
  const project = entryAt(status, 'project');
  const patch = entryAt(status, 'patch');
  const blocks = (value: YamlValue | undefined): boolean =>
    value !== undefined &&
    textAt(value) !== 'off' &&
    textAt(value) !== 'false' &&
    textAt(value, 'default', 'informational') !== 'true' &&
    textAt(value, 'informational') !== 'true';
  const line = (project ?? patch)?.line ?? 1;
  if (project && blocks(project.value)) {
    return { path, line, blocks: 'project' };
  }
  return {
    path,
    line,
    blocks: patch && blocks(patch.value) ? 'patch' : 'nothing',
  };
}
