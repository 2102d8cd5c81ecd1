import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { within } from './within.ts';

it('is what the work says, or an error where it says nothing', async () => {
  await expect(within(1_000, Promise.resolve('there'))).resolves.toBe('there');
  await expect(within(1_000, Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  await expect(within(20, new Promise(() => {}))).rejects.toThrow('no answer within 20 ms');
});

it('does not call late what came while this thread was busy', async () => {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => port1.once('message', resolve));
  const asked = within(50, answer);
  // From here timers have their turn before messages.
  setImmediate(() => {
    port2.postMessage('there');
    for (const end = performance.now() + 100; performance.now() < end; );
  });
  await expect(asked).resolves.toBe('there');
  port1.close();
});
