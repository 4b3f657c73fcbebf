import { extractFacts } from '../../testing/extractFacts';
import { bodyLimits } from './bodyLimits';
import { flows } from './extract';
import { inputs } from './handlers';
import { SinkKind } from './schema';
import { webhooks } from './webhooks';

const APP = 'from fastapi import FastAPI\napp = FastAPI()\n';

async function reached(
  kind: SinkKind,
  files: Record<string, string>,
): Promise<string[]> {
  const { facts } = await extractFacts(flows, files);
  return facts.sinks
    .filter(sink => sink.kind === kind)
    .flatMap(sink =>
      sink.flows.map(
        flow =>
          `${sink.path}:${sink.line} <- ${flow.source.kind} ${flow.source.name}`,
      ),
    );
}

describe('flows', () => {
  it('follows assignments, text and helpers in other files, with every step', async () => {
    const { facts } = await extractFacts(flows, {
      'app/main.py': `${APP}from app.files import load\n\n@app.get("/x")\ndef x(name: str):\n    wanted = name.strip()\n    return load(wanted)\n`,
      'app/files.py':
        'import os\n\ndef load(title):\n    path = os.path.join("/srv", title)\n    with open(path) as f:\n        return f.read()\n',
    });
    const [sink] = facts.sinks.filter(item => item.flows.length);
    expect(sink).toMatchObject({ kind: 'file', path: 'app/files.py', line: 5 });
    expect(sink.flows[0]).toMatchObject({
      source: { kind: 'query', name: 'name', path: 'app/main.py', line: 6 },
      route: { method: 'GET', fullPath: '/x', guarded: false },
      steps: [
        { path: 'app/main.py', line: 7 },
        { path: 'app/main.py', line: 8 },
        { path: 'app/files.py', line: 4 },
      ],
    });
  });

  it('stops at types, enums and patterns that leave no room', async () => {
    expect(
      await reached('file', {
        'main.py': `from enum import Enum\nfrom uuid import UUID\nfrom fastapi import Query\n${APP}
class Size(str, Enum):
    small = "small"

@app.get("/a")
def a(number: int, key: UUID, size: Size, code: str = Query(pattern="^[a-z]+$")):
    open(f"/srv/{number}")
    open(f"/srv/{key}")
    open(f"/srv/{size.value}")
    open(f"/srv/{code}")
`,
      }),
    ).toEqual([]);
  });

  it('reads fields of models by their types', async () => {
    expect(
      await reached('url', {
        'main.py': `import httpx\nfrom pydantic import BaseModel\n${APP}
class Hook(BaseModel):
    url: str
    retries: int

@app.post("/a")
def a(hook: Hook):
    httpx.get(hook.url)
    httpx.get(f"https://example.org/{hook.url}")
    httpx.get(hook.retries)
`,
      }),
    ).toEqual(['main.py:12 <- body hook.url']);
  });

  it('goes through services that are injected', async () => {
    expect(
      await reached('sql', {
        'src/items.controller.ts': `import { Controller, Get, Query } from '@nestjs/common';
import { ItemsService } from './items.service';
@Controller('items')
export class ItemsController {
  constructor(private readonly items: ItemsService) {}
  @Get()
  search(@Query('q') q: string) { return this.items.search(q); }
}
`,
        'src/items.service.ts': `export class ItemsService {
  constructor(private readonly db) {}
  search(q: string) { return this.db.query(\`SELECT * FROM item WHERE name = '\${q}'\`); }
}
`,
      }),
    ).toEqual(['src/items.service.ts:3 <- query q']);
  });

  it('lets a library keep uploads where it wants, whatever the caller calls them', async () => {
    const { facts } = await extractFacts(flows, {
      'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
async function bootstrap() { const app = await NestFactory.create(AppModule); await app.listen(3000); }
bootstrap();
`,
      'src/app.module.ts': `import { Module } from '@nestjs/common';
import { FilesController } from './files.controller';
@Module({ controllers: [FilesController] })
export class AppModule {}
`,
      'src/files.controller.ts': `import { Controller, Post, UploadedFiles } from '@nestjs/common';
import { unlink, writeFile } from 'node:fs/promises';
@Controller('files')
export class FilesController {
  @Post()
  async add(@UploadedFiles() files) {
    for (let i = 0; i < files.length; i++) {
      const file = files[i];
      await unlink(file.path);
      await writeFile('/data/' + file.originalname, file.buffer);
    }
  }
}
`,
    });
    expect(
      facts.sinks
        .filter(({ kind }) => kind === 'file')
        .map(({ line, flows: found }) => [line, found.length]),
    ).toEqual([
      [9, 0],
      [10, 1],
    ]);
  });

  it('knows checks that hold from filters that do not', async () => {
    const { facts } = await extractFacts(flows, {
      'app.py': `import os
from flask import Flask, request, abort
app = Flask(__name__)

@app.route("/a")
def a():
    name = request.args["name"]
    if ".." in name:
        abort(400)
    return open(os.path.join("/srv", name)).read()

@app.route("/b")
def b():
    path = os.path.realpath(os.path.join("/srv", request.args["name"]))
    if not path.startswith("/srv/"):
        abort(400)
    return open(path).read()
`,
    });
    expect(facts.sinks).toMatchObject([
      { line: 10, flows: [{ filter: { line: 8 } }], guards: [] },
      { line: 17, flows: [], guards: [{ line: 15 }] },
    ]);
  });

  it('does not follow values that come out of a database', async () => {
    expect(
      await reached('file', {
        'app.py': `from flask import Flask
from models import Document
app = Flask(__name__)

@app.route("/a/<name>")
def a(name):
    row = Document.query.filter_by(name=name).first()
    return open(row.stored_as).read()
`,
      }),
    ).toEqual([]);
  });

  it('survives recursion and long sums', async () => {
    const sum = Array(80).fill('a').join(' + ');
    expect(
      await reached('file', {
        'app.py': `from flask import Flask, request
app = Flask(__name__)

def again(x):
    return again(x)

@app.route("/a")
def a():
    a = request.args["a"]
    a = a + a
    open(again(a))
    open(${sum})
`,
      }),
    ).toEqual(['app.py:12 <- query request.args.a']);
  });
});

describe('what routes do with bodies', () => {
  it('tells schemas from raw use', async () => {
    const { facts } = await extractFacts(inputs, {
      'main.py': `from fastapi import Request\n${APP}
@app.post("/a")
async def a(request: Request):
    return await request.json()

@app.post("/b")
async def b(values: dict):
    return values
`,
    });
    expect(facts.inputs).toMatchObject([
      { fullPath: '/a', how: 'raw', line: 7 },
      { fullPath: '/b', how: 'raw', line: 10 },
    ]);
  });

  it('finds who checks the sender of a webhook', async () => {
    const { facts } = await extractFacts(webhooks, {
      'main.py': `import hmac\nfrom fastapi import Request\n${APP}
def check(raw, given):
    return hmac.compare_digest(raw, given)

@app.post("/webhooks/a")
async def a(request: Request):
    check(await request.body(), request.headers["x"])

@app.post("/webhooks/b")
async def b(request: Request):
    return {}
`,
    });
    expect(facts.webhooks.map(item => item.verified?.line)).toEqual([
      7,
      undefined,
    ]);
  });

  it('reads limits of settings', async () => {
    const { facts } = await extractFacts(bodyLimits, {
      'app.py':
        'from flask import Flask\napp = Flask(__name__)\napp.config["MAX_CONTENT_LENGTH"] = 1000\n',
    });
    expect(facts.limits).toMatchObject([
      { by: 'setting', uploads: true, path: 'app.py', line: 3 },
    ]);
  });
});
