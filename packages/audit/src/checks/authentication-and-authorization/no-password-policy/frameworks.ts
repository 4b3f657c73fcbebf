import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';

/** Ways in which Django code sets passwords. */
const DJANGO_SETS = [
  'set_password',
  'create_user',
  'create_superuser',
  'UserCreationForm',
  'SetPasswordForm',
  'PasswordChangeForm',
  'PasswordResetView',
  'PasswordChangeView',
  'django.contrib.auth.urls',
  'allauth',
  'dj_rest_auth',
  'djoser',
  'contrib.admin',
];

/** Policies that a framework applies to every password. */
export async function frameworkPolicies(context: CheckContext): Promise<{
  failing: Evidence[];
  good: Evidence[];
  /** The framework's settings are the answer; hashes are its own business. */
  decides: boolean;
}> {
  const failing: Evidence[] = [];
  const good: Evidence[] = [];
  const { applications: all } = await context.facts(applications);
  const projects = all.filter(
    app =>
      app.framework === 'django' &&
      app.settings.some(
        ({ name, text }) =>
          name === 'INSTALLED_APPS' && text.includes('django.contrib.auth'),
      ),
  );
  for (const app of projects) {
    const installed = app.settings.find(
      ({ name }) => name === 'INSTALLED_APPS',
    )!;
    const validators = app.settings.find(
      ({ name }) => name === 'AUTH_PASSWORD_VALIDATORS',
    );
    const isEmpty =
      !validators ||
      (Array.isArray(validators.value)
        ? validators.value.length === 0
        : /^[[(]\s*[\])]$/.test(validators.text));
    if (!isEmpty) {
      good.push({
        path: validators.path,
        line: validators.line,
        subject: 'AUTH_PASSWORD_VALIDATORS',
        note: "Django's validators judge new passwords",
      });
    } else if (
      // Absent is only absent where all settings were found.
      (validators !== undefined ||
        !app.partial.some(item => /settings|MIDDLEWARE/.test(item))) &&
      (installed.text.includes('contrib.admin') ||
        (
          await context.syntax.files({
            languages: ['python'],
            containing: DJANGO_SETS,
          })
        ).length > 0)
    ) {
      failing.push({
        path: (validators ?? installed).path,
        line: (validators ?? installed).line,
        subject: 'AUTH_PASSWORD_VALIDATORS',
        note: validators
          ? '`AUTH_PASSWORD_VALIDATORS` is empty'
          : "`AUTH_PASSWORD_VALIDATORS` is not set, and Django's default is none",
      });
    }
  }
  await fastapiUsers(context, failing, good);
  return { failing, good, decides: projects.length > 0 };
}

/** fastapi-users accepts everything unless `validate_password` says otherwise. */
async function fastapiUsers(
  { syntax }: CheckContext,
  failing: Evidence[],
  good: Evidence[],
) {
  for (const file of await syntax.files({
    languages: ['python'],
    containing: ['BaseUserManager'],
  })) {
    if (
      !file.imports.some(({ module }) => module.startsWith('fastapi_users'))
    ) {
      continue;
    }
    for (const item of file.classes.filter(({ bases }) =>
      bases.some(base => base.startsWith('BaseUserManager')),
    )) {
      const rule = file.functions.find(
        ({ name, enclosing }) =>
          name === 'validate_password' && enclosing.at(-1) === item.name,
      );
      (rule ? good : failing).push({
        path: file.path,
        line: rule?.line ?? item.line,
        subject: item.name,
        note: rule
          ? '`validate_password` judges new passwords'
          : `\`${item.name}\` has no \`validate_password\`, so fastapi-users accepts every password`,
      });
    }
  }
}
