import express from 'express';

const app = express();

app.post('/webhooks/crm', (req, res) => {
  if (req.headers['x-crm-secret'] !== process.env.CRM_SECRET) {
    return res.sendStatus(401);
  }
  return res.sendStatus(204);
});
