import express from 'express';
import session from 'express-session';

const app = express();
app.use(
  session({
    secret: process.env.SESSION_SECRET!,
    cookie: { secure: process.env.NODE_ENV === 'production', httpOnly: true },
  }),
);
app.listen(3000);
