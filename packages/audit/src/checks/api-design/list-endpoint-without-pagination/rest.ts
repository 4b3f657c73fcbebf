import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { ApplicationFact, RouteFact } from '../../../facts/applications/schema';
import { ClassFact } from '../../../syntax/schema';
import { classChain } from '../../../judging/classChain';
import { codeOf } from '../../../judging/reach';
import { routeName } from '../../../judging/routes';

/** What Django REST framework does with the lists of an application. */
export interface RestDefaults {
  /** Place of a default paginator that works. */
  paginates?: { path: string; line: number };
  /** A default paginator that does nothing, and why. */
  broken?: { path: string; line: number; note: string };
}

/** Reads the default paginator: a class without a page size turns nothing into pages. */
export async function restDefaults(
  context: CheckContext,
  app: ApplicationFact,
): Promise<RestDefaults> {
  const setting = app.settings.find(item => item.name === 'REST_FRAMEWORK');
  const name =
    /["']DEFAULT_PAGINATION_CLASS["']\s*:\s*["']([\w.]+)["']/.exec(
      setting?.text ?? '',
    )?.[1] ?? '';
  if (!setting || !name) {
    return {};
  }
  const place = { path: setting.path, line: setting.line };
  const size = /["']PAGE_SIZE["']\s*:\s*(?!None\b)\S/.test(setting.text);
  if (size || !name.startsWith('rest_framework.')) {
    const own = size
      ? undefined
      : (await classChain(context, name)).chain.find(item =>
          item.fields.some(field =>
            /^(?:page_size|default_limit|max_page_size|max_limit)$/.test(
              field.target,
            ),
          ),
        );
    return size || own || !name.startsWith('rest_framework.')
      ? { paginates: place }
      : {};
  }
  return {
    broken: {
      ...place,
      note: 'DEFAULT_PAGINATION_CLASS without PAGE_SIZE turns nothing into pages',
    },
  };
}

const VIEW = /(?:ViewSet|APIView|ModelMixin|GenericAPIView)$/;

/** Judges a list of Django REST framework; `undefined` for other views. */
export async function judgeRestList(
  context: CheckContext,
  route: RouteFact,
  defaults: RestDefaults,
): Promise<{ bad?: Evidence; good?: Evidence } | undefined> {
  const name = (route.handler ?? '').replace(/\.(?:list|get|as_view)$/, '');
  const { chain, outside } = await classChain(context, name);
  if (!chain.length || !outside.some(item => VIEW.test(item))) {
    return undefined;
  }
  const subject = routeName(route);
  const place = { path: chain[0].path, line: chain[0].line, subject };
  const field = firstField(chain, 'pagination_class');
  if (route.body && /\.list$/.test(route.handler ?? '')) {
    const code = await codeOf(context, route.body);
    const text = code?.text ?? '';
    if (!/paginat|super\(\)|\[[^\]]*:[^\]]*\]|limit/i.test(text)) {
      return /many\s*=\s*True/.test(text)
        ? {
            bad: {
              path: route.body.path,
              line: route.body.line,
              subject,
              note: 'an own `list` answers everything, past the paginator',
            },
          }
        : undefined;
    }
  }
  if (field) {
    return field.text === 'None'
      ? {
          bad: {
            path: field.path,
            line: field.line,
            subject,
            note: '`pagination_class = None` answers everything',
          },
        }
      : {
          good: {
            path: field.path,
            line: field.line,
            subject,
            note: field.text,
          },
        };
  }
  if (defaults.paginates) {
    return { good: { ...defaults.paginates, note: 'default paginator' } };
  }
  // A base class of the tree or a library may bring one along.
  if (
    outside.some(
      item => !VIEW.test(item) && /Paginat|Bulk|Json|JSON/.test(item),
    )
  ) {
    return undefined;
  }
  return {
    bad: {
      ...place,
      note: defaults.broken
        ? defaults.broken.note
        : 'no paginator, neither here nor by default',
      ...(defaults.broken ? { related: [defaults.broken] } : {}),
    },
  };
}

function firstField(chain: readonly ClassFact[], name: string) {
  return chain
    .flatMap(item => item.fields)
    .find(field => field.target === name);
}
