import express from 'express';
import rateLimit from 'express-rate-limit';
import { login, signUp } from './accounts.js';

const app = express();
app.use(rateLimit({ windowMs: 60_000, limit: 60 }));
app.post('/login', login);
app.post('/signup', signUp);
app.listen(3000);
