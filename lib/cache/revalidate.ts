import { type AppliedEvent, advance, clock, record } from './clock.ts';

/**
 * Applies an event on this instance: pages with its tags are stale from the moment of the call. Idempotent by id: whoever
 * made the change applies it at once, and the listener brings it a second time.
 * @returns when every event up to this one is known here and open tabs have been told.
 */
export async function applyEvent(event: AppliedEvent): Promise<void> {
  record(event);
  if (clock.catchUp) await clock.catchUp();
  else announce(event);
}

/** The listener's part: an event whose predecessors are all known. */
export function announce(event: AppliedEvent): void {
  if (clock.now !== null && event.id <= clock.now) return;
  record(event);
  advance(event.id);
  for (const listener of clock.listeners) listener(event);
}

/** Calls `listener` for every event, once each, in order. @returns a function that ends it. */
export function onEvent(listener: (event: AppliedEvent) => void): () => void {
  clock.listeners.add(listener);
  return () => clock.listeners.delete(listener);
}
