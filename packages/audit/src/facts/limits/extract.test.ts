import { extractFacts } from '../../testing/extractFacts';
import { limits } from './extract';

async function read(files: Record<string, string>) {
  const { facts } = await extractFacts(limits, files);
  return Object.fromEntries(
    facts.applications.flatMap(app =>
      app.routes.map(item => [
        `${item.method} ${item.fullPath}`,
        item.limits.map(limit => limit.scope),
      ]),
    ),
  );
}

describe('limits', () => {
  it('sees what is attached, not what is constructed', async () => {
    expect(
      await read({
        'app.py': `
from fastapi import Depends, FastAPI
from fastapi_limiter.depends import RateLimiter
from slowapi import Limiter

app = FastAPI()
limiter = Limiter(key_func=key, default_limits=["1/minute"])

@app.get("/a")
def a(): ...

@app.get("/b", dependencies=[Depends(RateLimiter(times=2, seconds=5))])
def b(): ...

@app.get("/c")
@limiter.limit("5/minute")
def c(): ...
`,
      }),
    ).toEqual({ 'GET /a': [], 'GET /b': ['route'], 'GET /c': ['route'] });
  });

  it('reads plugins of the Fastify adapter, and no error handler as a limiter', async () => {
    expect(
      await read({
        'src/main.ts': `
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import rateLimiting from '@fastify/rate-limit';
import { AppModule } from './app.module';
const adapter = new FastifyAdapter();
adapter.register(rateLimiting, { max: 100 });
async function bootstrap() {
  const app = await NestFactory.create(AppModule, adapter);
  await app.listen(3000);
}
bootstrap();
`,
        'src/app.module.ts': `
import { Module } from '@nestjs/common';
import { ItemsController } from './items.controller';
@Module({ controllers: [ItemsController] })
export class AppModule {}
`,
        'src/items.controller.ts': `
import { Controller, Get } from '@nestjs/common';
@Controller('items')
export class ItemsController {
  @Get() all() { return []; }
}
`,
        'other/server.js': `
const express = require('express');
const app = express();
function answer(err, req, res, next) {
  res.status(err.code === 'slow' ? 429 : 500).end();
}
app.use(answer);
app.get('/b', (req, res) => res.end());
`,
      }),
    ).toEqual({ 'GET /items': ['application'], 'GET /b': [] });
  });

  it('follows the order of Express and ignores limits of bodies', async () => {
    expect(
      await read({
        'app.js': `
import express from 'express';
import rateLimit from 'express-rate-limit';
const app = express();
app.use(express.json({ limit: '1mb' }));
app.get('/a', (req, res) => res.end());
app.use(rateLimit({ windowMs: 1000, limit: 1 }));
app.get('/b', (req, res) => res.end());
`,
      }),
    ).toEqual({ 'GET /a': [], 'GET /b': ['application'] });
  });

  it('finds counters of failures behind a sign-in', async () => {
    expect(
      await read({
        'app.py': `
from flask import Flask
from accounts import sign_in

app = Flask(__name__)

@app.post("/login")
def login():
    return sign_in()
`,
        'accounts.py': `
def sign_in():
    if account().locked_until:
        return None

def account(): ...
`,
      }),
    ).toEqual({ 'POST /login': ['account'] });
  });

  it('does not take what is logged for a counter', async () => {
    expect(
      await read({
        'app.py': `
from flask import Flask

app = Flask(__name__)

@app.post("/login")
def login():
    logger.info("login_attempt", extra={"too_many": False})
    raise Refused("this attempt failed")
`,
      }),
    ).toEqual({ 'POST /login': [] });
  });
});
