import express, { Request, Response } from 'express';
import { Pool } from 'pg';
import { User } from './models/User';

const app = express();
const pool = new Pool();
app.use(express.json());

app.get('/orders', async (req: Request, res: Response) => {
  const status = req.query.status as string;
  const { rows } = await pool.query(
    `SELECT * FROM orders WHERE status = '${status}'`,
  );
  res.json(rows);
});

app.get('/orders/:id', async (req, res) => {
  const { rows } = await pool.query('SELECT * FROM orders WHERE id = $1', [req.params.id]);
  res.json(rows);
});

app.post('/users/search', async (req, res) => {
  res.json(await User.find(req.body));
});

app.get('/orders/page/:page', async (req, res) => {
  const page = parseInt(req.params.page, 10);
  res.json(await pool.query(`SELECT * FROM orders OFFSET ${page * 20}`));
});

app.listen(3000);
