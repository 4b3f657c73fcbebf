import express from 'express';
import { options } from '@acme/cookies';

const app = express();

app.post('/login', (req, res) => {
  res.cookie('session', issue(req.body), options);
});
