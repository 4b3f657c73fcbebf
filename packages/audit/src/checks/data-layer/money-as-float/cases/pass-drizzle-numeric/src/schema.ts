import { integer, numeric, pgTable, real } from 'drizzle-orm/pg-core';

export const products = pgTable('products', {
  price: numeric('price', { precision: 12, scale: 2 }),
  weight: real('weight'),
  stock: integer('stock'),
});
