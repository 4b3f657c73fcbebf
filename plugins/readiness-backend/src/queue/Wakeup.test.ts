import { Wakeup } from './Wakeup';

describe('Wakeup', () => {
  it('cuts a wait short, also when called before it', async () => {
    const wakeup = new Wakeup();
    const begin = Date.now();
    const waiting = wakeup.wait(60_000);
    wakeup.wake();
    await waiting;
    wakeup.wake();
    wakeup.wake();
    await wakeup.wait(60_000);
    expect(Date.now() - begin).toBeLessThan(5000);
  });

  it('otherwise waits as long as asked, also after it was woken', async () => {
    const wakeup = new Wakeup();
    wakeup.wake();
    await wakeup.wait(60_000);
    const begin = performance.now();
    await wakeup.wait(30);
    expect(performance.now() - begin).toBeGreaterThan(25);
  });
});
