/** What is asked of the search and what it answers. Types and limits only: pages may import this without the engine. */
import type { StoryKind } from '#db/schema/enums.ts';
import type { ListItem } from '#lib/content/models.ts';

export const searchSorts = ['relevance', 'time'] as const;
export type SearchSort = (typeof searchSorts)[number];

/** What `parseSearch` made of an address; safe to be asked as it stands. */
export type SearchRequest = {
  /** As it was typed, NFC, without control characters, cut to 100 characters. May be empty. */
  q: string;
  /** Slug of a section; everything below it counts. */
  section?: string;
  /** First and last day, `yyyy-mm-dd` in Asia/Shanghai, both included. */
  from?: string;
  to?: string;
  kind?: StoryKind;
  /** Slug of a source. */
  source?: string;
  sort: SearchSort;
  /** An answer's `next`. */
  after?: string;
};

/** Which parameter cannot be understood. The page answers 400 and says so in its own words. */
export type SearchProblem = {
  problem: 'bad-section' | 'bad-from' | 'bad-to' | 'bad-range' | 'bad-kind' | 'bad-source' | 'bad-sort' | 'bad-after';
};

/** A stretch of text; `hit`: it is what was looked for. */
export type Piece = { text: string; hit: boolean };

/** A found story: a list's line, with its title and the best passage of its text in pieces. */
export type SearchHit = ListItem & {
  titlePieces: Piece[];
  /** About 90 characters of summary or body around a hit; the summary's beginning where only the title was hit. */
  passage: Piece[];
};

/** What else might have been meant: as text and as a search of its own with the same filters. */
export type SearchAnswer = {
  hits: SearchHit[];
  /** For `after`: where the next page goes on; null at the end. */
  next: string | null;
  /** `atLeast`: there are more than were counted. */
  found: { count: number; atLeast: boolean };
  /** Other words to look for, likeliest first, at most five; given when little or nothing was found. */
  didYouMean: string[];
  /** There was no word to look for: signs alone, or what is to be left out alone. */
  wordless: boolean;
  /** The latest stories; only where nothing was found. */
  instead: ListItem[];
  /** Words that were left out: a query has at most so many. */
  ignored: string[];
  /** Tags of everything that the answer shows or was chosen by (`lib/cache/tags.ts`). */
  tags: string[];
};

export type Suggestion = { kind: 'story' | 'topic' | 'section'; label: Piece[]; href: string };

/** The search is asked more than it can answer at this moment, or took too long: 503 with `Retry-After`. */
export class SearchBusy extends Error {}
