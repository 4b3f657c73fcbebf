/**
 * What the thread that parses runs. Not for import by anybody else.
 *
 * @packageDocumentation
 */
import { serveParses } from './syntax/parsing/serveParses';

serveParses();
