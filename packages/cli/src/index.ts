/**
 * The command line of Readiness.
 *
 * @packageDocumentation
 */
import { run } from './run';

run(process.argv.slice(2));
