import { beforeEach, describe, expect, it } from 'vitest';
import { clock, type Rendering } from '#lib/cache/clock.ts';
import { announce } from '#lib/cache/revalidate.ts';
import type { Answer } from './questions/answer.ts';
import { remembered } from './remember.ts';

let lastEvent = 0;
let asked = 0;
let answer: (n: number) => Promise<Answer<unknown>>;
let question: (id: number) => Promise<unknown>;

beforeEach(() => {
  Object.assign(clock, { now: lastEvent, inTouch: true, floor: 0, catchUp: null });
  asked = 0;
  answer = async (n) => ({ value: n, tags: ['story:1'] });
  question = remembered(`question of test ${expect.getState().currentTestName}`, () => answer(++asked));
});

function rendering(): Rendering {
  return { path: '/', began: clock.now ?? 0, tags: new Set(), until: Number.POSITIVE_INFINITY, page: null };
}

/** Asks as a page does that is rendered now. */
function ask(id = 1, page = rendering()): Promise<unknown> {
  return clock.rendering.run(page, () => question(id));
}

function happened(hard: string[], soft: string[] = []) {
  announce({ id: ++lastEvent, type: 'story-changed', hard, soft, panels: [] });
}

describe('a remembered question', () => {
  it('is asked once for all pages, and once for each of its arguments', async () => {
    expect(await Promise.all([ask(), ask(), ask(2)])).toEqual([1, 1, 2]);
    expect(await ask()).toBe(1);
  });

  it.each([
    [['story:1'], []],
    [[], ['story:1']],
  ])('is asked anew once an event touched what it was answered from (hard %j, soft %j)', async (hard, soft) => {
    await ask();
    happened(['story:2']);
    expect(await ask()).toBe(1);
    happened(hard, soft);
    expect(await ask()).toBe(2);
  });

  it('is not taken from another page whose asking began before an event', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer = async (n) => {
      if (n === 1) await held;
      return { value: n, tags: ['story:1'] };
    };
    const before = ask();
    happened(['story:1']);
    const after = ask();
    release();
    expect(await Promise.all([before, after])).toEqual([1, 2]);
    expect(await ask()).toBe(2);
  });

  it('is asked anew from the moment on at which its answer changes by itself', async () => {
    answer = async (n) => ({ value: n, tags: [], until: new Date(n === 1 ? Date.now() - 1 : Date.now() + 3_600_000) });
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(2);
    expect(await ask()).toBe(2);
  });

  it('gives its tags and its moment to every page that asks it', async () => {
    const until = new Date(Date.now() + 60_000);
    answer = async () => ({ value: null, tags: ['story:1', 'panel:latest'], until });
    for (const page of [rendering(), rendering()]) {
      await ask(1, page);
      expect([[...page.tags], page.until]).toEqual([['story:1', 'panel:latest'], until.getTime()]);
    }
  });

  it('that failed is asked again', async () => {
    answer = async (n) => {
      if (n === 1) throw new Error('no database');
      return { value: n, tags: [] };
    };
    await expect(ask()).rejects.toThrow('no database');
    expect(await ask()).toBe(2);
  });

  it('gives an answer that no page can change', async () => {
    answer = async () => ({ value: { items: [{ id: 1 }] }, tags: [] });
    const value = (await ask()) as { items: { id: number }[] };
    expect(() => value.items.push({ id: 2 })).toThrow(TypeError);
    expect(() => Object.assign(value.items[0] as object, { id: 3 })).toThrow(TypeError);
  });

  it('is asked each time where no page is being rendered', async () => {
    expect(await question(1)).toBe(1);
    expect(await question(1)).toBe(2);
  });
});
