/** Entry point of a judging process with checks that misbehave, for the tests of the runner. */
import { serveAudits } from '../runner/serveAudits';
import { misbehavingChecks } from './misbehaving';

serveAudits(misbehavingChecks);
