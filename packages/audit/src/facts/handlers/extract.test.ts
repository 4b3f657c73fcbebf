import { extractFacts } from '../../testing/extractFacts';
import { handlers } from './extract';

async function read(files: Record<string, string>) {
  const { facts } = await extractFacts(handlers, files);
  return facts.handlers.map(item => ({
    route: `${item.route.method} ${item.route.fullPath}`,
    line: item.body.line,
    reaches: item.reaches.map(
      ({ name, path, depth }) => `${depth} ${path} ${name}`,
    ),
  }));
}

describe('handlers', () => {
  it('follows functions and methods of own classes two calls deep', async () => {
    expect(
      await read({
        'app/main.py': `
from fastapi import FastAPI
from app.orders import OrderService

app = FastAPI()
service = OrderService()

@app.get("/orders")
def orders():
    return service.list_orders()
`,
        'app/__init__.py': '',
        'app/orders.py': `
from app.store import load

class OrderService:
    def list_orders(self):
        return load()
`,
        'app/store.py': `
def load():
    return deeper()

def deeper():
    return deepest()

def deepest():
    return 1
`,
      }),
    ).toEqual([
      {
        route: 'GET /orders',
        line: 9,
        reaches: ['1 app/orders.py list_orders', '2 app/store.py load'],
      },
    ]);
  });

  it('follows services and repositories that are handed in, behind a protocol', async () => {
    expect(
      await read({
        'app/main.py': `
from typing import Annotated
from fastapi import Depends, FastAPI
from app.orders import OrderService, get_service

app = FastAPI()

@app.get("/orders")
def orders(service: Annotated[OrderService, Depends(get_service)]):
    return service.list()
`,
        'app/__init__.py': '',
        'app/orders.py': `
from app.store import Orders

class OrderService:
    def __init__(self, rows: Orders) -> None:
        self._rows = rows

    def list(self):
        return self._rows.newest()
`,
        'app/store.py': `
from typing import Protocol

class Orders(Protocol):
    def newest(self) -> list[str]:
        """The newest ones."""
        ...
`,
        'app/sql.py': `
class SqlStore:
    def newest(self) -> list[str]:
        return ["a"]
`,
      }),
    ).toEqual([
      {
        route: 'GET /orders',
        line: 9,
        reaches: ['1 app/orders.py list', '2 app/sql.py newest'],
      },
    ]);
  });

  it('leaves alone what frameworks and languages bring, and ends in circles', async () => {
    expect(
      await read({
        'package.json': '{"dependencies":{"express":"4"}}',
        'app.js': `
const express = require('express');
const app = express();
function json() { return again(); }
function again() { return json(); }
app.get('/a', (req, res) => res.json(again()));
`,
      }),
    ).toEqual([
      {
        route: 'GET /a',
        line: 6,
        reaches: ['1 app.js again', '2 app.js json'],
      },
    ]);
  });
});
