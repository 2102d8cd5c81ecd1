import type { Arranged, SlotPlace } from './models.ts';

/** What was arranged and not saved, kept by this tab of the browser. */
export type Kept = { version: string; base: Arranged[]; items: Arranged[] };

/** Whatever has another shape was kept by an older page. */
const shape = 1;
const nameOf = (slot: SlotPlace, who: string) => `weishui-slot-${shape} ${slot} ${who}`;

export function keep(slot: SlotPlace, who: string, kept: Kept | null): void {
  try {
    if (kept) sessionStorage.setItem(nameOf(slot, who), JSON.stringify(kept));
    else sessionStorage.removeItem(nameOf(slot, who));
  } catch {
    // A browser that keeps nothing: what is arranged lives as long as the page.
  }
}

export function kept(slot: SlotPlace, who: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(slot, who)) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}
