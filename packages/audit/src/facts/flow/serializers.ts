import { ClassFact } from '../../syntax/schema';
import { viewClass } from '../applications/djangoGuards';
import { Resolver } from '../applications/Resolver';
import { ApplicationFact, RouteFact } from '../applications/schema';
import { InputFact } from './handlers';

const WRITES = new Set(['POST', 'PUT', 'PATCH']);
/** Handlers that generic views inherit, and that hand the body to the serializer. */
const INHERITED = /\.(?:create|update|partial_update|as_view)$/;
/** Models whose fields include rights. */
const ACCOUNT =
  /(?:^|\.)(?:AbstractUser|AbstractBaseUser|PermissionsMixin|User)$/;
const RIGHTS =
  /^(?:is_(?:staff|superuser|admin|owner)|role|roles|permissions|groups|user_permissions)$/;
const MAX_BASES = 6;

/**
 * What generic views of the REST framework do with bodies: their serializer is the schema, and one that takes every
 * field of an account lets callers set their own rights.
 */
export async function serializerInputs(
  resolver: Resolver,
  apps: readonly ApplicationFact[],
): Promise<InputFact[]> {
  const result: InputFact[] = [];
  for (const app of apps.filter(item => item.framework === 'django')) {
    for (const route of app.routes) {
      const found =
        WRITES.has(route.method) && INHERITED.test(route.handler ?? '')
          ? await serializerOf(resolver, route)
          : undefined;
      if (found) {
        const { field, serializer } = found;
        const every = serializer && (await everyField(resolver, serializer));
        result.push({
          application: app.id,
          framework: app.framework,
          method: route.method,
          fullPath: route.fullPath,
          path: every?.path ?? field.path,
          line: every?.line ?? field.line,
          how: every ? 'spread' : 'checked',
          text: every
            ? `fields = "__all__" of ${serializer.name}`
            : `serializer_class = ${field.text.slice(0, 60)}`,
        });
      }
    }
  }
  return result;
}

async function serializerOf(resolver: Resolver, route: RouteFact) {
  const name = (route.handler ?? '').replace(/\.\w+$/, '');
  const owner = name ? await resolver.class(route.path, name) : undefined;
  const { chain } = await viewClass({ resolver }, owner);
  for (const item of chain) {
    const field = item.fields.find(
      ({ target }) => target === 'serializer_class',
    );
    if (field) {
      return {
        field,
        serializer: await resolver.class(item.path, field.text),
      };
    }
  }
  return undefined;
}

/** `fields = "__all__"` over a model with rights in it. */
async function everyField(resolver: Resolver, serializer: ClassFact) {
  const file = await resolver.file(serializer.path);
  const meta = file?.classes.find(
    item =>
      item.name === 'Meta' &&
      item.line > serializer.line &&
      item.endLine <= serializer.endLine,
  );
  const fields = meta?.fields.find(({ target }) => target === 'fields');
  const model = meta?.fields.find(({ target }) => target === 'model');
  return fields?.value === '__all__' &&
    model &&
    !meta!.fields.some(({ target }) => target === 'read_only_fields') &&
    (await holdsRights(
      resolver,
      await resolver.class(serializer.path, model.text),
    ))
    ? fields
    : undefined;
}

async function holdsRights(
  resolver: Resolver,
  model: ClassFact | undefined,
): Promise<boolean> {
  let current = model;
  for (let step = 0; current && step < MAX_BASES; step++) {
    if (
      current.bases.some(base => ACCOUNT.test(base)) ||
      current.fields.some(({ target }) => RIGHTS.test(target))
    ) {
      return true;
    }
    current = current.bases.length
      ? await resolver.class(current.path, current.bases[0])
      : undefined;
  }
  return false;
}
