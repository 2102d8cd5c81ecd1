import { expect, it } from 'vitest';
import { RenderQueue } from './render-queue.ts';

/** Pages that are being rendered until they are let go. */
class Pages {
  readonly started: string[] = [];
  readonly #finish = new Map<string, () => void>();

  begin(queue: RenderQueue, path: string, urgent: boolean): Promise<string | null> {
    return queue.run(path, urgent, async () => {
      this.started.push(path);
      await new Promise<void>((resolve) => this.#finish.set(path, resolve));
      return path;
    });
  }

  async finish(path: string): Promise<void> {
    this.#finish.get(path)?.();
    // The queue goes on in the promises that this one settles.
    for (let n = 0; n < 5; n++) await null;
  }
}

it('renders a few pages side by side, and the others in their turn', async () => {
  const pages = new Pages();
  const queue = new RenderQueue(2, 10);
  for (const path of ['a', 'b', 'c']) void pages.begin(queue, path, true);
  await pages.finish('-');
  expect(pages.started).toEqual(['a', 'b']);
  await pages.finish('a');
  expect(pages.started).toEqual(['a', 'b', 'c']);
});

it('renders what nobody waits for one by one, behind all that somebody waits for', async () => {
  const pages = new Pages();
  const queue = new RenderQueue(2, 10);
  for (const path of ['soft 1', 'soft 2']) void pages.begin(queue, path, false);
  void pages.begin(queue, 'urgent 1', true);
  void pages.begin(queue, 'urgent 2', true);
  await pages.finish('-');
  expect(pages.started).toEqual(['soft 1', 'urgent 1']);
  await pages.finish('soft 1');
  expect(pages.started).toEqual(['soft 1', 'urgent 1', 'urgent 2']);
  await pages.finish('urgent 1');
  expect(pages.started).not.toContain('soft 2');
  await pages.finish('urgent 2');
  expect(pages.started).toContain('soft 2');
});

it('draws a page forward when somebody comes to wait for it', async () => {
  const pages = new Pages();
  const queue = new RenderQueue(1, 10);
  for (const path of ['first', 'second', 'third']) void pages.begin(queue, path, false);
  queue.hurry('third');
  await pages.finish('-');
  await pages.finish('first');
  expect(pages.started).toEqual(['first', 'third']);
});

it('is bounded, but takes whatever somebody waits for', async () => {
  const pages = new Pages();
  const queue = new RenderQueue(1, 1);
  void pages.begin(queue, 'running', false);
  void pages.begin(queue, 'waiting', false);
  expect(await pages.begin(queue, 'too many', false)).toBeNull();
  void pages.begin(queue, 'urgent', true);
  await pages.finish('running');
  expect(pages.started).toEqual(['running', 'urgent']);
});

it('goes on after a rendering that failed', async () => {
  const queue = new RenderQueue(1, 10);
  await expect(queue.run('bad', true, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await queue.run('good', true, async () => 'good')).toBe('good');
});
