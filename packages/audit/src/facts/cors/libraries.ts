/** How a library names its options. */
export interface Library {
  names: string[];
  /** Options are keyword arguments, or entries of the first argument. */
  style: 'keywords' | 'object';
  origins: string[];
  patterns: string[];
  credentials: string;
  methods: string;
  headers: string;
  /** Without an option for origins any origin is allowed. */
  openByDefault: boolean;
  /** Starlette: methods are few by default; others allow all. */
  allMethodsByDefault: boolean;
}

export const LIBRARIES: Library[] = [
  {
    names: ['CORSMiddleware'],
    style: 'keywords',
    origins: ['allow_origins'],
    patterns: ['allow_origin_regex'],
    credentials: 'allow_credentials',
    methods: 'allow_methods',
    headers: 'allow_headers',
    openByDefault: false,
    allMethodsByDefault: false,
  },
  {
    names: ['flask_cors.CORS'],
    style: 'keywords',
    origins: ['origins'],
    patterns: [],
    credentials: 'supports_credentials',
    methods: 'methods',
    headers: 'allow_headers',
    openByDefault: true,
    allMethodsByDefault: true,
  },
  {
    names: [
      'cors',
      'cors.default',
      'nestjs.enableCors',
      '@fastify/cors',
      'fastify-cors',
      '@koa/cors',
    ],
    style: 'object',
    origins: ['origin'],
    patterns: [],
    credentials: 'credentials',
    methods: 'methods',
    headers: 'allowedHeaders',
    openByDefault: true,
    allMethodsByDefault: true,
  },
];
