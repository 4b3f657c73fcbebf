import express from 'express';
import session from 'express-session';
import { cookieOptions } from './cookies';

const app = express();
app.use(session({ secret: process.env.SESSION_SECRET!, resave: false, saveUninitialized: false }));

app.post('/login', (req, res) => {
  res.cookie('token', issue(req.body), { httpOnly: true });
  res.cookie('refresh_token', issue(req.body), cookieOptions);
  res.cookie('theme', 'dark');
  res.json({ ok: true });
});
