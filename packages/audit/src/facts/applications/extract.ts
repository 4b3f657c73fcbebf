import { defineExtractor } from '../../engine/defineExtractor';
import { inventory } from '../inventory/extract';
import { readDjango } from './django';
import { readExpress } from './express';
import { readFastApi } from './fastapi';
import { readFlask } from './flask';
import { readGo } from './go';
import { readNest } from './nestjs';
import { readNext } from './nextjs';
import { compare } from './RouteGraph';
import { Applications } from './schema';
import { readSpring } from './spring';
import { Workbench } from './Workbench';

const READERS = [
  readFastApi,
  readFlask,
  readDjango,
  readExpress,
  readNest,
  readNext,
  readSpring,
  readGo,
];

/**
 * Application objects with their middleware, routes and settings, composed over all files.
 *
 * @public
 */
export const applications = defineExtractor<Applications>({
  id: 'applications',
  extract: async context => {
    const bench = new Workbench(context, await context.facts(inventory));
    const found: Applications['applications'] = [];
    for (const read of READERS) {
      found.push(...(await read(bench)));
    }
    return {
      applications: found
        .map(app => ({ ...app, partial: [...new Set(app.partial)].sort() }))
        .sort(
          (a, b) =>
            compare(a.path, b.path) || a.line - b.line || compare(a.id, b.id),
        ),
    };
  },
});
