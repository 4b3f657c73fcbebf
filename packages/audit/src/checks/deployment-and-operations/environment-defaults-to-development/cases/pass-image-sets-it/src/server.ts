import express from 'express';

const app = express();
const isProd = process.env.NODE_ENV === 'production';
app.use((error: Error, _req: unknown, res: any, _next: unknown) => {
  res.status(500).json({ stack: isProd ? undefined : error.stack });
});
app.listen(3000);
