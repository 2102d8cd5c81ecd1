/**
 * Keeping what is typed, as a pure state machine: events in, a new state and effects out. Times are milliseconds of any one
 * clock; the caller hands them in, runs the effects and reports how they ended.
 *
 * Two places hold the text. The browser's own storage has it at once, and again at most every `keepEvery`; the server within
 * `sendWithin` of the first change it has not seen. One request is on its way at a time, so answers cannot overtake each other;
 * one that takes too long is given up, and its late answer is ignored: should it have arrived after all, the next request is
 * told of a conflict with a text that we ourselves sent, which is none.
 */
export const keepEvery = 300;
export const sendWithin = 1200;
/** After this a request counts as lost. */
export const patience = 20_000;
const firstRetry = 1_000;
const longestRetry = 15_000;
/** How often it is tried whether somebody signed in again elsewhere. */
const signedOutRetry = 10_000;

/** What the server has that we did not write. */
export type Theirs<T> = { version: number; content: T; by: string; at: string };

export type Refusal = 'too-large' | 'forbidden' | 'locked' | 'gone' | 'invalid';

/** What the server said to a text that was sent to it. No answer at all is a failure (`failed`). */
export type SaveAnswer<T> =
  | { kind: 'saved'; version: number; at: string }
  | { kind: 'conflict'; theirs: Theirs<T> }
  | { kind: 'refused'; code: Refusal; message: string }
  | { kind: 'signed-out' };

/** Why nothing is being sent, or not without being asked again. */
export type Obstacle<T> =
  | { kind: 'unreachable' }
  | { kind: 'signed-out' }
  | { kind: 'refused'; code: Refusal; message: string }
  | { kind: 'conflict'; theirs: Theirs<T> }
  /** Another tab of this browser goes on with the story. */
  | { kind: 'elsewhere' };

export type State<T> = {
  /** The server's version that our text grew from. */
  version: number;
  /** Changes made so far; `saved` of them the server has, `kept` of them this browser has. */
  edits: number;
  saved: number;
  kept: number;
  keeping: number | null;
  keptAt: number | null;
  /** The browser refuses to store anything (private window, full disk). */
  keepBroken: boolean;
  /** When the first change was made that the server has not seen. */
  waitingSince: number | null;
  flight: { id: number; edits: number; since: number } | null;
  requests: number;
  failures: number;
  retryAt: number | null;
  online: boolean;
  obstacle: Obstacle<T> | null;
  savedAt: string | null;
};

export type Event<T> =
  | { type: 'changed' }
  | { type: 'time' }
  | { type: 'kept'; edits: number }
  | { type: 'not-kept' }
  /** `own`: the conflict is with a text that we sent ourselves, holding so many of our changes. */
  | { type: 'answered'; id: number; answer: SaveAnswer<T>; own?: number }
  | { type: 'failed'; id: number }
  | { type: 'online' }
  | { type: 'offline' }
  /** Somebody asks to try now: a button, a window that comes to the front, a sign-in. */
  | { type: 'retry' }
  /** The page is about to go. */
  | { type: 'leaving' }
  /** The conflict is settled; what stands in the editor now grew from the server's version. */
  | { type: 'settled' }
  | { type: 'handed-over' }
  | { type: 'taken-back'; version: number };

export type Effect =
  | { do: 'keep'; edits: number }
  | { do: 'send'; id: number; version: number; edits: number; leaving: boolean }
  | { do: 'abort'; id: number }
  /** The server has everything: what this browser kept is of no more use. */
  | { do: 'forget' }
  /** Send `time` at this moment. Replaces the one asked for before. */
  | { do: 'wake'; at: number };

export type Step<T> = { state: State<T>; effects: Effect[] };

export function opened<T>(version: number, online = true): State<T> {
  return {
    version,
    edits: 0,
    saved: 0,
    kept: 0,
    keeping: null,
    keptAt: null,
    keepBroken: false,
    waitingSince: null,
    flight: null,
    requests: 0,
    failures: 0,
    retryAt: null,
    online,
    obstacle: null,
    savedAt: null,
  };
}

export function step<T>(before: State<T>, event: Event<T>, now: number): Step<T> {
  const effects: Effect[] = [];
  const state = { ...before };
  apply(state, event, now, effects);
  plan(state, now, effects, event.type === 'leaving');
  return { state, effects };
}

function apply<T>(state: State<T>, event: Event<T>, now: number, effects: Effect[]): void {
  switch (event.type) {
    case 'changed':
      state.edits += 1;
      state.waitingSince ??= now;
      // A text that was refused as it was may be fine as it is now; a lost right does not come back by typing.
      if (state.obstacle?.kind === 'refused' && mendable(state.obstacle.code) && state.retryAt === null)
        state.retryAt = now + firstRetry * 2;
      return;
    case 'time':
      if (state.flight && now >= state.flight.since + patience) {
        effects.push({ do: 'abort', id: state.flight.id });
        lost(state, now);
      }
      return;
    case 'kept':
      state.kept = Math.max(state.kept, event.edits);
      state.keeping = null;
      state.keepBroken = false;
      if (state.saved === state.edits && state.kept === state.edits) effects.push({ do: 'forget' });
      return;
    case 'not-kept':
      state.keeping = null;
      state.keepBroken = true;
      return;
    case 'answered':
      if (state.flight?.id === event.id) answered(state, event, now, effects);
      return;
    case 'failed':
      if (state.flight?.id === event.id) lost(state, now);
      return;
    case 'online':
      state.online = true;
      if (state.obstacle?.kind === 'unreachable') state.retryAt = now;
      return;
    case 'offline':
      state.online = false;
      return;
    case 'retry':
      if (state.obstacle) state.retryAt = now;
      else if (state.waitingSince !== null) state.waitingSince = now - sendWithin;
      return;
    case 'leaving':
      return;
    case 'settled':
      if (state.obstacle?.kind !== 'conflict') return;
      state.version = state.obstacle.theirs.version;
      state.obstacle = null;
      state.edits += 1;
      state.waitingSince = now - sendWithin;
      return;
    case 'handed-over':
      if (state.flight) effects.push({ do: 'abort', id: state.flight.id });
      state.flight = null;
      state.obstacle = { kind: 'elsewhere' };
      return;
    case 'taken-back':
      Object.assign(state, { ...opened<T>(event.version, state.online), requests: state.requests });
      return;
  }
}

function answered<T>(state: State<T>, event: Event<T> & { type: 'answered' }, now: number, effects: Effect[]): void {
  const { answer } = event;
  const sent = state.flight?.edits ?? 0;
  state.flight = null;
  state.failures = 0;
  state.retryAt = null;
  state.obstacle = null;
  switch (answer.kind) {
    case 'saved':
      state.version = answer.version;
      state.savedAt = answer.at;
      has(state, sent, now, effects);
      return;
    case 'conflict':
      if (event.own !== undefined) {
        state.version = answer.theirs.version;
        state.savedAt = answer.theirs.at;
        has(state, event.own, now, effects);
      } else {
        state.obstacle = { kind: 'conflict', theirs: answer.theirs };
      }
      return;
    case 'refused':
      state.obstacle = { kind: 'refused', code: answer.code, message: answer.message };
      return;
    case 'signed-out':
      state.obstacle = { kind: 'signed-out' };
      state.retryAt = now + signedOutRetry;
      return;
  }
}

/** The server has this many of our changes. */
function has<T>(state: State<T>, edits: number, now: number, effects: Effect[]): void {
  state.saved = Math.max(state.saved, edits);
  state.waitingSince = state.saved === state.edits ? null : now;
  if (state.saved === state.edits && state.keeping === null) effects.push({ do: 'forget' });
}

function lost<T>(state: State<T>, now: number): void {
  state.flight = null;
  state.failures += 1;
  state.obstacle = { kind: 'unreachable' };
  state.retryAt = now + Math.min(longestRetry, firstRetry * 2 ** Math.min(state.failures - 1, 10));
}

/** Starts what is due and asks to be woken for what is not. */
function plan<T>(state: State<T>, now: number, effects: Effect[], leaving: boolean): void {
  const wakes: number[] = [];
  // What the server has, this browser need not have: it is kept all the same while any of it is not there.
  if (state.kept < state.edits && state.saved < state.edits && state.keeping === null) {
    const due = leaving || state.keptAt === null ? now : state.keptAt + keepEvery;
    if (due <= now) {
      state.keeping = state.edits;
      state.keptAt = now;
      effects.push({ do: 'keep', edits: state.edits });
    } else wakes.push(due);
  }
  const due = state.flight ? null : sendDue(state, now, leaving);
  if (due !== null) {
    if (due <= now) {
      state.requests += 1;
      state.flight = { id: state.requests, edits: state.edits, since: now };
      state.retryAt = null;
      effects.push({ do: 'send', id: state.requests, version: state.version, edits: state.edits, leaving });
    } else wakes.push(due);
  }
  if (state.flight) wakes.push(state.flight.since + patience);
  const [first] = wakes.sort((a, b) => a - b);
  if (first !== undefined) effects.push({ do: 'wake', at: first });
}

function sendDue<T>(state: State<T>, now: number, leaving: boolean): number | null {
  const { obstacle } = state;
  if (state.saved === state.edits || obstacle?.kind === 'conflict' || obstacle?.kind === 'elsewhere') return null;
  // `offline` is the browser's guess; what it takes for being offline may be a network without the world, but with us.
  if (obstacle) return state.retryAt;
  if (leaving) return now;
  return (state.waitingSince ?? now) + sendWithin;
}

function mendable(code: Refusal): boolean {
  return code === 'too-large' || code === 'invalid';
}

/** What the line at the foot of the editor says. */
export type Status<T> =
  | { kind: 'saved'; at: string | null }
  | { kind: 'saving' }
  | { kind: 'waiting' }
  /** Typing goes on, this browser keeps it; `kept`: it really does. */
  | { kind: 'unreachable'; offline: boolean; kept: boolean }
  | { kind: 'signed-out'; kept: boolean }
  | { kind: 'refused'; code: Refusal; message: string; kept: boolean }
  | { kind: 'conflict'; theirs: Theirs<T>; kept: boolean }
  | { kind: 'elsewhere' };

export function statusOf<T>(state: State<T>): Status<T> {
  const kept = !state.keepBroken;
  switch (state.obstacle?.kind) {
    case 'unreachable':
      return { kind: 'unreachable', offline: !state.online, kept };
    case 'signed-out':
      return { kind: 'signed-out', kept };
    case 'refused':
    case 'conflict':
      return { ...state.obstacle, kept };
    case 'elsewhere':
      return { kind: 'elsewhere' };
    case undefined:
      if (state.saved === state.edits) return { kind: 'saved', at: state.savedAt };
      if (!state.online) return { kind: 'unreachable', offline: true, kept };
      return { kind: state.flight ? 'saving' : 'waiting' };
  }
}

/** Whether closing the page now would lose something: the server has not all of it, and the browser neither. */
export function atRisk<T>(state: State<T>): boolean {
  return (
    state.saved < state.edits && (state.keepBroken || state.kept < state.edits) && state.obstacle?.kind !== 'elsewhere'
  );
}

/** Whether the server misses anything that was typed here. */
export function unsent<T>(state: State<T>): boolean {
  return state.saved < state.edits;
}
