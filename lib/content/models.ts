/**
 * What components draw: view models, complete with labels and addresses, so that drawing asks for nothing and formats
 * nothing. `lib/content` makes them; `components` import their types from here and nothing else of `lib/content`.
 */
import type { BlockNode, StoryBody } from '#db/schema/body.ts';

export type { BlockNode, StoryBody };

/** A point in time, ready to be drawn. All labels are Asia/Shanghai. */
export type TimeModel = {
  /** ISO 8601 with +08:00, for `<time datetime>`. */
  iso: string;
  /** `2026-11-22 08:05:09` */
  full: string;
  /** `11-22 08:05` */
  short: string;
  /** `08:05` */
  clock: string;
  /** `2026-11-22`, also the address of its archive day. */
  day: string;
};

export type LinkModel = { name: string; href: string };

export type PictureModel = {
  mediaId: number;
  /** Fallback address (a WebP of about 828 px). */
  src: string;
  /** WebP variants with widths, for `srcset`. */
  srcset: string;
  /** The largest picture we have, for lightbox and download. */
  full: string;
  width: number;
  height: number;
  color: string;
  /** `50% 40%`: for `object-position`. */
  focal: string;
  alt: string;
  caption: string;
  credit: string;
  licence: string;
  aiMade: boolean;
};

export type StoryKind = 'news' | 'gallery' | 'video' | 'audio' | 'post';

/** One line or card of a list. */
export type ListItem = {
  id: number;
  href: string;
  kind: StoryKind;
  /** The list title where an editor set one (or the slot's own title), else the title. Cut by CSS, never by bytes. */
  title: string;
  /** The full title (or the slot’s own), for cards with room. */
  fullTitle: string;
  /** 图 / 组图 / 视频 / 音频 after the title, or nothing. */
  mark: '' | '图' | '组图' | '视频' | '音频';
  summary: string;
  time: TimeModel;
  section: LinkModel;
  source: string | null;
  author: string | null;
  picture: PictureModel | null;
};

/** What one line in a long list draws of a story. */
export type LineItem = Pick<ListItem, 'id' | 'href' | 'fullTitle' | 'mark' | 'time' | 'section'>;

export type GalleryPicture = PictureModel & { position: number; text: string; href: string };

export type MediaModel = {
  kind: 'audio' | 'video';
  src: string;
  mime: string;
  bytes: number;
  /** `1.2 MB` */
  size: string;
  durationSeconds: number;
  /** `1:05` */
  duration: string;
  width: number | null;
  height: number | null;
  poster: PictureModel | null;
  captions: string | null;
  chapters: { at: number; clock: string; title: string }[];
};

export type CorrectionModel = { time: TimeModel; text: string };

export type Article = {
  state: 'published';
  id: number;
  href: string;
  kind: StoryKind;
  title: string;
  subtitle: string | null;
  summary: string;
  body: StoryBody;
  /** Pictures that the body names, by media id. */
  pictures: Record<number, PictureModel>;
  /** Stories that the body names as cards, by id; one that is gone is absent. */
  cards: Record<number, ListItem>;
  /** From the root section to the story's own: the trail. */
  trail: LinkModel[];
  section: LinkModel & { slug: string };
  source: { name: string; url: string | null } | null;
  original: { title: string | null; url: string | null; author: string | null } | null;
  authors: LinkModel[];
  byline: string | null;
  editor: string | null;
  published: TimeModel;
  updated: TimeModel | null;
  corrections: CorrectionModel[];
  lead: PictureModel | null;
  gallery: GalleryPicture[];
  media: MediaModel | null;
  show: (LinkModel & { episode: number | null }) | null;
  blog: LinkModel | null;
  topics: LinkModel[];
  /** Han characters and Latin words. */
  wordCount: number;
  readingMinutes: number;
  /** Neighbours in the same section by time. */
  previous: ListItem | null;
  next: ListItem | null;
};

export type Withdrawn = {
  state: 'withdrawn';
  id: number;
  title: string;
  reason: string;
  withdrawn: TimeModel;
};

export type SectionNode = LinkModel & { id: number; slug: string; description: string; children: SectionNode[] };

export type SectionModel = {
  id: number;
  slug: string;
  name: string;
  href: string;
  description: string;
  trail: LinkModel[];
  children: LinkModel[];
  siblings: LinkModel[];
};

/** A page of a numbered list. */
export type ListPage = { items: ListItem[]; page: number; pages: number; total: number };

export type ArchiveDay = {
  day: string;
  /** `2026年11月22日 星期日` */
  label: string;
  items: LineItem[];
  previous: LinkModel | null;
  next: LinkModel | null;
  calendar: CalendarMonth;
};

export type CalendarMonth = {
  /** `2026年11月` */
  label: string;
  previous: LinkModel | null;
  next: LinkModel | null;
  /** Weeks from Monday to Sunday; a day outside the month is null; a day without stories has no href. */
  weeks: ({ day: number; href: string | null; stories: number; current: boolean } | null)[][];
};

export type TopicModel = {
  name: string;
  href: string;
  kind: 'special' | 'tag';
  description: string;
  lead: PictureModel | null;
};

export type AuthorModel = { name: string; href: string; role: string; bio: string; blog: LinkModel | null };

export type BlogModel = { name: string; href: string; author: LinkModel; description: string; latest: ListItem | null };

export type ShowModel = {
  name: string;
  href: string;
  kind: 'audio' | 'video';
  description: string;
  host: LinkModel | null;
  cover: PictureModel | null;
  latest: ListItem | null;
};

/** A programme's episode in a list, with what is needed to play it in place. */
export type EpisodeModel = ListItem & { media: MediaModel | null; episode: number | null };

export type FrontModel = {
  lead: ListItem | null;
  headlines: ListItem[];
  carousel: ListItem[];
  /** One block a section that `site.config.ts` names, in its order. */
  sections: { name: string; href: string; lead: ListItem | null; items: ListItem[] }[];
};

export type CorrectionEntry = {
  kind: 'correction' | 'withdrawal';
  time: TimeModel;
  title: string;
  /** Absent for a withdrawn story, whose address answers 410. */
  href: string | null;
  text: string;
};
