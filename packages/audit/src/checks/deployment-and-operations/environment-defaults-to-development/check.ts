import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { settings } from '../../../facts/settings/extract';
import { SettingFact } from '../../../facts/settings/schema';
import {
  DeployedEnvironment,
  deployedEnvironments,
  ENVIRONMENT_VARIABLE,
  namesDevelopment,
} from '../../../judging/deployedEnvironment';
import { inOrder, judged } from '../../../judging/outcome';
import { asText, Dependent, securityDependents } from './dependents';
import { developmentSettings } from './settingsClass';

/** Names of environments beside production that have to be as safe. */
const OTHER_SECURE =
  /["'`](?:staging|stage|stg|preprod|pre-production|preproduction|uat)["'`]/i;
const WORDS = ['ENV', 'env', 'Env', 'STAGE', 'stage', 'PROFILE', 'profile'];

export const check = defineCheck({
  id: 'environment-defaults-to-development',
  area: 'deployment-and-operations',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Unset environment means development',
  description:
    'Looks for the setting that names the environment (`ENV`, `APP_ENV`, `ENVIRONMENT`, `NODE_ENV`, a field of a settings class) and what it is when nobody sets it: a default such as `development` or `local`, or no default where the code compares with the name of production. It fails when something about security depends on it – documentation, cookies, TLS, CORS, sign-in, secrets, error pages – in the line or branch of the comparison, directly or through a flag such as `is_production`, and when an image, Compose service or workload of the tree does not set it. With medium severity it reports comparisons with the single name of production while the same setting knows another environment that has to be safe, such as staging. Behaviour that only concerns logs or speed is no matter here, nor branches that are decided in other files without a flag.',
  failureMode:
    'When the variable is missing, the program believes that it is on a laptop.',
  manifestation:
    'A forgotten variable in one deployment opens API documentation, sends cookies over HTTP, allows every origin or skips the check of secrets; nothing fails and nobody notices.',
  impact:
    'Protection is off in production although the code has it; the smallest mistake of a deployment is enough.',
  remediation:
    'Make production the default, or have none, and name what is less safe.\n\n```python\nclass Settings(BaseSettings):\n    environment: Literal["development", "staging", "production"] = "production"\n\nUNSAFE = {"development"}\ndocs_url = "/docs" if settings.environment in UNSAFE else None\n```\n\nImages of Node set `ENV NODE_ENV=production` in their last stage.',
  guardrail: {
    linter: '~ semgrep rule on defaults of the environment setting',
    tests:
      'start-up test without any variable: documentation off, cookies secure',
    ci: 'smoke test of the image without an environment',
    architecture: 'safe defaults, settings without defaults for what matters',
  },
  references: [
    {
      title: 'CWE-1188: insecure default',
      url: 'https://cwe.mitre.org/data/definitions/1188.html',
    },
    {
      title: 'CWE-636: not failing securely',
      url: 'https://cwe.mitre.org/data/definitions/636.html',
    },
    {
      title: 'The Twelve-Factor App: config',
      url: 'https://12factor.net/config',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    const facts = await context.facts(settings);
    const environments = await deployedEnvironments(context);
    const named = new Map<string, SettingFact[]>();
    for (const item of facts.settings) {
      if (
        ENVIRONMENT_VARIABLE.test(item.name) &&
        (item.class === 'source' || item.class === 'config')
      ) {
        const key = item.name.toUpperCase();
        named.set(key, [...(named.get(key) ?? []), item]);
      }
    }
    const failing: Evidence[] = (
      await developmentSettings(context, facts.settings)
    ).filter(({ subject }) => !whereSet(subject, environments).everywhere);
    if (named.size + failing.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No setting names the environment',
        lookedFor: ['ENV, APP_ENV, ENVIRONMENT, NODE_ENV and the like'],
      };
    }
    const good: Evidence[] = [];
    let depends = false;
    for (const [name, reads] of named) {
      const dependents = await securityDependents(context, [
        name,
        ...reads.flatMap(({ assignedTo, source }) => {
          if (assignedTo) {
            return [assignedTo.slice(assignedTo.lastIndexOf('.') + 1)];
          }
          return source === 'settings-class' ? [name.toLowerCase()] : [];
        }),
      ]);
      if (dependents.length === 0) {
        continue;
      }
      depends = true;
      const set = whereSet(name, environments);
      const open = opensWithout(reads, dependents);
      if (open && !set.everywhere) {
        failing.push({
          ...open,
          subject: name,
          related: dependents.slice(0, 5).map(({ path, line, text }) => ({
            path,
            line,
            note: text.slice(0, 100),
          })),
        });
        continue;
      }
      const single = singleNamed(reads, dependents);
      if (single) {
        failing.push(single);
      } else {
        good.push(
          ...(set.place
            ? [{ ...set.place, note: `${name} is set to ${set.value}` }]
            : reads
                .filter(({ default: value }) => value || set.place)
                .slice(0, 1)
                .map(({ path, line, default: value }) => ({
                  path,
                  line,
                  note: `${name} is ${value?.text} by default`,
                }))),
        );
      }
    }
    if (failing.length > 0) {
      const places = inOrder(failing);
      return {
        status: 'fail',
        summary: `${places
          .map(({ subject, note }) => `${subject}: ${note}`)
          .join('; ')
          .slice(0, 300)}`,
        evidence: places,
        strengths: inOrder(good),
      };
    }
    return depends
      ? {
          status: 'pass',
          summary:
            'Without the variable the program is as safe as in production',
          evidence: inOrder(good),
        }
      : {
          status: 'not-applicable',
          summary: `Nothing about security was found that depends on ${[
            ...named.keys(),
          ].join(', ')}`,
        };
  }),
});

/** The place that makes an unset variable open, if there is one. */
function opensWithout(
  reads: readonly SettingFact[],
  dependents: readonly Dependent[],
): Evidence | undefined {
  const developed = reads.find(
    item =>
      namesDevelopment(asText(item.default?.value) ?? '') &&
      // A local variable decides in its own file only; a setting or constant decides everywhere.
      (item.source === 'settings-class' ||
        item.source === 'settings-module' ||
        /(?:^|\.)[A-Z][A-Z0-9_]+$/.test(item.assignedTo ?? '') ||
        /(?:config|settings|env)[\w.]*$/i.test(nameOf(item.path)) ||
        dependents.some(({ path }) => path === item.path)),
  );
  if (developed) {
    return {
      path: developed.path,
      line: developed.default?.line ?? developed.line,
      note: `it is ${asText(
        developed.default?.value,
      )} when nobody sets it, and security depends on it`,
    };
  }
  // No default: only a comparison with production is open without it.
  const read = reads.find(item => !item.default && !item.required);
  const dependent = dependents.find(
    ({ text, path, line }) =>
      /["'`](?:prod|production|prd|live)["'`]/i.test(text) &&
      reads.some(
        item => !item.default && item.path === path && item.line === line,
      ),
  );
  return read && dependent
    ? {
        path: dependent.path,
        line: dependent.line,
        confidence: 'likely',
        note: 'when nobody sets it, it is not production, and security depends on it',
      }
    : undefined;
}

/** Comparisons with production alone, where the setting knows another environment that has to be safe. */
function singleNamed(
  reads: readonly SettingFact[],
  dependents: readonly Dependent[],
): Evidence | undefined {
  const read = reads.find(({ type }) => OTHER_SECURE.test(type ?? ''));
  const dependent = dependents.find(({ singleName }) => singleName);
  return read && dependent
    ? {
        path: dependent.path,
        line: dependent.line,
        severity: 'medium',
        subject: `${read.name}: one name`,
        note: 'only one name counts as production; staging is left open',
        related: [{ path: read.path, line: read.line, note: read.type }],
      }
    : undefined;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

interface WhereSet {
  /** Every deployable of the tree sets it to something that is not development. */
  everywhere: boolean;
  place?: { path: string; line: number };
  value?: string;
}

function whereSet(
  name: string,
  environments: readonly DeployedEnvironment[],
): WhereSet {
  // Databases and other products do not read it; one own deployable that forgets it is enough to fail.
  const own = environments.filter(item => item.own);
  const fine = own.flatMap(
    ({ variables }) =>
      variables.find(
        item =>
          item.name.toUpperCase() === name &&
          !item.unresolved &&
          !namesDevelopment(item.value),
      ) ?? [],
  );
  const [first] = fine;
  return {
    everywhere: own.length > 0 && fine.length === own.length,
    ...(first
      ? { place: { path: first.path, line: first.line }, value: first.value }
      : {}),
  };
}
