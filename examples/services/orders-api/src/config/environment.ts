import * as Joi from 'joi';

export const environmentSchema = Joi.object({
  NODE_ENV: Joi.string()
    .valid('production', 'development', 'test')
    .default('production'),
  PORT: Joi.number().port().default(3000),
  LOG_LEVEL: Joi.string().valid('warn', 'info', 'debug').default('info'),

  DATABASE_HOST: Joi.string().hostname().required(),
  DATABASE_PORT: Joi.number().port().default(5432),
  DATABASE_NAME: Joi.string().required(),
  DATABASE_USER: Joi.string().required(),
  DATABASE_PASSWORD: Joi.string().required(),

  AUTH_PUBLIC_KEY: Joi.string().required(),
  AUTH_ISSUER: Joi.string().uri().required(),
  AUTH_AUDIENCE: Joi.string().required(),

  CORS_ORIGINS: Joi.string().required(),

  PAYMENTS_URL: Joi.string().uri().required(),
  PAYMENTS_API_KEY: Joi.string().min(16).required(),
});
