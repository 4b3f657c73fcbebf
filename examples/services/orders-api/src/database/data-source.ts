import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { databaseOptions } from './options';

function read(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

export default new DataSource(databaseOptions(read));
