import { Language } from '../inventory/schema';
import { Ecosystem } from '../manifests/schema';
import { TelemetryKind } from './schema';

/**
 * How a product is set up. Names of calls are resolved ones; those that start with a dot are endings.
 */
export interface Product {
  name: string;
  kinds: TelemetryKind[];
  ecosystem: Ecosystem;
  /** Packages of which one must be a direct dependency; empty for what comes with the language. */
  packages: string[];
  /** Calls of which one must be reached. */
  calls?: string[];
  /** Imports that by themselves set it up (`import 'dd-trace/init'`). */
  imports?: string[];
  /** Middleware, plugins or apps that a framework's settings list. */
  middleware?: string[];
  /** Calls of which one must be reached as well: an exporter. */
  requires?: string[];
  /** Works only when a sample rate above zero is set in the call. */
  sampled?: boolean;
  /** Framework does the wiring: a direct dependency is enough. */
  automatic?: boolean;
  /** Measures requests or jobs without further calls. */
  requestLevel?: boolean;
  /** Modules of the browser; they set up nothing in a process of the server. */
  notIn?: string[];
}

const ALL_APM: TelemetryKind[] = ['metrics', 'tracing', 'error-tracking'];

/** Calls that make metrics of one's own. */
export const OWN_METRICS = [
  'prometheus_client.Counter',
  'prometheus_client.Histogram',
  'prometheus_client.Summary',
  'prom-client.Counter',
  'prom-client.Histogram',
  'prom-client.Summary',
  'github.com/prometheus/client_golang/prometheus.NewCounterVec',
  'github.com/prometheus/client_golang/prometheus.NewHistogramVec',
  'github.com/prometheus/client_golang/prometheus.NewCounter',
  'github.com/prometheus/client_golang/prometheus.NewHistogram',
  'github.com/prometheus/client_golang/prometheus.NewSummaryVec',
  'github.com/prometheus/client_golang/prometheus/promauto.NewCounterVec',
  'github.com/prometheus/client_golang/prometheus/promauto.NewHistogramVec',
  'github.com/prometheus/client_golang/prometheus/promauto.NewCounter',
  'github.com/prometheus/client_golang/prometheus/promauto.NewHistogram',
  '.NewHistogramVec',
  '.NewCounterVec',
  '.create_counter',
  '.create_histogram',
  '.createCounter',
  '.createHistogram',
];

/** The table of everything that is recognised, one entry a way of setting it up. */
export const PRODUCTS: readonly Product[] = [
  // Metrics, Python
  {
    name: 'Prometheus client',
    kinds: ['metrics'],
    ecosystem: 'pypi',
    packages: ['prometheus-client'],
    calls: [
      'prometheus_client.make_asgi_app',
      'prometheus_client.make_wsgi_app',
      'prometheus_client.start_http_server',
      'prometheus_client.start_wsgi_server',
      'prometheus_client.generate_latest',
      'prometheus_client.push_to_gateway',
      'prometheus_client.pushadd_to_gateway',
      'prometheus_client.exposition.generate_latest',
      'prometheus_client.openmetrics.exposition.generate_latest',
    ],
  },
  {
    name: 'prometheus-fastapi-instrumentator',
    kinds: ['metrics'],
    ecosystem: 'pypi',
    packages: ['prometheus-fastapi-instrumentator'],
    calls: [
      'prometheus_fastapi_instrumentator.Instrumentator',
      'prometheus_fastapi_instrumentator.instrumentation.PrometheusFastApiInstrumentator',
    ],
    requestLevel: true,
  },
  {
    name: 'Prometheus middleware',
    kinds: ['metrics'],
    ecosystem: 'pypi',
    packages: [
      'starlette-exporter',
      'starlette-prometheus',
      'prometheus-flask-exporter',
      'django-prometheus',
      'aioprometheus',
    ],
    calls: [
      'starlette_exporter.handle_metrics',
      'prometheus_flask_exporter.PrometheusMetrics',
      'prometheus_flask_exporter.multiprocess.GunicornPrometheusMetrics',
      'prometheus_flask_exporter.RESTfulPrometheusMetrics',
    ],
    middleware: [
      'starlette_exporter.',
      'starlette_prometheus.',
      'django_prometheus.',
      'aioprometheus.',
    ],
    requestLevel: true,
  },
  {
    name: 'OpenTelemetry metrics',
    kinds: ['metrics'],
    ecosystem: 'pypi',
    packages: ['opentelemetry-sdk', 'opentelemetry-distro'],
    calls: [
      'opentelemetry.metrics.set_meter_provider',
      'opentelemetry.sdk.metrics.MeterProvider',
    ],
    requestLevel: true,
  },
  {
    name: 'StatsD',
    kinds: ['metrics'],
    ecosystem: 'pypi',
    packages: ['statsd', 'datadog', 'django-statsd-mozilla', 'aiodogstatsd'],
    calls: [
      'datadog.initialize',
      'datadog.dogstatsd.DogStatsd',
      'datadog.dogstatsd.base.DogStatsd',
      'statsd.StatsClient',
      'statsd.StatsdClient',
    ],
    requestLevel: true,
  },
  // APM, Python
  {
    name: 'Datadog',
    kinds: ALL_APM,
    ecosystem: 'pypi',
    packages: ['ddtrace'],
    calls: ['ddtrace.patch_all', 'ddtrace.patch'],
    imports: ['ddtrace.auto'],
    requestLevel: true,
  },
  {
    name: 'New Relic',
    kinds: ALL_APM,
    ecosystem: 'pypi',
    packages: ['newrelic'],
    calls: ['newrelic.agent.initialize'],
    requestLevel: true,
  },
  {
    name: 'Elastic APM',
    kinds: ALL_APM,
    ecosystem: 'pypi',
    packages: ['elastic-apm'],
    calls: [
      'elasticapm.Client',
      'elasticapm.contrib.starlette.make_apm_client',
      'elasticapm.contrib.flask.ElasticAPM',
      'elasticapm.instrument',
    ],
    middleware: ['elasticapm.'],
    requestLevel: true,
  },
  {
    name: 'Azure Monitor',
    kinds: ALL_APM,
    ecosystem: 'pypi',
    packages: ['azure-monitor-opentelemetry'],
    calls: ['azure.monitor.opentelemetry.configure_azure_monitor'],
    requestLevel: true,
  },
  {
    name: 'Logfire',
    kinds: ['metrics', 'tracing'],
    ecosystem: 'pypi',
    packages: ['logfire'],
    calls: ['logfire.configure'],
    requestLevel: true,
  },
  {
    name: 'Sentry performance',
    kinds: ['metrics', 'tracing'],
    ecosystem: 'pypi',
    packages: ['sentry-sdk'],
    calls: ['sentry_sdk.init'],
    sampled: true,
    requestLevel: true,
  },
  // Tracing, Python
  {
    name: 'OpenTelemetry',
    kinds: ['tracing'],
    ecosystem: 'pypi',
    packages: ['opentelemetry-sdk', 'opentelemetry-distro'],
    calls: [
      'opentelemetry.trace.set_tracer_provider',
      'opentelemetry.sdk.trace.TracerProvider',
    ],
    requires: ['.BatchSpanProcessor', '.SimpleSpanProcessor'],
  },
  {
    name: 'AWS X-Ray',
    kinds: ['tracing'],
    ecosystem: 'pypi',
    packages: ['aws-xray-sdk'],
    calls: [
      'aws_xray_sdk.core.patch_all',
      'aws_xray_sdk.core.xray_recorder.configure',
    ],
  },
  // Error tracking, Python
  {
    name: 'Sentry',
    kinds: ['error-tracking'],
    ecosystem: 'pypi',
    packages: ['sentry-sdk'],
    calls: ['sentry_sdk.init'],
  },
  {
    name: 'Rollbar',
    kinds: ['error-tracking'],
    ecosystem: 'pypi',
    packages: ['rollbar'],
    calls: ['rollbar.init'],
    middleware: ['rollbar.'],
  },
  {
    name: 'Bugsnag',
    kinds: ['error-tracking'],
    ecosystem: 'pypi',
    packages: ['bugsnag'],
    calls: ['bugsnag.configure'],
    middleware: ['bugsnag.'],
  },
  {
    name: 'Honeybadger',
    kinds: ['error-tracking'],
    ecosystem: 'pypi',
    packages: ['honeybadger'],
    calls: ['honeybadger.honeybadger.configure'],
    middleware: ['honeybadger.'],
  },
  {
    name: 'Airbrake',
    kinds: ['error-tracking'],
    ecosystem: 'pypi',
    packages: ['pybrake', 'airbrake'],
    calls: ['pybrake.Notifier', 'pybrake.notifier.Notifier'],
    middleware: ['pybrake.'],
  },
  {
    name: 'Raygun',
    kinds: ['error-tracking'],
    ecosystem: 'pypi',
    packages: ['raygun4py'],
    calls: ['raygun4py.raygunprovider.RaygunSender'],
    middleware: ['raygun4py.'],
  },
  {
    name: 'Google Error Reporting',
    kinds: ['error-tracking'],
    ecosystem: 'pypi',
    packages: ['google-cloud-error-reporting'],
    calls: ['google.cloud.error_reporting.Client'],
  },
  // JavaScript
  {
    name: 'prom-client',
    kinds: ['metrics'],
    ecosystem: 'npm',
    packages: ['prom-client'],
    calls: [
      'prom-client.collectDefaultMetrics',
      'prom-client.register.metrics',
      'prom-client.Registry',
      'prom-client.Pushgateway',
    ],
  },
  {
    name: 'Prometheus middleware',
    kinds: ['metrics'],
    ecosystem: 'npm',
    packages: [
      'express-prom-bundle',
      'express-prometheus-middleware',
      'fastify-metrics',
      '@willsoto/nestjs-prometheus',
      'koa-prometheus',
      'prometheus-api-metrics',
    ],
    calls: [
      'express-prom-bundle',
      'express-prometheus-middleware',
      'prometheus-api-metrics',
      '@willsoto/nestjs-prometheus.PrometheusModule.register',
      '@willsoto/nestjs-prometheus.PrometheusModule.registerAsync',
    ],
    middleware: ['express-prom-bundle', 'fastify-metrics'],
    requestLevel: true,
  },
  {
    name: 'OpenTelemetry metrics',
    kinds: ['metrics'],
    ecosystem: 'npm',
    packages: ['@opentelemetry/sdk-metrics', '@opentelemetry/sdk-node'],
    calls: ['@opentelemetry/sdk-metrics.MeterProvider'],
    requestLevel: true,
  },
  {
    name: 'StatsD',
    kinds: ['metrics'],
    ecosystem: 'npm',
    packages: ['hot-shots', 'node-statsd', 'statsd-client'],
    calls: ['hot-shots', 'hot-shots.StatsD', 'node-statsd', 'statsd-client'],
    requestLevel: true,
  },
  {
    name: 'Datadog',
    kinds: ALL_APM,
    ecosystem: 'npm',
    packages: ['dd-trace'],
    calls: ['dd-trace.init', 'dd-trace.tracer.init'],
    imports: ['dd-trace/init'],
    requestLevel: true,
  },
  {
    name: 'New Relic',
    kinds: ALL_APM,
    ecosystem: 'npm',
    packages: ['newrelic'],
    imports: ['newrelic'],
    requestLevel: true,
  },
  {
    name: 'Elastic APM',
    kinds: ALL_APM,
    ecosystem: 'npm',
    packages: ['elastic-apm-node'],
    calls: ['elastic-apm-node.start'],
    imports: ['elastic-apm-node/start'],
    requestLevel: true,
  },
  {
    name: 'Application Insights',
    kinds: ALL_APM,
    ecosystem: 'npm',
    packages: ['applicationinsights', '@azure/monitor-opentelemetry'],
    calls: [
      'applicationinsights.setup',
      '@azure/monitor-opentelemetry.useAzureMonitor',
    ],
    requestLevel: true,
  },
  {
    name: 'Sentry performance',
    kinds: ['metrics', 'tracing'],
    ecosystem: 'npm',
    packages: [
      '@sentry/node',
      '@sentry/nestjs',
      '@sentry/nextjs',
      '@sentry/bun',
      '@sentry/remix',
      '@sentry/sveltekit',
      '@sentry/nuxt',
      '@sentry/aws-serverless',
    ],
    calls: [
      '@sentry/node.init',
      '@sentry/nestjs.init',
      '@sentry/nextjs.init',
      '@sentry/bun.init',
      '@sentry/remix.init',
      '@sentry/sveltekit.init',
      '@sentry/nuxt.init',
      '@sentry/aws-serverless.init',
    ],
    sampled: true,
    requestLevel: true,
  },
  {
    name: 'OpenTelemetry',
    kinds: ['tracing'],
    ecosystem: 'npm',
    packages: [
      '@opentelemetry/sdk-node',
      '@opentelemetry/sdk-trace-node',
      '@opentelemetry/sdk-trace-base',
      '@vercel/otel',
      '@opentelemetry/auto-instrumentations-node',
    ],
    calls: [
      '@opentelemetry/sdk-node.NodeSDK',
      '@opentelemetry/sdk-trace-node.NodeTracerProvider',
      '@vercel/otel.registerOTel',
    ],
    imports: ['@opentelemetry/auto-instrumentations-node/register'],
  },
  {
    name: 'Sentry',
    kinds: ['error-tracking'],
    ecosystem: 'npm',
    packages: [
      '@sentry/node',
      '@sentry/nestjs',
      '@sentry/nextjs',
      '@sentry/bun',
      '@sentry/remix',
      '@sentry/sveltekit',
      '@sentry/nuxt',
      '@sentry/aws-serverless',
    ],
    calls: [
      '@sentry/node.init',
      '@sentry/nestjs.init',
      '@sentry/nextjs.init',
      '@sentry/bun.init',
      '@sentry/remix.init',
      '@sentry/sveltekit.init',
      '@sentry/nuxt.init',
      '@sentry/aws-serverless.init',
    ],
  },
  {
    name: 'Rollbar',
    kinds: ['error-tracking'],
    ecosystem: 'npm',
    packages: ['rollbar'],
    calls: ['rollbar', 'rollbar.init'],
  },
  {
    name: 'Bugsnag',
    kinds: ['error-tracking'],
    ecosystem: 'npm',
    packages: ['@bugsnag/js', '@bugsnag/node'],
    calls: ['@bugsnag/js.start', '@bugsnag/node.start'],
  },
  {
    name: 'Honeybadger',
    kinds: ['error-tracking'],
    ecosystem: 'npm',
    packages: ['@honeybadger-io/js'],
    calls: ['@honeybadger-io/js.configure'],
  },
  {
    name: 'Airbrake',
    kinds: ['error-tracking'],
    ecosystem: 'npm',
    packages: ['@airbrake/node'],
    calls: ['@airbrake/node.Notifier'],
  },
  {
    name: 'Raygun',
    kinds: ['error-tracking'],
    ecosystem: 'npm',
    packages: ['raygun'],
    calls: ['raygun.Client', '.Client.init'],
  },
  {
    name: 'Google Error Reporting',
    kinds: ['error-tracking'],
    ecosystem: 'npm',
    packages: ['@google-cloud/error-reporting'],
    calls: ['@google-cloud/error-reporting.ErrorReporting'],
  },
  // Go
  {
    name: 'Prometheus client',
    kinds: ['metrics'],
    ecosystem: 'go',
    packages: ['github.com/prometheus/client_golang'],
    calls: [
      'github.com/prometheus/client_golang/prometheus/promhttp.Handler',
      'github.com/prometheus/client_golang/prometheus/promhttp.HandlerFor',
    ],
  },
  {
    name: 'OpenTelemetry metrics',
    kinds: ['metrics'],
    ecosystem: 'go',
    packages: [
      'go.opentelemetry.io/otel',
      'go.opentelemetry.io/otel/sdk/metric',
    ],
    calls: ['go.opentelemetry.io/otel.SetMeterProvider'],
    requestLevel: true,
  },
  {
    name: 'OpenTelemetry',
    kinds: ['tracing'],
    ecosystem: 'go',
    packages: ['go.opentelemetry.io/otel', 'go.opentelemetry.io/otel/sdk'],
    calls: ['go.opentelemetry.io/otel.SetTracerProvider'],
    requires: [
      '.WithBatcher',
      '.WithSyncer',
      '.NewBatchSpanProcessor',
      '.NewSimpleSpanProcessor',
    ],
  },
  {
    name: 'Datadog',
    kinds: ['metrics', 'tracing'],
    ecosystem: 'go',
    packages: [
      'gopkg.in/DataDog/dd-trace-go.v1',
      'github.com/DataDog/dd-trace-go/v2',
      'github.com/DataDog/datadog-go/v5',
    ],
    calls: [
      'gopkg.in/DataDog/dd-trace-go.v1/ddtrace/tracer.Start',
      'github.com/DataDog/dd-trace-go/v2/ddtrace/tracer.Start',
    ],
    requestLevel: true,
  },
  {
    name: 'New Relic',
    kinds: ALL_APM,
    ecosystem: 'go',
    packages: ['github.com/newrelic/go-agent/v3'],
    calls: ['github.com/newrelic/go-agent/v3/newrelic.NewApplication'],
    requestLevel: true,
  },
  {
    name: 'Sentry',
    kinds: ['error-tracking'],
    ecosystem: 'go',
    packages: ['github.com/getsentry/sentry-go'],
    calls: ['github.com/getsentry/sentry-go.Init'],
  },
  {
    name: 'Rollbar',
    kinds: ['error-tracking'],
    ecosystem: 'go',
    packages: ['github.com/rollbar/rollbar-go'],
    calls: ['github.com/rollbar/rollbar-go.SetToken'],
  },
  {
    name: 'Bugsnag',
    kinds: ['error-tracking'],
    ecosystem: 'go',
    packages: ['github.com/bugsnag/bugsnag-go/v2'],
    calls: ['github.com/bugsnag/bugsnag-go/v2.Configure'],
  },
  // Java
  {
    name: 'Sentry',
    kinds: ['error-tracking'],
    ecosystem: 'maven',
    packages: [
      'io.sentry:sentry-spring-boot-starter',
      'io.sentry:sentry-spring-boot-starter-jakarta',
      'io.sentry:sentry-spring-boot-4-starter',
    ],
    automatic: true,
  },
  {
    name: 'Sentry',
    kinds: ['error-tracking'],
    ecosystem: 'maven',
    packages: ['io.sentry:*'],
    calls: ['io.sentry.Sentry.init', '.Sentry.init'],
  },
  {
    name: 'Micrometer tracing',
    kinds: ['tracing'],
    ecosystem: 'maven',
    packages: [
      'io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter',
      'io.opentelemetry:opentelemetry-exporter-otlp',
      'io.opentelemetry:opentelemetry-exporter-zipkin',
      'io.zipkin.reporter2:zipkin-reporter-brave',
      'org.springframework.cloud:spring-cloud-starter-zipkin',
      'org.springframework.boot:spring-boot-starter-opentelemetry',
    ],
    automatic: true,
  },
];

/** Structured loggers that one call sets up completely. */
export const LOGGERS: readonly Product[] = [
  {
    name: 'pino',
    kinds: ['structured-logging'],
    ecosystem: 'npm',
    packages: ['pino', 'pino-http', 'nestjs-pino', 'fastify'],
    calls: [
      'pino',
      'pino.pino',
      'pino-http',
      'pino-http.pinoHttp',
      'nestjs-pino.LoggerModule.forRoot',
      'nestjs-pino.LoggerModule.forRootAsync',
    ],
  },
  {
    // Writes JSON in production unless the root logger is replaced.
    name: "Backstage's root logger",
    kinds: ['structured-logging'],
    ecosystem: 'npm',
    packages: ['@backstage/backend-defaults'],
    calls: ['@backstage/backend-defaults.createBackend'],
  },
  {
    name: 'bunyan',
    kinds: ['structured-logging'],
    ecosystem: 'npm',
    packages: ['bunyan'],
    calls: ['bunyan.createLogger'],
  },
  {
    name: 'json-logging',
    kinds: ['structured-logging'],
    ecosystem: 'pypi',
    packages: ['json-logging', 'google-cloud-logging', 'logfire'],
    calls: [
      'json_logging.init_fastapi',
      'json_logging.init_flask',
      'json_logging.init_non_web',
      '.setup_logging_client',
      'logfire.configure',
    ],
  },
  {
    name: 'slog',
    kinds: ['structured-logging'],
    ecosystem: 'go',
    packages: [],
    calls: ['log/slog.NewJSONHandler', 'log/slog.NewTextHandler'],
  },
  {
    name: 'zap',
    kinds: ['structured-logging'],
    ecosystem: 'go',
    packages: ['go.uber.org/zap'],
    calls: [
      'go.uber.org/zap.NewProduction',
      'go.uber.org/zap.NewProductionConfig',
      'go.uber.org/zap/zapcore.NewJSONEncoder',
    ],
  },
  {
    name: 'zerolog',
    kinds: ['structured-logging'],
    ecosystem: 'go',
    packages: ['github.com/rs/zerolog'],
    calls: ['github.com/rs/zerolog.New'],
  },
];

/** Programs and modules that instrument a process from outside, by a part of their name. */
export const AGENTS: { part: string; name: string; kinds: TelemetryKind[] }[] =
  [
    {
      part: 'opentelemetry-instrument',
      name: 'OpenTelemetry auto-instrumentation',
      kinds: ['metrics', 'tracing'],
    },
    {
      part: 'opentelemetry-javaagent',
      name: 'OpenTelemetry Java agent',
      kinds: ['metrics', 'tracing'],
    },
    {
      part: '@opentelemetry/auto-instrumentations-node',
      name: 'OpenTelemetry auto-instrumentation',
      kinds: ['tracing'],
    },
    { part: 'ddtrace-run', name: 'Datadog', kinds: ALL_APM },
    { part: 'dd-trace', name: 'Datadog', kinds: ALL_APM },
    { part: 'dd-java-agent', name: 'Datadog', kinds: ALL_APM },
    { part: 'newrelic', name: 'New Relic', kinds: ALL_APM },
    { part: 'elastic-apm', name: 'Elastic APM', kinds: ALL_APM },
    { part: 'elasticapm', name: 'Elastic APM', kinds: ALL_APM },
    {
      part: 'applicationinsights',
      name: 'Application Insights',
      kinds: ALL_APM,
    },
    {
      part: 'jmx_prometheus',
      name: 'Prometheus JMX exporter',
      kinds: ['metrics'],
    },
    { part: 'sentry-opentelemetry', name: 'Sentry', kinds: ALL_APM },
  ];

/** Words in names of packages that may set something up, which only whoever wrote them knows. */
export const UNCLEAR_WORDS: Record<TelemetryKind, string[]> = {
  'structured-logging': [
    'log',
    'logs',
    'logger',
    'logging',
    'telemetry',
    'observability',
  ],
  metrics: ['metrics', 'monitoring', 'telemetry', 'observability'],
  tracing: ['tracing', 'tracer', 'telemetry', 'observability'],
  'error-tracking': ['telemetry', 'observability', 'monitoring'],
};

/** Packages with such a word in their name of which it is known that they do not. */
export const CLEAR_PACKAGES = new Set([
  'logging',
  'syslog',
  'log',
  'log/slog',
  'log/syslog',
  'loguru',
  'structlog',
  'js-logger',
  'loglevel',
  'log4js',
  'morgan',
  'debug',
  'opentelemetry',
  'prometheus_client',
]);

/** Names of the argument that switches performance tracing of Sentry on. */
export const SAMPLE_ARGUMENTS = [
  'traces_sample_rate',
  'traces_sampler',
  'enable_tracing',
  'tracesSampleRate',
  'tracesSampler',
];

/** Languages whose packages an ecosystem holds. */
export const LANGUAGES: Record<Ecosystem, Language[]> = {
  pypi: ['python'],
  npm: ['typescript', 'tsx', 'javascript'],
  go: ['go'],
  maven: ['java'],
  gradle: ['java'],
  cargo: [],
  rubygems: [],
  composer: [],
};
