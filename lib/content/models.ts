/**
 * What components draw: view models, complete with labels and addresses, so that drawing asks for nothing and formats
 * nothing. `lib/content` makes them; `components` import their types from here and nothing else of `lib/content`.
 */
import type { BlockNode, StoryBody } from '#db/schema/body.ts';
import type { Part } from '#lib/sitemaps/parts.ts';

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

/** Whom readers write to and call about mistakes and unlawful content. */
export type ContactModel = { readonly wording: string; readonly phone: string; readonly email: string };

export type LinkModel = { name: string; href: string };

export type PictureModel = {
  mediaId: number;
  /** Fallback address (a WebP of about 828 px). */
  src: string;
  /** WebP variants with widths, for `srcset`. */
  srcset: string;
  /** The same in AVIF; null where there are none. */
  avif: string | null;
  /** The largest picture we have, for lightbox and download. */
  full: string;
  /** Crops of 16:9, 4:3 and 1:1 around the focal point, for machines; null where they are not cut (yet). */
  crops: string[] | null;
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
  /** Sounds and films that the body names, by media id. */
  programmes: Record<number, MediaModel>;
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

/** A day of a topic's timeline (Asia/Shanghai). */
export type TimelineDay = {
  day: string;
  /** `11月22日` */
  label: string;
  /** `2026年`, where it is not that of the day before it in the list. */
  year: string | null;
  items: Pick<ListItem, 'id' | 'href' | 'title' | 'mark'>[];
};

/** What stands above the list of a topic, on its first page. */
export type TopicOpening = {
  /** 导语, by paragraphs; empty: none. */
  introduction: string[];
  lead: ListItem | null;
  /** 大事记, oldest first, where editors chose what stands in it; else 时间线: the newest days, newest first. */
  timeline: { chosen: boolean; days: TimelineDay[] } | null;
  /** Stories with pictures, newest first; empty where there are too few for a strip. */
  pictures: ListItem[];
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

/** A part of the site map, and when what it lists last changed: ISO 8601 with +08:00, as in all that follows. */
export type SitemapPart = { part: Part; changed: string | null };

/** An address in the site map. */
export type SitemapEntry = {
  href: string;
  /** When the page's own content last changed. Null for lists. */
  changed: string | null;
  /** Addresses of its pictures. */
  pictures: string[];
  film: {
    title: string;
    description: string;
    thumbnail: string;
    src: string;
    durationSeconds: number | null;
    published: string;
  } | null;
};

export type NewsEntry = { href: string; title: string; published: string };

/** A story as a feed carries it: whole. */
export type FeedStory = Pick<
  Article,
  | 'id'
  | 'href'
  | 'title'
  | 'summary'
  | 'body'
  | 'pictures'
  | 'programmes'
  | 'cards'
  | 'original'
  | 'authors'
  | 'byline'
  | 'published'
  | 'updated'
  | 'corrections'
  | 'lead'
  | 'media'
  | 'topics'
> & {
  section: LinkModel;
  source: string | null;
  gallery: (PictureModel & { text: string })[];
  episode: number | null;
};

/** What a feed lists, newest first, and of what it is the feed. */
export type FeedModel = {
  /** Null for the whole site, which is called as the site is. */
  name: string | null;
  /** The page that readers see. */
  href: string;
  description: string;
  stories: FeedStory[];
  /** Of a programme's feed. */
  show: Pick<ShowModel, 'kind' | 'host' | 'cover'> | null;
};
