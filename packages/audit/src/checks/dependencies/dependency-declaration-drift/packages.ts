import { Ecosystem } from '../../../facts/manifests/schema';

/**
 * Packages that do their work without being named by code: drivers that an address chooses, parts that a framework
 * loads by itself, plug-ins that a tool finds, types, and tools that the runtime needs. Names may end with `*`.
 */
const IMPLICIT: Partial<Record<Ecosystem, string>> = {
  npm:
    // Types and the language.
    '@types/* tslib typescript reflect-metadata core-js regenerator-runtime @swc/helpers @babel/* babel-* ' +
    'source-map-support ts-node tsx tsconfig-paths @tsconfig/* ' +
    // Drivers and optional parts of ORMs, loggers, servers.
    'pg pg-* mysql mysql2 mariadb sqlite3 better-sqlite3 tedious oracledb mongodb redis ioredis @prisma/client prisma ' +
    '@prisma/* @libsql/* @mikro-orm/* typeorm sequelize knex pino-* winston-* bufferutil utf-8-validate encoding ' +
    'snappy kerberos aws4 saslprep supports-color ' +
    // Parts that frameworks load.
    '@nestjs/platform-* class-transformer class-validator rxjs zone.js @angular/* fastify-plugin @fastify/* ' +
    'fastify-swagger fastify-static fastify-multipart fastify-formbody point-of-view ' +
    'swagger-ui-express swagger-ui-dist hbs ejs pug handlebars nunjucks multer sharp next react react-dom react-is ' +
    'react-native* expo* scheduler vue @vue/* svelte @sveltejs/* nuxt @nuxt/* @remix-run/* isbot @emotion/* ' +
    'styled-components @mui/* graphql apollo-server-* @apollo/* @opentelemetry/* newrelic dd-trace @sentry/* ' +
    '@backstage/* @backstage-community/* vite @vitejs/* webpack* @rspack/* ' +
    // Styles, fonts, icons.
    'sass node-sass less postcss* autoprefixer tailwindcss* @tailwindcss/* bootstrap bootstrap-* font-awesome ' +
    '@fortawesome/* @fontsource/* @fontsource-variable/* material-icons normalize.css bulma *.css jquery popper.js ' +
    '@popperjs/* ' +
    // Plug-ins of tools, which may be misplaced but are used.
    'eslint* @eslint/* @typescript-eslint/* prettier* stylelint* jest* @jest/* karma* mocha* husky lint-staged ' +
    'semantic-release* @semantic-release/* @commitlint/* cross-env dotenv-cli npm-run-all* concurrently nodemon ' +
    'pm2 serve rimraf patch-package husky* node-gyp node-pre-gyp @mapbox/node-pre-gyp cordova* electron* gulp* grunt* ' +
    'node npm yarn pnpm ' +
    // Fixed versions of what others need.
    'minimist glob-parent ansi-regex semver',
  pypi:
    'setuptools wheel pip build twine hatchling poetry-core flit-core uv ' +
    // Drivers and optional parts.
    'psycopg psycopg2 psycopg2-binary psycopg-* asyncpg aiopg mysqlclient pymysql aiomysql asyncmy aiosqlite pyodbc ' +
    'aioodbc cx-oracle oracledb pymssql redis hiredis greenlet sqlalchemy-* dnspython pymemcache pylibmc python-memcached ' +
    'cryptography bcrypt argon2-cffi pyopenssl certifi idna pysocks brotli brotlicffi zstandard lxml html5lib ' +
    'openpyxl xlrd xlsxwriter xlwt pyarrow fastparquet tables s3fs gcsfs adlfs fsspec tabulate tzdata pytz ' +
    // Servers and what they load.
    'uvicorn* gunicorn hypercorn daphne waitress uwsgi gevent eventlet meinheld uvloop httptools websockets wsproto ' +
    'watchfiles watchdog python-dotenv h2 h11 httpcore setproctitle whitenoise channels-redis flower ' +
    // Parts that frameworks load.
    'python-multipart email-validator itsdangerous jinja2 markupsafe orjson ujson pyyaml aiofiles pydantic-* phonenumbers ' +
    'pillow sqlparse asgiref blinker markdown pygments coreapi coreschema uritemplate inflection docutils ' +
    'django-* flask-* djangorestframework* wtforms* graphene* social-auth-* celery* kombu vine billiard amqp boto3 botocore ' +
    's3transfer pycurl pyzmq gevent-websocket simple-websocket ' +
    // Fixed versions of what others need.
    'urllib3 chardet charset-normalizer werkzeug click requests-toolbelt zipp packaging ' +
    // Plug-ins found by entry points, types, instrumentation.
    '*-stubs types-* typing-extensions importlib-metadata importlib-resources dataclasses six attrs colorama pywin32 ' +
    'opentelemetry-* ddtrace newrelic elastic-apm sentry-sdk pytest* tox* nox* flake8* pylint* mypy* black isort ruff ' +
    'coverage pre-commit bandit safety mkdocs* sphinx* furo myst-* ipython ipdb jupyter* notebook nbconvert ' +
    'ansible* molecule* salt* streamlit* dash* gradio* torch* tensorflow* nvidia-* triton accelerate bitsandbytes ' +
    'sentencepiece protobuf grpcio* googleapis-common-protos spacy* numpy scipy',
};

/** Frameworks that document to import what they bring. */
const COMPANIONS: Partial<Record<Ecosystem, Record<string, string>>> = {
  pypi: {
    fastapi: 'starlette pydantic pydantic-core anyio',
    starlette: 'anyio',
    flask: 'werkzeug jinja2 click itsdangerous markupsafe blinker',
    quart: 'werkzeug jinja2 click hypercorn',
    django: 'asgiref sqlparse',
    djangorestframework: 'django',
    'drf-spectacular': 'djangorestframework',
    boto3: 'botocore s3transfer',
    aiobotocore: 'botocore',
    requests: 'urllib3 certifi',
    httpx: 'httpcore anyio',
    aiohttp: 'multidict yarl',
    celery: 'kombu billiard vine amqp',
    sanic: 'sanic-routing',
    'pydantic-settings': 'pydantic',
    sqlmodel: 'sqlalchemy pydantic',
    alembic: 'sqlalchemy mako',
    'flask-sqlalchemy': 'sqlalchemy flask',
    'flask-login': 'flask',
    'flask-restx': 'flask werkzeug',
    'flask-wtf': 'wtforms flask',
    'flask-migrate': 'alembic flask',
    'flask-marshmallow': 'marshmallow',
    'marshmallow-sqlalchemy': 'marshmallow sqlalchemy',
    jupyterlab: 'jupyter-server',
    notebook: 'jupyter-server',
    pandas: 'numpy',
    'scikit-learn': 'numpy scipy joblib',
    scipy: 'numpy',
    transformers: 'tokenizers huggingface-hub',
    langchain: 'langchain-core pydantic',
    'google-api-python-client': 'google-auth google-api-core httplib2',
    'firebase-admin':
      'google-auth google-api-core google-cloud-firestore google-cloud-storage',
    'opentelemetry-distro': 'opentelemetry-api opentelemetry-sdk',
    'opentelemetry-sdk': 'opentelemetry-api opentelemetry-semantic-conventions',
    ansible: 'ansible-core',
    scrapy: 'twisted parsel itemadapter w3lib',
    setuptools: 'pkg-resources distutils',
    'python-jose': 'cryptography',
    typer: 'click rich',
    'apache-airflow': 'sqlalchemy pendulum flask',
  },
  npm: {
    '@nestjs/core': 'express @nestjs/common rxjs',
    '@nestjs/platform-express': 'express multer body-parser',
    '@nestjs/platform-fastify': 'fastify',
    next: 'react react-dom',
    'react-scripts': 'web-vitals',
    '@reduxjs/toolkit': 'redux reselect immer redux-thunk',
    'react-router-dom': 'react-router',
    vite: 'rollup esbuild',
    jest: '@jest/globals',
    express: 'body-parser express-serve-static-core qs',
    'socket.io': 'engine.io',
    'aws-sdk': '@aws-sdk/types',
    '@strapi/strapi': 'koa',
    '@angular/core': 'rxjs zone.js tslib',
    graphile: 'graphql',
  },
};

/** Bundles beside which what they bring says nothing. */
const BUNDLES: Partial<Record<Ecosystem, Record<string, string>>> = {
  pypi: {
    'pytest-cov': 'coverage',
    'pytest-asyncio': '',
    'flask-migrate': 'alembic',
    'django-allauth': 'python3-openid requests-oauthlib',
    moto: 'responses',
  },
  npm: {
    'typescript-eslint':
      '@typescript-eslint/parser @typescript-eslint/eslint-plugin',
    'react-scripts': 'eslint-config-react-app babel-preset-react-app',
  },
};

/** Tools for testing and linting, which nothing needs in production. */
const TOOLS: Partial<Record<Ecosystem, string>> = {
  pypi:
    'pytest pytest-* tox nox coverage mock factory-boy faker hypothesis responses moto freezegun vcrpy requests-mock ' +
    'respx locust black ruff flake8 flake8-* pylint isort mypy pyright bandit pre-commit autopep8 yapf pydocstyle ' +
    'ipdb pdbpp pip-tools bumpversion bump2version twine',
  npm:
    'jest ts-jest babel-jest jest-* vitest @vitest/* mocha chai chai-* sinon nyc c8 cypress @playwright/test supertest ' +
    '@testing-library/* nock eslint eslint-* @typescript-eslint/* typescript-eslint prettier prettier-* stylelint ' +
    'nodemon ts-node-dev husky lint-staged @commitlint/* @types/jest @types/mocha @types/supertest @types/chai',
};

const words = (text: string | undefined) =>
  text?.split(' ').filter(Boolean) ?? [];

/** A test for names in a list, in which a star stands for any start or end. */
function matcher(names: readonly string[]): (name: string) => boolean {
  const exact = new Set(names.filter(name => !name.includes('*')));
  const starts = names
    .filter(name => name.endsWith('*'))
    .map(name => name.slice(0, -1));
  const ends = names
    .filter(name => name.startsWith('*'))
    .map(name => name.slice(1));
  return name =>
    exact.has(name) ||
    starts.some(start => name.startsWith(start)) ||
    ends.some(end => name.endsWith(end));
}

const lists = (source: Partial<Record<Ecosystem, string>>) =>
  new Map(
    Object.entries(source).map(([ecosystem, text]) => [
      ecosystem,
      matcher(words(text)),
    ]),
  );

const implicit = lists(IMPLICIT);
const tools = lists(TOOLS);

/** Whether a package may well be used without being named. */
export function isImplicit(name: string, ecosystem: Ecosystem): boolean {
  return implicit.get(ecosystem)?.(name) ?? false;
}

/** Whether a package only serves development. */
export function isTool(name: string, ecosystem: Ecosystem): boolean {
  return tools.get(ecosystem)?.(name) ?? false;
}

/** What may be imported because a declared package documents it. */
export function companionsOf(name: string, ecosystem: Ecosystem): string[] {
  const known = COMPANIONS[ecosystem] ?? {};
  return Object.hasOwn(known, name) ? words(known[name]) : [];
}

/** What a bundle brings. */
export function broughtBy(name: string, ecosystem: Ecosystem): string[] {
  const known = BUNDLES[ecosystem] ?? {};
  return Object.hasOwn(known, name) ? words(known[name]) : [];
}
