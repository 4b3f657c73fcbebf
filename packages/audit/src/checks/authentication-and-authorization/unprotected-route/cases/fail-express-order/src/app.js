import express from 'express';
import { requireUser } from './auth.js';
import { reports } from './reports.js';
import { exports_ } from './exports.js';

const app = express();
app.use(express.json());
app.use('/exports', exports_);
app.use(requireUser);
app.use('/reports', reports);

export default app;
