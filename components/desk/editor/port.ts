import type { MediaKind } from '#db/schema/enums.ts';
import type { SaveAnswer } from '#lib/desk/autosave.ts';
import type { Draft } from '#lib/desk/draft.ts';

export type { Draft, SaveAnswer };

/** What the writing component knows of a picture, sound or film. Addresses are ready for `src`. */
export type MediaCard = {
  id: number;
  kind: MediaKind;
  /** A picture of at most about 480 px: the picture itself, a film's poster, or null for a sound. */
  thumb: string | null;
  /** The picture as wide as the column, or the file of a sound or film. */
  src: string;
  width: number | null;
  height: number | null;
  alt: string;
  caption: string;
  credit: string;
  /** `1:05`, for sound and film. */
  duration: string | null;
};

export type StoryCardData = { id: number; title: string; day: string; thumb: string | null };

/** Something that is chosen by name: an author, a topic, a source, a show, a blog. `note` tells two of one name apart. */
export type Choice = { id: number; name: string; note?: string };

/** A topic for the text as it stands, and why: it is named there, or stories that are alike have it. */
export type TopicSuggestion = Choice & { why: 'named' | 'alike' };

/** A section; `depth` counts from 0. */
export type SectionChoice = Choice & { depth: number };

export type Lookup = 'authors' | 'topics' | 'sources' | 'shows' | 'blogs';

/** Everything that the draft names by id, so that it can be drawn at once. What is missing is asked for by `named`. */
export type Named = {
  media: MediaCard[];
  stories: StoryCardData[];
  choices: Record<Lookup, Choice[]>;
};

export type Loaded = {
  storyId: number;
  version: number;
  content: Draft;
  /** ISO time of the last save, and whose it was; null for a story that nobody saved yet. */
  saved: { at: string; by: string } | null;
  named: Named;
  sections: SectionChoice[];
  lock: LockState;
};

/** Who may write now. Times are ISO. */
export type LockState =
  | { kind: 'mine' }
  /** Somebody else writes; `mayTakeOver`: this person stands above. */
  | { kind: 'theirs'; name: string; since: string; mayTakeOver: boolean };

export type LockAnswer = LockState | { kind: 'signed-out' };

export type UploadAnswer =
  | { kind: 'uploaded'; media: MediaCard }
  /** A Chinese sentence for the editor. */
  | { kind: 'refused'; message: string }
  | { kind: 'signed-out' };

export type VersionEntry = { number: number; at: string; by: string; note: string | null };

export type KeepAnswer =
  | { kind: 'kept'; number: number }
  | { kind: 'refused'; message: string }
  | { kind: 'signed-out' };
export type RestoreAnswer = { kind: 'restored' } | { kind: 'refused'; message: string } | { kind: 'signed-out' };

/**
 * All that the writing component asks of the world. Every function may reject: that means that nobody answered, and is
 * treated as a bad line, never as a refusal.
 */
export type EditorPort = {
  /** Whose browser this is: what one person left in it is not shown to another. */
  user: { id: string; name: string };
  storyId: number;
  load(): Promise<Loaded>;
  /**
   * Compare-and-set. `leaving`: the page is about to go, the request should outlive it if it can.
   * @param version the version that the text grew from
   */
  save(version: number, content: Draft, options: { signal: AbortSignal; leaving: boolean }): Promise<SaveAnswer<Draft>>;
  /** @param progress fraction from 0 to 1 */
  upload(file: File, options: { signal: AbortSignal; progress: (fraction: number) => void }): Promise<UploadAnswer>;
  /** Takes in a picture from another site, where the newsroom allows it. Without it the editor is asked for the file. */
  fetchPicture?(url: string, options: { signal: AbortSignal }): Promise<UploadAnswer>;
  search(what: Lookup, text: string): Promise<Choice[]>;
  /** Topics for a text, the likeliest first. Without it none are suggested. */
  suggestTopics?(text: { title: string; body: string }, options: { signal: AbortSignal }): Promise<TopicSuggestion[]>;
  searchStories(text: string): Promise<StoryCardData[]>;
  searchMedia(text: string, kind: MediaKind): Promise<MediaCard[]>;
  /** What ids stand for, after a version of somebody else's was loaded or pasted. Unknown ids are left out. */
  named(ids: { media: number[]; stories: number[] } & Record<Lookup, number[]>): Promise<Named>;
  /** Says that this tab still writes, every `heartbeatEvery`, and hears who else does. */
  heartbeat(): Promise<LockAnswer>;
  takeOver(): Promise<LockAnswer>;
  /** The page goes: others need not wait for the lock to run out. */
  release(): void;
  versions(): Promise<VersionEntry[]>;
  version(number: number): Promise<Draft>;
  /** Keeps the text, as the server has it in `version`, as a version with a note. Without it nothing offers to. */
  keep?(version: number, note: string): Promise<KeepAnswer>;
  /** Makes an old version the text, as a new version. Without it the old text is put into the editor and saved from there. */
  restore?(version: number, number: number): Promise<RestoreAnswer>;
  /** Where one signs in again; opened beside this page, which stays as it is. */
  signInHref: string;
};
