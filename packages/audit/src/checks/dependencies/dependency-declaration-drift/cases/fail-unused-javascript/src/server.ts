import fastify from 'fastify';
import { decode } from 'qs-iconv/decoder';
import type { Pool } from 'generic-pool';
import { rates } from '@/rates';

export const app = fastify({ querystringParser: decode });
export type Connections = Pool<number> | typeof rates;
