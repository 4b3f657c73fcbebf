import {
  createCheck,
  createCollector,
  createResult,
} from '../__testUtils__/fixtures';
import { completeResults } from './completeResults';

describe('completeResults', () => {
  const one = createCheck('one');
  const two = createCheck('two');
  const collector = createCollector('fake', [one, two], async () => ({
    status: 'unchanged',
  }));

  it('calls unknown what was not answered', () => {
    const results = completeResults(collector, [createResult(one, 'pass')]);
    expect(results.map(({ check, status }) => [check, status])).toEqual([
      ['one', 'pass'],
      ['two', 'unknown'],
    ]);
  });

  it('refuses checks of others and double answers', () => {
    expect(() =>
      completeResults(collector, [createResult(createCheck('x'), 'pass')]),
    ).toThrow(
      'The collector "fake" answered the check "x", which is not one of its checks',
    );
    expect(() =>
      completeResults(collector, [
        createResult(one, 'pass'),
        createResult(one, 'fail'),
      ]),
    ).toThrow('The collector "fake" answered the check "one" twice');
  });
});
