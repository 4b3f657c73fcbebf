import { Evidence } from '@readiness/plugin-readiness-common';
import { nodesOf } from '../../../facts/flow/functions';
import { FileSyntax } from '../../../syntax/schema';
import { callsWithin, linesOf } from '../../../judging/reach';
import { outboundCall } from '../../../judging/outbound';

const ENDLESS =
  /^(?:while\s*\(?\s*(?:True|true|1)\s*\)?|for\s*\(\s*;\s*;\s*\)|for\s*\{)/;
const WAITS =
  /sleep|back_?off|wait|delay|setTimeout|time\.After|Ticker|\.get\(timeout|poll|recv|accept|select\s*\{/i;

/** Retries that never give up and never wait. */
export function wildRetries(file: FileSyntax): Evidence[] {
  const result: Evidence[] = [];
  if (file.language === 'python' && /\btenacity\b/.test(file.text)) {
    for (const item of file.functions) {
      const bare = item.decorators.find(text =>
        /^(?:tenacity\.)?retry$/.test(text),
      );
      if (bare && file.resolve(bare) === 'tenacity.retry') {
        result.push({
          path: file.path,
          line: item.line,
          subject: item.name,
          note: '`@retry` without arguments tries for ever and without a pause',
        });
      }
    }
  }
  const kinds =
    file.language === 'python'
      ? ['while_statement']
      : ['while_statement', 'for_statement'];
  for (const loop of nodesOf(file.root, kinds)) {
    const text = loop.text();
    if (
      ENDLESS.test(text) &&
      /\b(?:except|catch)\b/.test(text) &&
      !WAITS.test(text) &&
      callsWithin(file, linesOf(loop)).some(call => outboundCall(call, file)) &&
      // The handler of the error goes on.
      !/(?:except[^\n]*:|catch\s*(?:\([^)]*\))?\s*\{)[^]*\b(?:raise|throw|break|return)\b/.test(
        text,
      )
    ) {
      result.push({
        path: file.path,
        ...linesOf(loop),
        note: 'tries for ever and at once again',
      });
    }
  }
  return result;
}
