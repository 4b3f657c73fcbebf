const express = require('express');

const app = express();
app.get('/llms.txt', (req, res) => res.send('# Pages'));
app.get('/sitemap-:resource.xml', (req, res) => res.type('xml').send(''));
app.delete('/session', (req, res) => req.session.destroy(() => res.end()));
app.use((req, res, next) => {
  if (!req.session.user) return res.status(401).end();
  next();
});
app.post('/posts', (req, res) => res.json({}));
app.listen(3000);
