import type { SlotPlace } from '#db/schema/enums.ts';
import type { TimeModel } from '#lib/content/models.ts';
import type { Arranged } from '#lib/desk/arrange.ts';

export type { Arranged, SlotPlace };

export type Thumb = { src: string; width: number; height: number };

/** A story as it is chosen. */
export type StoryCard = { id: number; title: string; day: string; section: string; thumb: Thumb | null; out: boolean };
export type PictureCard = { id: number; name: string; thumb: Thumb };

/** What stands in a slot for readers, with all that it names. */
export type Standing = {
  version: string;
  items: Arranged[];
  stories: StoryCard[];
  pictures: PictureCard[];
  last: { by: string; at: TimeModel } | null;
};

/** A part of a page as readers see it, in words. `chosen`: by editors; the others fill what was left empty. */
export type SeenPart = { title: string; lines: { id: number; title: string; thumb: Thumb | null; chosen: boolean }[] };

export type Preview = {
  /** What readers see at this moment. */
  now: SeenPart[];
  /** What they would see at the moment asked for, if this were saved. */
  then: SeenPart[];
  /** When that was asked, ISO. */
  at: string;
  /** What stands in the slot by now: another than the page began with, where somebody saved meanwhile. */
  version: string;
  /** Of the stories that are arranged, those that readers cannot see. */
  gone: number[];
};

export type Refused = { kind: 'refused'; message: string };
export type SaveAnswer =
  | { kind: 'saved'; standing: Standing }
  /** Somebody else saved since: what stands there now. */
  | { kind: 'conflict'; message: string; standing: Standing }
  | Refused;

/** What the room asks of the server. Each may reject: nobody answered. */
export type SlotsPort = {
  save(slot: SlotPlace, version: string, items: Arranged[]): Promise<SaveAnswer>;
  preview(slot: SlotPlace, items: Arranged[], at: string | null): Promise<Preview | Refused>;
  standing(slot: SlotPlace): Promise<Standing | null>;
  stories(text: string): Promise<StoryCard[]>;
  pictures(text: string): Promise<PictureCard[]>;
};
