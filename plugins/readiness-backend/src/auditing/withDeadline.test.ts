import { withDeadline } from './withDeadline';

describe('withDeadline', () => {
  const { signal } = new AbortController();
  const options = { signal, seconds: 60, message: 'too long' };

  it('hands out result and error of the work', async () => {
    await expect(withDeadline(options, async () => 1)).resolves.toBe(1);
    await expect(
      withDeadline(options, async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
  });

  it('ends at the deadline even when the work does not', async () => {
    let inner: AbortSignal | undefined;
    await expect(
      withDeadline({ ...options, seconds: 0.02 }, given => {
        inner = given;
        return new Promise(() => {});
      }),
    ).rejects.toThrow('too long');
    expect(inner?.aborted).toBe(true);
  });

  it('ends when it is aborted, and does not begin when it was', async () => {
    const controller = new AbortController();
    const work = withDeadline(
      { ...options, signal: controller.signal },
      () => new Promise(() => {}),
    );
    controller.abort(new Error('stopping'));
    await expect(work).rejects.toThrow('stopping');

    const begun = jest.fn();
    await expect(
      withDeadline({ ...options, signal: controller.signal }, begun),
    ).rejects.toThrow('stopping');
    expect(begun).not.toHaveBeenCalled();
  });
});
