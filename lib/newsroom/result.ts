import type { NewsroomEvent, Stale } from '#lib/cache/events.ts';
import type { Finding } from './finding.ts';
import type { Denial } from './rights.ts';
import type { Problem } from './story-content.ts';

export type RefusalCode =
  | 'not-found'
  | 'not-published'
  | 'already-published'
  | 'withdrawn'
  | 'not-withdrawn'
  | 'incomplete'
  | 'unchanged'
  | 'reason-missing'
  | 'text-missing'
  | 'invalid'
  | 'unknown-reference'
  | 'taken'
  /** Something belongs to it still. */
  | 'in-use'
  | 'section-loop'
  | 'redirect-loop'
  | 'replayed'
  | Denial
  /** The text is not what the actor looked at. */
  | 'saved-since'
  /** Readers were shown something else since the amendment began. */
  | 'changed-meanwhile'
  | 'reviews-missing'
  | 'reviewed-already'
  | 'check-failed'
  | 'bad-time'
  | 'too-large'
  | 'locked'
  | 'lock-lost'
  | 'not-locked';

/** What was asked cannot be done; nothing was changed. `message` is a Chinese sentence for the editor. */
export type Refusal = { ok: false; code: RefusalCode; message: string } & RefusalDetail;

export type RefusalDetail = {
  /** What is not complete, by field. */
  problems?: Problem[];
  /** What the pre-publication check found. */
  findings?: Finding[];
};

/** An event as it stands in the `event` table. */
export type Recorded = { id: number; event: NewsroomEvent; stale: Stale };

/** It happened, and is committed. Hand it to `toApply` so that this instance knows at once. */
export type Done = {
  ok: true;
  eventId: number;
  event: NewsroomEvent;
  stale: Stale;
  /** Events that came with it: a renamed section also leaves a redirect. */
  also: Recorded[];
};

/** Ends a transaction without effect. `inTransaction` turns it into the value. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(code: RefusalCode, message: string, detail: RefusalDetail = {}) {
    super(message);
    this.name = 'Refused';
    this.refusal = { ok: false, code, message, ...detail };
  }
}

export function refuse(code: RefusalCode, message: string, detail: RefusalDetail = {}): never {
  throw new Refused(code, message, detail);
}

export function done(recorded: Recorded, ...also: Recorded[]): Done {
  return { ok: true, eventId: recorded.id, event: recorded.event, stale: recorded.stale, also };
}

/** Every event of a change, oldest first, as `applyEvent` takes them. */
export function toApply({ eventId, event, stale, also }: Done) {
  return [{ id: eventId, event, stale }, ...also]
    .sort((a, b) => a.id - b.id)
    .map((recorded) => ({ id: recorded.id, type: recorded.event.type, ...recorded.stale }));
}
