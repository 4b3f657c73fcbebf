import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

/** Numbers that look random and are the same everywhere (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const NOUNS =
  'account address article asset batch booking budget campaign cart category channel claim comment contact contract coupon customer device document event export feature feedback folder goal import inventory invoice label lead ledger license location member message meter note offer order package partner payment payout plan policy product profile project quote receipt refund region report request review role route schedule segment session shipment sku stock store subscription supplier survey tag task tax team template ticket token track transfer user vendor visit voucher warehouse webhook'.split(
    ' ',
  );
const FIELDS =
  'name title status amount currency quantity description created_by updated_by starts_at ends_at priority region email phone country city reference notes kind color weight height score'.split(
    ' ',
  );
const VERBS = 'approve cancel archive assign publish restore merge sync'.split(
  ' ',
);

const pascal = (text: string) =>
  text.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
const camel = (text: string) =>
  pascal(text).replace(/^[A-Z]/, letter => letter.toLowerCase());

/** One part of a product: what it is about and what it stores. */
interface Domain {
  noun: string;
  fields: string[];
  verbs: string[];
}

type Files = Map<string, string>;

/**
 * Writes a monorepo of Python and TypeScript services into a folder: routers, services, models, schemas, pages, tests,
 * manifests, Dockerfiles, workflows. The same for the same number of files, everywhere and always.
 *
 * @returns bytes written.
 */
export function generateTree(root: string, count: number): number {
  const random = numbers(20_261_122);
  const files: Files = new Map();
  addRepository(files);
  for (let number = 0; files.size < count; number++) {
    if (number % 2 === 0) {
      addPythonService(files, `service-${number / 2}`, random, count);
    } else {
      addTypeScriptService(files, `app-${(number - 1) / 2}`, random, count);
    }
  }
  let bytes = 0;
  for (const [path, text] of [...files].slice(0, count)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    bytes += Buffer.byteLength(text);
  }
  return bytes;
}

function domains(random: (below: number) => number): Domain[] {
  const offset = random(NOUNS.length);
  return Array.from({ length: 40 }, (_, index) => ({
    noun: NOUNS[(offset + index) % NOUNS.length],
    fields: FIELDS.filter(() => random(3) === 0).slice(0, 8),
    verbs: VERBS.filter(() => random(3) === 0).slice(0, 3),
  }));
}

function addRepository(files: Files) {
  files.set('README.md', '# Generated\n\nA monorepo to measure with.\n');
  files.set(
    '.github/workflows/ci.yml',
    `name: CI
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - run: pip install -e services/service-0[dev]
      - run: ruff check .
      - run: pytest --cov
`,
  );
}

// --- Python -------------------------------------------------------------------------------------------------------

function addPythonService(
  files: Files,
  name: string,
  random: (below: number) => number,
  count: number,
) {
  const root = `services/${name}`;
  const all = domains(random);
  files.set(
    `${root}/pyproject.toml`,
    `[project]
name = "${name}"
version = "1.0.0"
requires-python = ">=3.12"
dependencies = ["fastapi>=0.115", "sqlalchemy>=2", "pydantic-settings>=2", "structlog>=24", "uvicorn>=0.30"]

[project.optional-dependencies]
dev = ["pytest>=8", "pytest-cov>=5", "ruff>=0.8"]

[tool.ruff]
line-length = 100
`,
  );
  files.set(
    `${root}/Dockerfile`,
    `FROM python:3.12-slim
WORKDIR /app
COPY pyproject.toml .
RUN pip install --no-cache-dir .
COPY app app
USER 1000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health')"]
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
`,
  );
  files.set(
    `${root}/app/settings.py`,
    `import os

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """What the environment decides."""

    database_url: str
    page_size: int = 50
    allowed_origins: list[str] = []
    debug: bool = False


settings = Settings()
REGION = os.environ.get("REGION", "eu-west-1")
`,
  );
  files.set(
    `${root}/app/database.py`,
    `from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from app.settings import settings

engine = create_engine(settings.database_url, pool_pre_ping=True)
session_factory = sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


def get_session() -> Iterator[Session]:
    with session_factory() as session:
        yield session
`,
  );
  files.set(`${root}/app/__init__.py`, '');
  files.set(
    `${root}/app/main.py`,
    `import structlog
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.settings import settings
${all
  .map(({ noun }) => `from app.${noun}.router import router as ${noun}_router`)
  .join('\n')}

logger = structlog.get_logger(__name__)

app = FastAPI(title="${name}")
app.add_middleware(CORSMiddleware, allow_origins=settings.allowed_origins, allow_methods=["GET", "POST"])
${all
  .map(
    ({ noun }) =>
      `app.include_router(${noun}_router, prefix="/${noun}s", tags=["${noun}"])`,
  )
  .join('\n')}


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
`,
  );
  for (const domain of all) {
    if (files.size >= count) {
      return;
    }
    addPythonDomain(files, root, domain, all[random(all.length)]);
  }
}

function addPythonDomain(
  files: Files,
  root: string,
  { noun, fields, verbs }: Domain,
  other: Domain,
) {
  const type = pascal(noun);
  const folder = `${root}/app/${noun}`;
  files.set(`${folder}/__init__.py`, '');
  files.set(
    `${folder}/models.py`,
    `from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base


class ${type}(Base):
    """One ${noun} of an organisation."""

    __tablename__ = "${noun}s"
    __table_args__ = (Index("ix_${noun}s_organisation", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
${fields
  .map(
    field =>
      `    ${field}: Mapped[str | None] = mapped_column(String(200), default=None)`,
  )
  .join('\n')}
    lines: Mapped[list["${type}Line"]] = relationship(back_populates="${noun}", cascade="all, delete-orphan")

    def is_open(self) -> bool:
        return self.created_at is not None and not self.lines


class ${type}Line(Base):
    __tablename__ = "${noun}_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    ${noun}_id: Mapped[int] = mapped_column(ForeignKey("${noun}s.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(String(500), default="")
    ${noun}: Mapped[${type}] = relationship(back_populates="lines")
`,
  );
  files.set(
    `${folder}/schemas.py`,
    `from datetime import datetime

from pydantic import BaseModel, Field, field_validator


class ${type}Base(BaseModel):
${fields
  .map(
    field => `    ${field}: str | None = Field(default=None, max_length=200)`,
  )
  .join('\n')}
    model_config = {"extra": "forbid"}

    @field_validator("*", mode="before")
    @classmethod
    def strip(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value


class ${type}Create(${type}Base):
    organisation_id: int


class ${type}Read(${type}Base):
    id: int
    created_at: datetime


class ${type}Page(BaseModel):
    items: list[${type}Read]
    total: int
`,
  );
  files.set(
    `${folder}/repository.py`,
    `from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.${noun}.models import ${type}, ${type}Line


class ${type}Repository:
    """Every statement about ${noun}s."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, organisation_id: int, ${noun}_id: int) -> ${type} | None:
        statement = select(${type}).where(${type}.organisation_id == organisation_id, ${type}.id == ${noun}_id)
        return self.session.scalars(statement).first()

    def page(self, organisation_id: int, offset: int, limit: int) -> tuple[list[${type}], int]:
        mine = select(${type}).where(${type}.organisation_id == organisation_id)
        total = self.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        rows = self.session.scalars(mine.order_by(${type}.id).offset(offset).limit(limit)).all()
        return list(rows), total

    def add(self, row: ${type}) -> ${type}:
        self.session.add(row)
        self.session.flush()
        return row

    def lines(self, ${noun}: ${type}) -> list[${type}Line]:
        return sorted(${noun}.lines, key=lambda line: line.position)
${fields
  .slice(0, 4)
  .map(
    field => `
    def find_by_${field}(self, organisation_id: int, value: str) -> list[${type}]:
        statement = (
            select(${type})
            .where(${type}.organisation_id == organisation_id)
            .where(${type}.${field} == value)
            .limit(100)
        )
        return list(self.session.scalars(statement))
`,
  )
  .join('')}`,
  );
  files.set(
    `${folder}/service.py`,
    `import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.settings import settings
from app.${noun}.models import ${type}
from app.${noun}.repository import ${type}Repository
from app.${noun}.schemas import ${type}Create
from app.${other.noun}.repository import ${pascal(other.noun)}Repository

logger = structlog.get_logger(__name__)


class ${type}Error(Exception):
    """Something about a ${noun} is not allowed."""


class ${type}Service:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.${noun}s = ${type}Repository(session)
        self.others = ${pascal(other.noun)}Repository(session)

    def create(self, data: ${type}Create) -> ${type}:
        row = ${type}(**data.model_dump())
        try:
            self.${noun}s.add(row)
        except IntegrityError as error:
            logger.warning("${noun}.rejected", organisation_id=data.organisation_id)
            raise ${type}Error("already exists") from error
        logger.info("${noun}.created", ${noun}_id=row.id, organisation_id=row.organisation_id)
        return row

    def page(self, organisation_id: int, number: int) -> tuple[list[${type}], int]:
        limit = settings.page_size
        return self.${noun}s.page(organisation_id, offset=(number - 1) * limit, limit=limit)
${verbs
  .map(
    verb => `
    def ${verb}(self, organisation_id: int, ${noun}_id: int) -> ${type}:
        row = self.${noun}s.get(organisation_id, ${noun}_id)
        if row is None:
            raise ${type}Error("not found")
        if not row.is_open():
            logger.info("${noun}.${verb}.refused", ${noun}_id=${noun}_id)
            raise ${type}Error("closed")
        for line in self.${noun}s.lines(row):
            line.position += 1
            logger.debug("${noun}.${verb}.line", line_id=line.id, position=line.position)
        self.session.flush()
        return row
`,
  )
  .join('')}`,
  );
  files.set(
    `${folder}/router.py`,
    `from fastapi import APIRouter, Depends, HTTPException, Query, status
from sqlalchemy.orm import Session

from app.auth import current_organisation
from app.database import get_session
from app.${noun}.schemas import ${type}Create, ${type}Page, ${type}Read
from app.${noun}.service import ${type}Error, ${type}Service

router = APIRouter(dependencies=[Depends(current_organisation)])


def get_service(session: Session = Depends(get_session)) -> ${type}Service:
    return ${type}Service(session)


@router.get("/", response_model=${type}Page)
def list_${noun}s(
    page: int = Query(1, ge=1),
    organisation_id: int = Depends(current_organisation),
    service: ${type}Service = Depends(get_service),
) -> dict[str, object]:
    items, total = service.page(organisation_id, page)
    return {"items": items, "total": total}


@router.post("/", response_model=${type}Read, status_code=status.HTTP_201_CREATED)
def create_${noun}(data: ${type}Create, service: ${type}Service = Depends(get_service)) -> object:
    try:
        return service.create(data)
    except ${type}Error as error:
        raise HTTPException(status.HTTP_409_CONFLICT, str(error)) from error
${verbs
  .map(
    verb => `

@router.post("/{${noun}_id}/${verb}", response_model=${type}Read)
def ${verb}_${noun}(
    ${noun}_id: int,
    organisation_id: int = Depends(current_organisation),
    service: ${type}Service = Depends(get_service),
) -> object:
    try:
        return service.${verb}(organisation_id, ${noun}_id)
    except ${type}Error as error:
        raise HTTPException(status.HTTP_404_NOT_FOUND, str(error)) from error
`,
  )
  .join('')}`,
  );
  files.set(
    `${root}/tests/test_${noun}.py`,
    `import pytest
from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)


@pytest.fixture
def ${noun}() -> dict[str, object]:
    response = client.post("/${noun}s/", json={"organisation_id": 1})
    assert response.status_code == 201
    return response.json()


def test_lists_${noun}s(${noun}: dict[str, object]) -> None:
    response = client.get("/${noun}s/", params={"page": 1})
    assert response.status_code == 200
    assert ${noun}["id"] in [item["id"] for item in response.json()["items"]]


def test_refuses_unknown_fields() -> None:
    response = client.post("/${noun}s/", json={"organisation_id": 1, "unknown": True})
    assert response.status_code == 422
${verbs
  .map(
    verb => `

def test_can_${verb}(${noun}: dict[str, object]) -> None:
    response = client.post(f"/${noun}s/{${noun}['id']}/${verb}")
    assert response.status_code in (200, 404)
    assert response.headers["content-type"] == "application/json"
`,
  )
  .join('')}`,
  );
}

// --- TypeScript ---------------------------------------------------------------------------------------------------

function addTypeScriptService(
  files: Files,
  name: string,
  random: (below: number) => number,
  count: number,
) {
  const root = `apps/${name}`;
  const all = domains(random);
  files.set(
    `${root}/package.json`,
    `${JSON.stringify(
      {
        name,
        version: '1.0.0',
        private: true,
        scripts: {
          build: 'tsc -p .',
          start: 'node dist/index.js',
          test: 'vitest run --coverage',
          lint: 'eslint src',
        },
        dependencies: {
          express: '^4.21.0',
          helmet: '^8.0.0',
          pino: '^9.0.0',
          react: '^18.3.0',
          zod: '^3.23.0',
          pg: '^8.13.0',
        },
        devDependencies: { typescript: '^5.6.0', vitest: '^2.1.0' },
      },
      null,
      2,
    )}\n`,
  );
  files.set(
    `${root}/tsconfig.json`,
    '{ "compilerOptions": { "strict": true, "outDir": "dist", "jsx": "react-jsx" } }\n',
  );
  files.set(
    `${root}/Dockerfile`,
    `FROM node:22-slim AS build
WORKDIR /app
COPY package.json ./
RUN npm install
COPY . .
RUN npm run build

FROM node:22-slim
WORKDIR /app
COPY --from=build /app/dist dist
USER node
CMD ["node", "dist/index.js"]
`,
  );
  files.set(
    `${root}/src/database.ts`,
    `import { Pool } from 'pg';

export const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL ?? 10),
});
`,
  );
  files.set(
    `${root}/src/index.ts`,
    `import express from 'express';
import helmet from 'helmet';
import { pino } from 'pino';
${all
  .map(
    ({ noun }) => `import { ${noun}Router } from './${noun}/${noun}.router';`,
  )
  .join('\n')}

const logger = pino();
const app = express();

app.use(helmet());
app.use(express.json({ limit: '100kb' }));
${all.map(({ noun }) => `app.use('/api/${noun}s', ${noun}Router);`).join('\n')}
app.get('/health', (_request, response) => {
  response.json({ status: 'ok' });
});

app.listen(Number(process.env.PORT ?? 3000), () => {
  logger.info('listening');
});
`,
  );
  for (const domain of all) {
    if (files.size >= count) {
      return;
    }
    addTypeScriptDomain(files, root, domain, all[random(all.length)]);
  }
}

function addTypeScriptDomain(
  files: Files,
  root: string,
  { noun, fields, verbs }: Domain,
  other: Domain,
) {
  const type = pascal(noun);
  const folder = `${root}/src/${noun}`;
  files.set(
    `${folder}/${noun}.types.ts`,
    `import { z } from 'zod';

export const ${noun}Schema = z.object({
  organisationId: z.number().int(),
${fields
  .map(field => `  ${camel(field)}: z.string().max(200).optional(),`)
  .join('\n')}
});

export type ${type}Input = z.infer<typeof ${noun}Schema>;

export interface ${type} extends ${type}Input {
  id: number;
  createdAt: Date;
}

export class ${type}Error extends Error {
  constructor(message: string, readonly status: number) {
    super(message);
  }
}
`,
  );
  files.set(
    `${folder}/${noun}.repository.ts`,
    `import { pool } from '../database';
import type { ${type}, ${type}Input } from './${noun}.types';

/** Every statement about ${noun}s. */
export class ${type}Repository {
  async find(organisationId: number, id: number): Promise<${type} | undefined> {
    const { rows } = await pool.query<${type}>(
      'SELECT * FROM ${noun}s WHERE organisation_id = $1 AND id = $2',
      [organisationId, id],
    );
    return rows[0];
  }

  async page(organisationId: number, offset: number, limit: number): Promise<${type}[]> {
    const { rows } = await pool.query<${type}>(
      'SELECT * FROM ${noun}s WHERE organisation_id = $1 ORDER BY id OFFSET $2 LIMIT $3',
      [organisationId, offset, limit],
    );
    return rows;
  }

  async insert(input: ${type}Input): Promise<${type}> {
    const { rows } = await pool.query<${type}>(
      'INSERT INTO ${noun}s (organisation_id, data) VALUES ($1, $2) RETURNING *',
      [input.organisationId, JSON.stringify(input)],
    );
    return rows[0];
  }
${verbs
  .map(
    verb => `
  async ${verb}(organisationId: number, id: number): Promise<boolean> {
    const result = await pool.query(
      "UPDATE ${noun}s SET state = '${verb}' WHERE organisation_id = $1 AND id = $2",
      [organisationId, id],
    );
    return (result.rowCount ?? 0) > 0;
  }
`,
  )
  .join('')}}
`,
  );
  files.set(
    `${folder}/${noun}.service.ts`,
    `import { pino } from 'pino';
import { ${pascal(other.noun)}Repository } from '../${other.noun}/${
      other.noun
    }.repository';
import { ${type}Repository } from './${noun}.repository';
import { ${type}Error, type ${type}, type ${type}Input } from './${noun}.types';

const logger = pino({ name: '${noun}' });
const PAGE_SIZE = 50;

export class ${type}Service {
  private readonly repository = new ${type}Repository();
  private readonly others = new ${pascal(other.noun)}Repository();

  async create(input: ${type}Input): Promise<${type}> {
    try {
      const created = await this.repository.insert(input);
      logger.info({ id: created.id }, '${noun} created');
      return created;
    } catch (error) {
      logger.error({ err: error }, '${noun} could not be created');
      throw new ${type}Error('could not be created', 409);
    }
  }

  async page(organisationId: number, number: number): Promise<${type}[]> {
    const related = await this.others.page(organisationId, 0, 1);
    logger.debug({ related: related.length }, 'page of ${noun}s');
    return this.repository.page(organisationId, (number - 1) * PAGE_SIZE, PAGE_SIZE);
  }
${verbs
  .map(
    verb => `
  async ${verb}(organisationId: number, id: number): Promise<void> {
    const found = await this.repository.find(organisationId, id);
    if (!found) {
      throw new ${type}Error('not found', 404);
    }
    const changed = await this.repository.${verb}(organisationId, id);
    if (!changed) {
      logger.warn({ id, organisationId }, '${noun} was not changed');
      throw new ${type}Error('conflict', 409);
    }
    logger.info({ id }, '${verb} done');
  }
`,
  )
  .join('')}}
`,
  );
  files.set(
    `${folder}/${noun}.router.ts`,
    `import { Router } from 'express';
import { requireUser } from '../auth';
import { ${type}Service } from './${noun}.service';
import { ${noun}Schema, ${type}Error } from './${noun}.types';

const service = new ${type}Service();
export const ${noun}Router = Router();

${noun}Router.use(requireUser);

${noun}Router.get('/', async (request, response, next) => {
  try {
    const page = Math.max(1, Number(request.query.page ?? 1));
    response.json({ items: await service.page(request.user.organisationId, page) });
  } catch (error) {
    next(error);
  }
});

${noun}Router.post('/', async (request, response, next) => {
  const parsed = ${noun}Schema.safeParse(request.body);
  if (!parsed.success) {
    response.status(422).json({ errors: parsed.error.flatten() });
    return;
  }
  try {
    response.status(201).json(await service.create(parsed.data));
  } catch (error) {
    next(error);
  }
});
${verbs
  .map(
    verb => `
${noun}Router.post('/:id/${verb}', async (request, response, next) => {
  try {
    await service.${verb}(request.user.organisationId, Number(request.params.id));
    response.status(204).end();
  } catch (error) {
    if (error instanceof ${type}Error) {
      response.status(error.status).json({ error: error.message });
      return;
    }
    next(error);
  }
});
`,
  )
  .join('')}`,
  );
  files.set(
    `${folder}/${type}Page.tsx`,
    `import { useEffect, useState } from 'react';
import type { ${type} } from './${noun}.types';

interface Props {
  organisationId: number;
  onSelect(item: ${type}): void;
}

export function ${type}Page({ organisationId, onSelect }: Props) {
  const [items, setItems] = useState<${type}[]>([]);
  const [error, setError] = useState<string>();

  useEffect(() => {
    const controller = new AbortController();
    fetch(\`/api/${noun}s?organisation=\${organisationId}\`, { signal: controller.signal })
      .then(response => response.json())
      .then(body => setItems(body.items))
      .catch(reason => setError(String(reason)));
    return () => controller.abort();
  }, [organisationId]);

  if (error) {
    return <p role="alert">{error}</p>;
  }
  return (
    <table>
      <thead>
        <tr>
${fields
  .map(field => `          <th scope="col">${pascal(field)}</th>`)
  .join('\n')}
        </tr>
      </thead>
      <tbody>
        {items.map(item => (
          <tr key={item.id}>
${fields
  .map(field => `            <td>{item.${camel(field)} ?? '–'}</td>`)
  .join('\n')}
            <td>
              <button type="button" onClick={() => onSelect(item)}>
                Open
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
`,
  );
  files.set(
    `${folder}/${noun}.service.test.ts`,
    `import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ${type}Service } from './${noun}.service';

vi.mock('../database', () => ({ pool: { query: vi.fn() } }));

describe('${type}Service', () => {
  let service: ${type}Service;

  beforeEach(() => {
    service = new ${type}Service();
  });

  it('refuses what it cannot insert', async () => {
    await expect(service.create({ organisationId: 1 })).rejects.toThrow('could not be created');
  });
${verbs
  .map(
    verb => `
  it('does not ${verb} what is not there', async () => {
    await expect(service.${verb}(1, 2)).rejects.toThrow();
  });
`,
  )
  .join('')}});
`,
  );
}
