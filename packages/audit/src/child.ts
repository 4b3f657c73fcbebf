/**
 * Entry point of the process that reads foreign text. Its parent may kill it at any moment: a native match cannot be
 * interrupted and a bad grammar aborts the process, so nothing but this process may be lost with it.
 */
import { availableChecks } from './engine/availableChecks';
import { serveAudits } from './runner/serveAudits';

serveAudits(availableChecks);
