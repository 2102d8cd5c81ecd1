import { describe, expect, it } from 'vitest';
import {
  atRisk,
  type Effect,
  type Event,
  keepEvery,
  opened,
  patience,
  type SaveAnswer,
  type State,
  sendWithin,
  statusOf,
  step,
  type Theirs,
} from './autosave.ts';

const at = '2026-11-22T08:00:00+08:00';

/** An editor on one clock: effects are run when a test says so. */
class Desk {
  now = 0;
  state: State<string>;
  log: Effect[] = [];

  constructor(version = 1) {
    this.state = opened(version);
  }

  say(event: Event<string>): Effect[] {
    const { state, effects } = step(this.state, event, this.now);
    this.state = state;
    this.log.push(...effects);
    return effects;
  }

  type(): Effect[] {
    return this.say({ type: 'changed' });
  }

  /** Lets time pass, waking whenever it was asked for. */
  pass(ms: number): Effect[] {
    const end = this.now + ms;
    const seen: Effect[] = [];
    for (;;) {
      const wake = this.log.findLast((effect) => effect.do === 'wake');
      if (!wake || wake.at > end || wake.at <= this.now) break;
      this.now = wake.at;
      seen.push(...this.say({ type: 'time' }));
    }
    this.now = end;
    seen.push(...this.say({ type: 'time' }));
    return seen;
  }

  answer(answer: SaveAnswer<string>, own?: number): Effect[] {
    return this.say({ type: 'answered', id: this.state.requests, answer, ...(own !== undefined && { own }) });
  }

  get status(): string {
    return statusOf(this.state).kind;
  }
}

const of = (effects: Effect[], kind: Effect['do']) => effects.filter((effect) => effect.do === kind);
const saved = (version: number): SaveAnswer<string> => ({ kind: 'saved', version, at });
const theirs: Theirs<string> = { version: 7, content: '别人的', by: '王编辑', at };

describe('While all is well', () => {
  it('the browser has a change at once, and the server within two seconds', () => {
    const desk = new Desk(4);
    expect(desk.type()).toEqual([
      { do: 'keep', edits: 1 },
      { do: 'wake', at: sendWithin },
    ]);
    expect(desk.status).toBe('waiting');
    desk.say({ type: 'kept', edits: 1 });
    expect(of(desk.pass(sendWithin), 'send')).toEqual([{ do: 'send', id: 1, version: 4, edits: 1, leaving: false }]);
    expect(sendWithin).toBeLessThanOrEqual(1500);
    expect(desk.status).toBe('saving');
    expect(of(desk.answer(saved(5)), 'forget')).toHaveLength(1);
    expect(statusOf(desk.state)).toEqual({ kind: 'saved', at });
    expect(desk.state.version).toBe(5);
  });

  it('typing without a pause is sent all the same, and kept every 300 ms at most', () => {
    const desk = new Desk();
    const sent: Effect[] = [];
    const kept: number[] = [];
    for (let key = 0; key < 100; key += 1) {
      const effects = [...desk.type(), ...desk.pass(50)];
      for (const effect of effects) {
        if (effect.do === 'keep') {
          kept.push(desk.now);
          desk.say({ type: 'kept', edits: effect.edits });
        }
        if (effect.do === 'send') {
          sent.push(effect);
          desk.answer(saved(desk.state.version + 1));
        }
      }
    }
    expect(sent.length).toBeGreaterThanOrEqual(4);
    expect(kept.length).toBeLessThanOrEqual(5000 / keepEvery + 1);
    expect(kept.length).toBeGreaterThanOrEqual(12);
  });

  it('what is typed while a request is on its way goes with the next one', () => {
    const desk = new Desk();
    desk.type();
    desk.pass(sendWithin);
    desk.type();
    expect(of(desk.pass(5000), 'send')).toEqual([]);
    desk.answer(saved(2));
    expect(desk.status).toBe('waiting');
    expect(of(desk.pass(sendWithin), 'send')).toEqual([{ do: 'send', id: 2, version: 2, edits: 2, leaving: false }]);
  });

  it('whoever asks for it by hand need not wait', () => {
    const desk = new Desk();
    desk.type();
    expect(of(desk.say({ type: 'retry' }), 'send')).toHaveLength(1);
    desk.answer(saved(2));
    expect(of(desk.say({ type: 'retry' }), 'send')).toEqual([]);
  });

  it('nothing is sent or kept where nothing was typed', () => {
    const desk = new Desk();
    expect(desk.pass(60_000)).toEqual([]);
    expect(desk.say({ type: 'leaving' })).toEqual([]);
    expect(statusOf(desk.state)).toEqual({ kind: 'saved', at: null });
  });
});

describe('When the server cannot be reached', () => {
  it('it is tried again, more and more seldom, until it answers', () => {
    const desk = new Desk();
    desk.type();
    const times: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const effects = desk.pass(20_000);
      expect(of(effects, 'send')).toHaveLength(1);
      times.push(desk.state.flight?.since ?? 0);
      desk.say({ type: 'failed', id: desk.state.requests });
      expect(statusOf(desk.state)).toEqual({ kind: 'unreachable', offline: false, kept: true });
    }
    desk.pass(20_000);
    desk.answer(saved(2));
    expect(desk.status).toBe('saved');
  });

  it('the status says that this browser has it, or that it has not', () => {
    const desk = new Desk();
    desk.type();
    desk.say({ type: 'not-kept' });
    desk.say({ type: 'offline' });
    expect(statusOf(desk.state)).toEqual({ kind: 'unreachable', offline: true, kept: false });
    expect(atRisk(desk.state)).toBe(true);
    desk.pass(keepEvery);
    desk.say({ type: 'kept', edits: 1 });
    expect(statusOf(desk.state)).toEqual({ kind: 'unreachable', offline: true, kept: true });
    expect(atRisk(desk.state)).toBe(false);
  });

  it('being back online is reason enough to try at once', () => {
    const desk = new Desk();
    desk.type();
    desk.pass(sendWithin);
    desk.say({ type: 'offline' });
    desk.say({ type: 'failed', id: 1 });
    expect(of(desk.say({ type: 'online' }), 'send')).toHaveLength(1);
  });

  it('a request without an answer is given up, and its late answer changes nothing', () => {
    const desk = new Desk(3);
    desk.type();
    desk.pass(sendWithin);
    const effects = desk.pass(patience);
    expect(of(effects, 'abort')).toEqual([{ do: 'abort', id: 1 }]);
    expect(desk.status).toBe('unreachable');
    desk.pass(2000);
    expect(desk.state.flight?.id).toBe(2);
    desk.say({ type: 'answered', id: 1, answer: saved(4) });
    expect(desk.state.version).toBe(3);
    expect(desk.state.flight?.id).toBe(2);
    // The first had arrived after all: the second meets our own text, and that is no conflict.
    desk.answer({ kind: 'conflict', theirs: { ...theirs, version: 4 } }, 1);
    expect(desk.status).toBe('saved');
    expect(desk.state.version).toBe(4);
  });

  it('a lost answer to an older text sends the rest on top of it', () => {
    const desk = new Desk(3);
    desk.type();
    desk.pass(sendWithin);
    desk.say({ type: 'failed', id: 1 });
    desk.type();
    desk.pass(2000);
    desk.answer({ kind: 'conflict', theirs: { ...theirs, version: 4 } }, 1);
    expect(of(desk.pass(sendWithin), 'send')).toEqual([{ do: 'send', id: 3, version: 4, edits: 2, leaving: false }]);
  });
});

describe('When the server refuses', () => {
  it('an expired sign-in keeps everything and is tried again by itself and when asked', () => {
    const desk = new Desk();
    desk.type();
    desk.pass(sendWithin);
    desk.answer({ kind: 'signed-out' });
    expect(statusOf(desk.state)).toEqual({ kind: 'signed-out', kept: true });
    desk.say({ type: 'kept', edits: 1 });
    expect(of(desk.type(), 'send')).toEqual([]);
    expect(of(desk.say({ type: 'retry' }), 'send')).toHaveLength(1);
    desk.answer({ kind: 'signed-out' });
    expect(of(desk.pass(12_000), 'send')).toHaveLength(1);
    desk.answer(saved(2));
    expect(desk.status).toBe('saved');
  });

  it('a text that is too large waits until it is changed', () => {
    const desk = new Desk();
    desk.type();
    desk.pass(sendWithin);
    desk.answer({ kind: 'refused', code: 'too-large', message: '太长' });
    expect(of(desk.pass(120_000), 'send')).toEqual([]);
    desk.type();
    expect(of(desk.pass(6000), 'send')).toHaveLength(1);
    desk.answer(saved(2));
    expect(desk.status).toBe('saved');
  });

  it('a right that is gone is not asked for by typing', () => {
    const desk = new Desk();
    desk.type();
    desk.pass(sendWithin);
    desk.answer({ kind: 'refused', code: 'locked', message: '王编辑接管了' });
    desk.type();
    expect(of(desk.pass(120_000), 'send')).toEqual([]);
    expect(of(desk.say({ type: 'retry' }), 'send')).toHaveLength(1);
  });
});

describe('When somebody else wrote', () => {
  const meet = () => {
    const desk = new Desk();
    desk.type();
    desk.pass(sendWithin);
    desk.answer({ kind: 'conflict', theirs });
    return desk;
  };

  it('nothing more is sent, typing goes on, and this browser keeps it', () => {
    const desk = meet();
    expect(statusOf(desk.state)).toEqual({ kind: 'conflict', theirs, kept: true });
    desk.say({ type: 'kept', edits: 1 });
    expect(of(desk.type(), 'keep')).toHaveLength(1);
    expect(of(desk.pass(60_000), 'send')).toEqual([]);
    expect(of(desk.say({ type: 'retry' }), 'send')).toEqual([]);
  });

  it('once it is settled the result goes at once, on top of theirs', () => {
    const desk = meet();
    expect(of(desk.say({ type: 'settled' }), 'send')).toEqual([
      { do: 'send', id: 2, version: 7, edits: 2, leaving: false },
    ]);
    desk.answer(saved(8));
    expect(desk.status).toBe('saved');
  });

  it('settling what is no conflict does nothing', () => {
    const desk = new Desk();
    expect(desk.say({ type: 'settled' })).toEqual([]);
  });
});

describe('When the page goes', () => {
  it('the text is kept and sent without waiting', () => {
    const desk = new Desk();
    desk.type();
    desk.say({ type: 'kept', edits: 1 });
    desk.type();
    expect(desk.say({ type: 'leaving' })).toMatchObject([
      { do: 'keep', edits: 2 },
      { do: 'send', edits: 2, leaving: true },
      { do: 'wake' },
    ]);
  });

  it('another tab that takes over ends the sending here', () => {
    const desk = new Desk();
    desk.type();
    desk.pass(sendWithin);
    expect(of(desk.say({ type: 'handed-over' }), 'abort')).toHaveLength(1);
    desk.type();
    expect(of(desk.pass(60_000), 'send')).toEqual([]);
    expect(desk.status).toBe('elsewhere');
    desk.say({ type: 'taken-back', version: 9 });
    desk.type();
    expect(of(desk.pass(sendWithin), 'send')).toEqual([{ do: 'send', id: 2, version: 9, edits: 1, leaving: false }]);
  });
});

describe('Whatever happens in whatever order', () => {
  it('one request at a time, no version but the server’s, nothing called saved that is not', () => {
    let seed = 42;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let run = 0; run < 300; run += 1) {
      const desk = new Desk();
      /** A server with compare-and-set, and a network that loses requests and answers. */
      let version = 1;
      let stored = 0;
      const onTheWay: { id: number; version: number; edits: number }[] = [];
      const sentEdits = new Map<number, number>();
      const run1 = (effects: Effect[]) => {
        for (const effect of effects) {
          if (effect.do === 'send') {
            expect(onTheWay.filter(({ id }) => id === desk.state.flight?.id)).toEqual([]);
            onTheWay.push(effect);
          }
        }
      };
      const deliver = (lose: boolean) => {
        const request = onTheWay.shift();
        if (!request) return;
        let answer: SaveAnswer<string>;
        if (request.version === version) {
          version += 1;
          stored = request.edits;
          sentEdits.set(version, request.edits);
          answer = saved(version);
        } else {
          answer = { kind: 'conflict', theirs: { ...theirs, version } };
        }
        const own = sentEdits.get(version);
        if (lose) run1(desk.say({ type: 'failed', id: request.id }));
        else run1(desk.say({ type: 'answered', id: request.id, answer, ...(own !== undefined && { own }) }));
      };
      for (let turn = 0; turn < 60; turn += 1) {
        const dice = random(9);
        if (dice < 3) run1(desk.type());
        else if (dice < 5) run1(desk.pass(random(3000)));
        else if (dice === 5) run1(desk.say({ type: 'retry' }));
        else if (dice === 6) run1(desk.say({ type: random(2) ? 'online' : 'offline' }));
        else deliver(dice === 8);
        for (const effect of desk.log.splice(0, desk.log.length - 1)) {
          if (effect.do === 'keep') desk.say({ type: 'kept', edits: effect.edits });
        }
        if (desk.status === 'saved') expect(stored).toBe(desk.state.edits);
        expect(desk.state.version).toBeLessThanOrEqual(version);
      }
      // Left alone on a line that works, everything arrives.
      for (let turn = 0; turn < 20 && desk.state.saved < desk.state.edits; turn += 1) {
        run1(desk.pass(sendWithin));
        while (onTheWay.length > 0) deliver(false);
        run1(desk.pass(patience));
        run1(desk.say({ type: 'retry' }));
        while (onTheWay.length > 0) deliver(false);
      }
      expect(stored).toBe(desk.state.edits);
    }
  });
});
