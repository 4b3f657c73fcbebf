import { parentPort } from 'worker_threads';
import { loadGrammar } from './grammars';
import { ParseReply, ParseRequest } from './ParseThread';

/** What the thread beside the one that judges does: parses one text after the other. */
export function serveParses(): void {
  const answer = async ({ number, language, text }: ParseRequest) => {
    let reply: ParseReply = { number };
    try {
      const grammar = await loadGrammar(language);
      reply = { number, columns: grammar.parse(text) };
    } catch {
      // The other thread tries again and says why it fails.
    }
    const { columns } = reply;
    parentPort!.postMessage(
      reply,
      columns
        ? [
            columns.kinds,
            columns.starts,
            columns.ends,
            columns.parents,
            columns.afters,
            columns.fields,
          ].map(({ buffer }) => buffer)
        : [],
    );
  };
  // One after the other: a grammar that is still loading must not let later texts overtake.
  let last: Promise<void> = Promise.resolve();
  parentPort!.on('message', (request: ParseRequest) => {
    last = last.then(() => answer(request));
  });
}
