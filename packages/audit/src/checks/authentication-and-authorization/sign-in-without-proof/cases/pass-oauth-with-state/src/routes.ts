import { Router } from 'express';

export const router = Router();

router.get('/callback', async (req, res) => {
  if (req.query.state !== req.session.state) {
    res.status(400).end();
    return;
  }
  const answer = await fetch('https://id.example/token', {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', code: String(req.query.code) }),
  });
  req.session.user = await answer.json();
  res.redirect('/');
});
