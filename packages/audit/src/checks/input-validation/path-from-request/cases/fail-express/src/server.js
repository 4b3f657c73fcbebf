const express = require('express');
const fs = require('fs');
const path = require('path');
const { requireUser } = require('./auth');

const app = express();
const BASE = '/srv/files';

app.get('/files/:name', (req, res) => {
  const { name } = req.params;
  res.sendFile(path.join(BASE, name));
});

app.post('/notes', requireUser, async (req, res) => {
  await fs.promises.writeFile(`${BASE}/${req.body.title}`, req.body.text);
  res.sendStatus(204);
});

app.get('/safe/:name', (req, res) => {
  res.sendFile(req.params.name, { root: BASE });
});

app.get('/safe2/:name', (req, res) => {
  const target = path.resolve(BASE, req.params.name);
  if (!target.startsWith(BASE + path.sep)) {
    return res.sendStatus(404);
  }
  res.sendFile(target);
});

app.listen(3000);
