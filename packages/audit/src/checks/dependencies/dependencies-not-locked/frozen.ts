import { ManifestFact } from '../../../facts/manifests/schema';

/** Packages with some that they always bring: a file that pins both was frozen, one that pins only the first was not. */
const BROUGHT: Record<string, string[]> = {
  flask: ['werkzeug', 'jinja2', 'click', 'itsdangerous'],
  fastapi: ['starlette', 'pydantic'],
  django: ['asgiref', 'sqlparse'],
  requests: ['urllib3', 'certifi', 'idna'],
  httpx: ['httpcore', 'anyio', 'certifi'],
  uvicorn: ['h11', 'click'],
  celery: ['kombu', 'billiard', 'vine'],
  boto3: ['botocore', 's3transfer', 'jmespath'],
  aiohttp: ['multidict', 'yarl'],
  pandas: ['numpy', 'python-dateutil'],
  pydantic: ['pydantic-core', 'annotated-types'],
  alembic: ['mako', 'sqlalchemy'],
  'sentry-sdk': ['certifi', 'urllib3'],
};

/** Whether a requirements file pins everything, what it needs indirectly included (`pip freeze`). */
export function isFrozen({ path, dependencies }: ManifestFact): boolean {
  const names = new Set(dependencies.map(({ name }) => name));
  const known = [...names].filter(name => Object.hasOwn(BROUGHT, name));
  return (
    path.endsWith('.txt') &&
    dependencies.every(({ exact }) => exact) &&
    known.length > 0 &&
    known.every(name => BROUGHT[name].every(item => names.has(item)))
  );
}
