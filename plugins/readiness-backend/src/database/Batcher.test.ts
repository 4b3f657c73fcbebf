import { createDeferred } from '@backstage/types';
import { Batcher } from './Batcher';

describe('Batcher', () => {
  it('lets calls share what runs next, in order', async () => {
    const gate = createDeferred<void>();
    const run = jest.fn(async (items: number[]) => {
      if (run.mock.calls.length === 1) {
        await gate;
      }
      return items.map(item => item * 10);
    });
    const batcher = new Batcher({ run, atMost: 3 });
    const first = [batcher.do(1), batcher.do(2)];
    await new Promise(resolve => setImmediate(resolve));
    const rest = [3, 4, 5, 6].map(item => batcher.do(item));
    gate.resolve();

    expect(await Promise.all([...first, ...rest])).toEqual([
      10, 20, 30, 40, 50, 60,
    ]);
    expect(run.mock.calls).toEqual([[[1, 2]], [[3, 4, 5]], [[6]]]);
  });

  it('gives an error to those who shared it, and goes on', async () => {
    const run = jest
      .fn<Promise<number[]>, [number[]]>()
      .mockRejectedValueOnce(new Error('down'))
      .mockImplementation(async items => items);
    const batcher = new Batcher({ run, atMost: 10 });
    const [one, two] = await Promise.allSettled([batcher.do(1), batcher.do(2)]);
    expect(one).toMatchObject({ reason: new Error('down') });
    expect(two).toMatchObject({ reason: new Error('down') });
    expect(await batcher.do(3)).toBe(3);
  });
});
