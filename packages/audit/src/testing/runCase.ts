import { runChecks } from '../engine/runChecks';
import { Check } from '../engine/types';
import { MemoryTree } from '../tree/MemoryTree';
import { readDirectory } from '../tree/readDirectory';
import { CheckCase } from './loadCases';

/** Runs a check over the tree of a case and compares everything that the case states. */
export async function runCase(check: Check, item: CheckCase): Promise<void> {
  const tree = await readDirectory(item.root);
  const files = new Map(tree.entries());
  files.delete('expected.yaml');
  const { results } = await runChecks({
    tree: new MemoryTree(files, tree.skipped),
    checks: [check],
    catalog: item.expected.catalog,
  });
  const [result] = results;
  const { expected } = item;

  // The summary says why, when a case does not do what it should.
  expect({ status: result.status, summary: result.summary }).toEqual({
    status: item.status,
    summary: expect.stringContaining(expected.summary ?? ''),
  });
  if (expected.evidence) {
    expect(result.evidence).toHaveLength(expected.evidence.length);
    expect(result.evidence).toEqual(
      expect.arrayContaining(
        expected.evidence.map(place => expect.objectContaining(place)),
      ),
    );
  }
  if (expected.strengths) {
    expect(result.strengths).toEqual(
      expect.arrayContaining(
        expected.strengths.map(place => expect.objectContaining(place)),
      ),
    );
  }
  if (expected.share !== undefined) {
    expect(result.share).toBeCloseTo(expected.share, 3);
  }
  if (expected.confidence) {
    expect(result.confidence).toBe(expected.confidence);
  }
  // Evidence or silence: a failure points at a place or says what was looked for.
  if (result.status === 'fail' && result.evidence.length === 0) {
    expect(result.lookedFor).not.toEqual([]);
  }
}
