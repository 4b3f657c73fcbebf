import { DependencyFact, Ecosystem } from './schema';

/**
 * Modules of Python distributions whose name tells them not, by normalised distribution name. Where a name differs only
 * by `-` and `_` or by case, nothing has to be said.
 */
const PYTHON_MODULES: Record<string, string> = {
  'apache-airflow': 'airflow',
  'apache-beam': 'apache_beam',
  apscheduler: 'apscheduler',
  'argon2-cffi': 'argon2',
  'async-timeout': 'async_timeout',
  attrs: 'attr attrs',
  'azure-identity': 'azure.identity',
  'azure-storage-blob': 'azure.storage.blob',
  'azure-keyvault-secrets': 'azure.keyvault',
  'azure-servicebus': 'azure.servicebus',
  babel: 'babel',
  beautifulsoup4: 'bs4',
  biopython: 'Bio',
  boto: 'boto',
  'django-allauth': 'allauth',
  'django-anymail': 'anymail',
  'django-appconf': 'appconf',
  'django-axes': 'axes',
  'django-cacheops': 'cacheops',
  'django-celery-beat': 'django_celery_beat',
  'django-compressor': 'compressor',
  'django-constance': 'constance',
  'django-cors-headers': 'corsheaders',
  'django-crispy-forms': 'crispy_forms',
  'django-csp': 'csp',
  'django-debug-toolbar': 'debug_toolbar',
  'django-dotenv': 'dotenv',
  'django-environ': 'environ',
  'django-extensions': 'django_extensions',
  'django-filter': 'django_filters',
  'django-guardian': 'guardian',
  'django-haystack': 'haystack',
  'django-health-check': 'health_check',
  'django-import-export': 'import_export',
  'django-ipware': 'ipware',
  'django-model-utils': 'model_utils',
  'django-modeltranslation': 'modeltranslation',
  'django-mptt': 'mptt',
  'django-oauth-toolkit': 'oauth2_provider',
  'django-polymorphic': 'polymorphic',
  'django-redis': 'django_redis',
  'django-reversion': 'reversion',
  'django-rest-framework': 'rest_framework',
  'django-ses': 'django_ses',
  'django-silk': 'silk',
  'django-simple-history': 'simple_history',
  'django-storages': 'storages',
  'django-taggit': 'taggit',
  'django-waffle': 'waffle',
  'django-webpack-loader': 'webpack_loader',
  'django-widget-tweaks': 'widget_tweaks',
  djangorestframework: 'rest_framework',
  'djangorestframework-simplejwt': 'rest_framework_simplejwt',
  'dj-rest-auth': 'dj_rest_auth',
  dnspython: 'dns',
  'drf-spectacular': 'drf_spectacular',
  'drf-yasg': 'drf_yasg',
  'email-validator': 'email_validator',
  'faiss-cpu': 'faiss',
  'faiss-gpu': 'faiss',
  'factory-boy': 'factory',
  'fake-useragent': 'fake_useragent',
  'flask-cors': 'flask_cors',
  'fs-gcsfs': 'fs_gcsfs',
  gitpython: 'git',
  'google-api-core': 'google.api_core',
  'google-api-python-client': 'googleapiclient apiclient',
  'google-auth': 'google.auth google.oauth2',
  'google-auth-oauthlib': 'google_auth_oauthlib',
  'google-cloud-bigquery': 'google.cloud.bigquery',
  'google-cloud-firestore': 'google.cloud.firestore',
  'google-cloud-logging': 'google.cloud.logging',
  'google-cloud-pubsub': 'google.cloud.pubsub google.cloud.pubsub_v1',
  'google-cloud-secret-manager':
    'google.cloud.secretmanager google.cloud.secretmanager_v1',
  'google-cloud-storage': 'google.cloud.storage',
  'google-cloud-tasks': 'google.cloud.tasks google.cloud.tasks_v2',
  'google-generativeai': 'google.generativeai',
  'google-genai': 'google.genai',
  grpcio: 'grpc',
  'grpcio-health-checking': 'grpc_health',
  'grpcio-reflection': 'grpc_reflection',
  'grpcio-status': 'grpc_status',
  'grpcio-tools': 'grpc_tools',
  'impacket-ng': 'impacket',
  'jaeger-client': 'jaeger_client',
  'kafka-python': 'kafka',
  'kafka-python-ng': 'kafka',
  'ldap3-ng': 'ldap3',
  levenshtein: 'Levenshtein',
  'markdown-it-py': 'markdown_it',
  'memory-profiler': 'memory_profiler',
  'msgpack-python': 'msgpack',
  'mysql-connector-python': 'mysql.connector mysql',
  mysqlclient: 'MySQLdb',
  newrelic: 'newrelic',
  'nvidia-ml-py': 'pynvml',
  odfpy: 'odf',
  'opencv-contrib-python': 'cv2',
  'opencv-python': 'cv2',
  'opencv-python-headless': 'cv2',
  'opensearch-py': 'opensearchpy',
  'opentracing-instrumentation': 'opentracing_instrumentation',
  'paho-mqtt': 'paho',
  'pdfminer-six': 'pdfminer',
  phonenumberslite: 'phonenumbers',
  pillow: 'PIL',
  'pillow-simd': 'PIL',
  'prometheus-flask-exporter': 'prometheus_flask_exporter',
  protobuf: 'google.protobuf',
  'psycopg2-binary': 'psycopg2',
  'psycopg-binary': 'psycopg',
  'psycopg-pool': 'psycopg_pool',
  'py-healthcheck': 'healthcheck',
  pycryptodome: 'Crypto',
  pycryptodomex: 'Cryptodome',
  'pydantic-settings': 'pydantic_settings',
  pyfcm: 'pyfcm',
  pyjwt: 'jwt',
  pykube: 'pykube',
  pymupdf: 'fitz pymupdf',
  pynacl: 'nacl',
  'pyobjc-core': 'objc',
  pyopenssl: 'OpenSSL',
  'pyopenssl-extras': 'OpenSSL',
  pyserial: 'serial',
  pysocks: 'socks',
  'python-barcode': 'barcode',
  'python-consul': 'consul',
  'python-dateutil': 'dateutil',
  'python-decouple': 'decouple',
  'python-docx': 'docx',
  'python-dotenv': 'dotenv',
  'python-editor': 'editor',
  'python-engineio': 'engineio',
  'python-etcd': 'etcd',
  'python-gitlab': 'gitlab',
  'python-gnupg': 'gnupg',
  'python-http-client': 'python_http_client',
  'python-jose': 'jose',
  'python-json-logger': 'pythonjsonlogger',
  'python-keycloak': 'keycloak',
  'python-ldap': 'ldap',
  'python-levenshtein': 'Levenshtein',
  'python-logstash': 'logstash',
  'python-magic': 'magic',
  'python-memcached': 'memcache',
  'python-multipart': 'multipart python_multipart',
  'python-openid': 'openid',
  'python-pptx': 'pptx',
  'python-rapidjson': 'rapidjson',
  'python-redis-lock': 'redis_lock',
  'python-slugify': 'slugify',
  'python-snappy': 'snappy',
  'python-socketio': 'socketio',
  'python-telegram-bot': 'telegram',
  'python-twitter': 'twitter',
  'python3-openid': 'openid',
  'python3-saml': 'onelogin',
  pywin32:
    'win32api win32con win32gui pywintypes pythoncom win32com win32service',
  pyyaml: 'yaml _yaml',
  pyzmq: 'zmq',
  'qdrant-client': 'qdrant_client',
  'rabbitmq-admin': 'rabbitmq_admin',
  'readthedocs-sphinx-ext': 'readthedocs_ext',
  'ruamel-yaml': 'ruamel.yaml ruamel',
  'scikit-image': 'skimage',
  'scikit-learn': 'sklearn',
  sendgrid: 'sendgrid',
  'sentence-transformers': 'sentence_transformers',
  'sentry-sdk': 'sentry_sdk',
  setuptools: 'setuptools pkg_resources',
  'slack-bolt': 'slack_bolt',
  'slack-sdk': 'slack_sdk slack',
  slackclient: 'slack slackclient',
  'social-auth-app-django': 'social_django',
  'social-auth-core': 'social_core',
  speechrecognition: 'speech_recognition',
  sqlalchemy: 'sqlalchemy',
  'sqlalchemy-utils': 'sqlalchemy_utils',
  'strawberry-graphql': 'strawberry',
  'tb-paddle': 'tb_paddle',
  'tencentcloud-sdk-python': 'tencentcloud',
  'typing-extensions': 'typing_extensions',
  unidecode: 'unidecode',
  'uritemplate-py': 'uritemplate',
  webencodings: 'webencodings',
  'websocket-client': 'websocket',
  xmlsec: 'xmlsec',
  'yt-dlp': 'yt_dlp',
  'zope-interface': 'zope.interface',
};

/** Namespaces that many distributions share: `azure-mgmt-compute` is `azure.mgmt.compute`. */
const NAMESPACES = [
  'azure-',
  'google-cloud-',
  'opentelemetry-',
  'zope-',
  'jaraco-',
  'sphinxcontrib-',
  'backports-',
  'ruamel-',
  'paste-',
];

/** Modules that a dependency gives, as code imports them; a prefix of dotted or slashed names. */
export function importNamesOf(name: string, ecosystem: Ecosystem): string[] {
  if (ecosystem === 'pypi') {
    const plain = name.split('-').join('_');
    const own = Object.hasOwn(PYTHON_MODULES, name)
      ? PYTHON_MODULES[name].split(' ')
      : [];
    const namespace = NAMESPACES.some(prefix => name.startsWith(prefix))
      ? [name.split('-').join('.'), name.split('-')[0]]
      : [];
    const short = ['python-', 'py-'].flatMap(prefix =>
      name.startsWith(prefix) ? [plain.slice(prefix.length)] : [],
    );
    const long = name.endsWith('-python') ? [plain.slice(0, -7)] : [];
    return [...new Set([...own, plain, ...namespace, ...short, ...long])];
  }
  if (ecosystem === 'npm' && name.startsWith('@types/')) {
    const [scope, rest] = name.slice('@types/'.length).split('__');
    return [rest === undefined ? scope : `@${scope}/${rest}`, name];
  }
  return [name];
}

/** Distribution names that a Python module may come from, the likeliest first. */
export function distributionsOf(module: string): string[] {
  const names = Object.entries(PYTHON_MODULES)
    .filter(([, modules]) =>
      modules
        .split(' ')
        .some(item => item === module || module.startsWith(`${item}.`)),
    )
    .map(([name]) => name);
  const [top] = module.split('.');
  return [...names, top.toLocaleLowerCase('en-US').split('_').join('-')];
}

/** A test for modules that a dependency gives; make it once for many modules. */
export function moduleMatcher(
  name: string,
  ecosystem: Ecosystem,
): (module: string) => boolean {
  const isPython = ecosystem === 'pypi';
  const fold = (text: string) =>
    isPython ? text.toLocaleLowerCase('en-US') : text;
  const given = importNamesOf(name, ecosystem).map(fold);
  const starts = given.map(item => item + (isPython ? '.' : '/'));
  return module => {
    const wanted = fold(module);
    return (
      given.includes(wanted) || starts.some(start => wanted.startsWith(start))
    );
  };
}

/** Whether a module that is imported is one that a dependency gives. */
export function givesModule(
  { name }: Pick<DependencyFact, 'name'>,
  ecosystem: Ecosystem,
  module: string,
): boolean {
  return moduleMatcher(name, ecosystem)(module);
}
