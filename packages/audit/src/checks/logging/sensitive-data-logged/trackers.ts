import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { ArgumentFact, CallFact } from '../../../syntax/schema';

const INITS = [
  'sentry_sdk.init',
  '@sentry/node.init',
  '@sentry/browser.init',
  '@sentry/react.init',
  '@sentry/nextjs.init',
  '@sentry/vue.init',
  '@sentry/nestjs.init',
  '@sentry/sveltekit.init',
];
const REPLAYS = ['.replayIntegration', '.Replay'];

/** (c) Error trackers that send personal data, and the ones with a scrubber. */
export async function trackerSettings({
  syntax,
}: CheckContext): Promise<{ failing: Evidence[]; good: Evidence[] }> {
  const failing: Evidence[] = [];
  const good: Evidence[] = [];
  for (const call of await syntax.calls({ names: INITS })) {
    const options = optionsOf(call);
    const personal = options.find(({ name }) =>
      /^send_?default_?pii$/i.test(name ?? ''),
    );
    const scrubber = options.find(({ name }) =>
      /^(?:before_?send|event_?scrubber)$/i.test(name ?? ''),
    );
    if (scrubber) {
      good.push({
        path: call.path,
        line: scrubber.line,
        note: `\`${scrubber.name}\` of the error tracker`,
      });
    } else if (personal?.value === true) {
      failing.push({
        path: call.path,
        line: personal.line,
        subject: `${call.callee} ${personal.name}`,
        severity: 'medium',
        note: `\`${personal.name}\` sends users, addresses and cookies to the error tracker, without a scrubber`,
      });
    }
  }
  for (const call of await syntax.calls({ names: REPLAYS })) {
    for (const item of optionsOf(call)) {
      if (
        /^(?:maskAllText|maskAllInputs)$/.test(item.name ?? '') &&
        item.value === false
      ) {
        failing.push({
          path: call.path,
          line: item.line,
          subject: `${call.callee} ${item.name}`,
          severity: 'medium',
          note: `\`${item.name}\` is off: session replay records what people read and type`,
        });
      }
    }
  }
  return { failing, good };
}

function optionsOf(call: CallFact): ArgumentFact[] {
  return call.args.flatMap(item => [item, ...(item.entries ?? [])]);
}
