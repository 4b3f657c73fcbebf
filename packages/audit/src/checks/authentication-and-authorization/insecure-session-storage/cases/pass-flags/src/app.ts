import express from 'express';

const app = express();
const base = { httpOnly: true, sameSite: 'lax' as const };

app.post('/login', (req, res) => {
  res.cookie('__Host-session', issue(req.body), { ...base, secure: process.env.NODE_ENV === 'production' });
  res.cookie('session', '', { maxAge: 0 });
  res.json({ ok: true });
});
