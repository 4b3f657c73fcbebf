import { extractFacts } from '../../testing/extractFacts';
import { cors } from './extract';

async function read(files: Record<string, string>) {
  const { facts } = await extractFacts(cors, files);
  return facts.configurations;
}

const SPRING = {
  'pom.xml':
    '<project><artifactId>spring-boot-starter-actuator</artifactId></project>',
  'src/main/java/shop/Application.java': `
package shop;
import org.springframework.boot.SpringApplication;
@SpringBootApplication
public class Application {}
`,
};

describe('cors', () => {
  it('reads defaults of configuration factories, and lists that a callback compares with', async () => {
    const found = await read({
      'src/main.ts': `
import { NestFactory } from '@nestjs/core';
import { ConfigService } from '@nestjs/config';
import { AppModule } from './app.module';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  const config = app.get(ConfigService);
  const origin = config.get<string>('app.corsOrigin');
  app.enableCors({ origin, credentials: true });
  await app.listen(3000);
}
bootstrap();
`,
      'src/config/app.ts': `
import { registerAs } from '@nestjs/config';
export default registerAs('app', () => ({
  corsOrigin: process.env.CORS_ORIGIN || '*',
}));
`,
      'api/server.js': `
const express = require('express');
const cors = require('cors');
const { ORIGINS } = require('./env');
const app = express();
const allowed = ORIGINS.length ? ORIGINS : ['http://localhost:3000'];
app.use(cors({
  origin: (origin, callback) =>
    allowed.includes(origin) ? callback(null, true) : callback(new Error('no')),
}));
`,
      'api/env.js': "exports.ORIGINS = (process.env.ORIGINS || '').split(',');",
    });
    expect(
      found
        .map(item => [item.path, item.origins.map(({ value }) => value)])
        .sort(),
    ).toEqual([
      ['api/server.js', ['http://localhost:3000']],
      ['src/main.ts', ['*']],
    ]);
  });

  it('reads the registry and the annotation of Spring', async () => {
    const found = await read({
      ...SPRING,
      'src/main/java/shop/Web.java': `
package shop;
public class Web implements WebMvcConfigurer {
  @Override
  public void addCorsMappings(CorsRegistry registry) {
    registry.addMapping("/**")
        .allowedOriginPatterns("*")
        .allowCredentials(true);
  }
}
`,
      'src/main/java/shop/Items.java': `
package shop;
@RestController
@CrossOrigin(origins = "https://shop.example", allowCredentials = "true")
public class Items {}
`,
    });
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      by: '@CrossOrigin',
      line: 4,
      credentials: true,
      origins: [{ value: 'https://shop.example' }],
    });
    expect(found[1]).toMatchObject({
      by: 'Spring',
      line: 7,
      credentials: true,
      origins: [{ value: '*' }],
    });
  });

  it('reads rs/cors', async () => {
    const found = await read({
      'go.mod': 'module example.com/shop\n',
      'main.go': `
package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/cors"
)

func main() {
	r := chi.NewRouter()
	r.Use(cors.Handler(cors.Options{
		AllowedOrigins:   []string{"https://*", "http://*"},
		AllowCredentials: true,
	}))
	r.Get("/items", list)
	http.ListenAndServe(":80", r)
}
`,
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      line: 13,
      credentials: true,
      origins: [
        { value: 'https://*', pattern: true },
        { value: 'http://*', pattern: true },
      ],
    });
  });

  it('reads NestJS, Flask-CORS and own middleware', async () => {
    const nest = await read({
      'src/main.ts': `
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableCors({ origin: '*', credentials: true });
}
bootstrap();
`,
      'src/app.module.ts': `
import { Module } from '@nestjs/common';
@Module({})
export class AppModule {}
`,
    });
    expect(nest[0]).toMatchObject({
      line: 6,
      credentials: true,
      origins: [{ value: '*' }],
    });
    const flask = await read({
      'app.py': `
from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
CORS(app, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)
`,
    });
    expect(flask[0]).toMatchObject({
      line: 5,
      credentials: true,
      origins: [{ value: '*' }],
    });
    const own = await read({
      'app.js': `
const express = require('express');
const app = express();
app.use((req, res, next) => {
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin);
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  next();
});
app.use((req, res, next) => {
  if (allowed.includes(req.headers.origin)) {
    res.setHeader('Access-Control-Allow-Origin', req.headers.origin);
  }
  next();
});
`,
    });
    expect(own[0]).toMatchObject({ line: 5, credentials: true });
    expect(own[0].reflects).toBeDefined();
    expect(own[1]).toMatchObject({ line: 11, dynamic: true });
    expect(own[1].reflects).toBeUndefined();
  });

  it('keeps the later of two middlewares and follows settings', async () => {
    const found = await read({
      'main.py': `
import os
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

def origins() -> list[str]:
    return os.environ.get("ORIGINS", "http://localhost:1").split(",")

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
app.add_middleware(CORSMiddleware, allow_origins=origins(), allow_credentials=False)
`,
    });
    expect(found.map(item => item.overridden)).toEqual([true, false]);
    expect(found[1].origins).toEqual([
      expect.objectContaining({
        value: 'http://localhost:1',
        line: 7,
        source: 'environment-default',
        name: 'ORIGINS',
      }),
    ]);
  });

  it('reads what configuration falls back to, and properties of settings', async () => {
    const [first, second] = await read({
      'app/main.py': `
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from app.config import get_settings

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=config.get_list("outputs", "origins", default=["*"]),
    allow_credentials=config.get_bool("outputs", "credentials", default=True),
)
other = FastAPI()
other.add_middleware(
    CORSMiddleware,
    allow_origins=get_settings().all_origins,
    allow_credentials=get_settings().with_cookies,
)
`,
      'app/config.py': `
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    extra_origins: list[str] = []
    frontend: str = "http://localhost:5173"
    with_cookies: bool = True

    @computed_field
    @property
    def all_origins(self) -> list[str]:
        return [str(item) for item in self.extra_origins] + [self.frontend]

def get_settings() -> Settings:
    return Settings()
`,
    });
    expect(first).toMatchObject({
      credentials: true,
      origins: [{ value: '*', source: 'environment-default' }],
    });
    expect(second).toMatchObject({
      credentials: true,
      origins: [
        {
          value: 'http://localhost:5173',
          path: 'app/config.py',
          source: 'setting-default',
          name: 'frontend',
        },
      ],
    });
  });

  it('takes every origin where Django does so unless a variable says no', async () => {
    const { facts } = await extractFacts(cors, {
      'manage.py':
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
      'shop/settings.py': `
import os
ROOT_URLCONF = "shop.urls"
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
CORS_ALLOW_ALL_ORIGINS = os.environ.get("CORS_ALL", "True").lower() == "true"
CORS_ALLOW_CREDENTIALS = True
`,
      'shop/urls.py': 'urlpatterns = []\n',
    });
    expect(facts.configurations).toMatchObject([
      {
        credentials: true,
        origins: [{ value: '*', source: 'environment-default', line: 5 }],
      },
    ]);
  });

  it('follows entries of a configuration object to the default of its schema', async () => {
    const { facts } = await extractFacts(cors, {
      'package.json': '{"dependencies":{"express":"4","cors":"2"}}',
      'src/app.ts': `
import cors from 'cors';
import express from 'express';
import { config } from './config';

const app = express();
app.use(cors({ origin: config.http.origins, credentials: true }));
`,
      'src/config.ts': `
import { z } from 'zod';

const schema = z.object({
  ALLOWED_ORIGINS: z.string().default('http://localhost:5173'),
});
const env = schema.parse(process.env);

export const config = { http: { origins: env.ALLOWED_ORIGINS.split(',') } };
`,
    });
    expect(facts.configurations).toMatchObject([
      {
        credentials: true,
        origins: [
          {
            value: 'http://localhost:5173',
            path: 'src/config.ts',
            line: 5,
            source: 'setting-default',
          },
        ],
      },
    ]);
  });
});
