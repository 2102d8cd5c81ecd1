import { type CardRow, cardsByIds } from '#db/queries/cards.ts';
import { newest } from '#db/queries/lists.ts';
import { mostRead } from '#db/queries/reads.ts';
import { type SlotRow, slotItems } from '#db/queries/slots.ts';
import { mediaByIds } from '#db/queries/stories.ts';
import type { ReadSpan, SlotPlace } from '#db/schema/enums.ts';
import { type PanelName, tags } from '#lib/cache/tags.ts';
import { hotTitle, panelTitles } from '#lib/text/labels.ts';
import type { LinkModel, ListItem } from '../models.ts';
import { type Answer, names } from './answer.ts';
import { cardTags, listItem, pictureModel } from './items.ts';
import { linkTo, type Sections } from './sections.ts';

/** What a live panel draws, beside a story and alone at `/panel/{name}`. */
export type PanelContent = {
  name: PanelName;
  kind: 'list' | 'pictures' | 'lead' | 'breaking' | 'ranked';
  title: string;
  href: string;
  lead: ListItem | null;
  items: ListItem[];
  /** Of 热门: the list of the week; `items` is the day's. */
  week?: ListItem[];
  until?: number | null;
};

export type MostRead = { day: ListItem[]; week: ListItem[] };
export type LeadAndItems = {
  lead: ListItem | null;
  items: ListItem[];
  /** When it changes by itself, in seconds since 1970: open tabs look again then. */
  until?: number | null;
};

const site = { kind: 'site', refId: 0 } as const;
const pictured = { kind: 'pictured', refId: 0 } as const;

/** 资讯快递: the twenty newest stories. */
export async function latest(sections: Sections): Promise<Answer<ListItem[]>> {
  const cards = await newest(site, 20);
  return { value: items(cards, sections), tags: names(tags.panel('latest'), cardTags(cards)) };
}

/** 最新图片: the six newest stories with a picture. */
export async function newestPictures(sections: Sections): Promise<Answer<ListItem[]>> {
  const cards = await newest(pictured, 6);
  return { value: items(cards, sections), tags: names(tags.panel('pictures'), cardTags(cards)) };
}

/** 新闻推荐: the slot's first story with a picture, and ten more; what editors left empty is filled with the newest pictured. */
export async function recommended(
  sections: Sections,
  now: Date,
  arranged: Arrangement = {},
): Promise<Answer<LeadAndItems>> {
  const slot = await slotContents(['recommended'], sections, now, arranged);
  const chosen = slot.items.recommended;
  const enough = chosen.length >= 11 && chosen.some((item) => item.picture);
  const fill = enough ? [] : await newest(pictured, 22);
  const all = distinct([...chosen, ...items(fill, sections)]);
  const lead = all.find((item) => item.picture) ?? null;
  return {
    value: { lead, items: all.filter((item) => item !== lead).slice(0, 10), until: inSeconds(slot.until) },
    tags: names(
      tags.panel('recommended'),
      tags.slot('recommended'),
      enough ? null : tags.panel('pictures'),
      slot.tags,
      cardTags(fill),
    ),
    until: slot.until,
  };
}

/** 快讯: up to three lines above every page, until they end. */
export async function breaking(
  sections: Sections,
  now: Date,
  arranged: Arrangement = {},
): Promise<Answer<LeadAndItems>> {
  const slot = await slotContents(['breaking'], sections, now, arranged);
  return {
    value: { lead: null, items: slot.items.breaking.slice(0, 3), until: inSeconds(slot.until) },
    tags: names(tags.panel('breaking'), slot.tags),
    until: slot.until,
  };
}

/** 博客: the eight newest posts of all columnists. */
export async function blogPosts(sections: Sections): Promise<Answer<ListItem[]>> {
  const cards = await newest({ kind: 'post', refId: 0 }, 8);
  return { value: items(cards, sections), tags: names(tags.panel('blogs'), cardTags(cards)) };
}

/** 播客: the newest programme with a picture, and eight more. */
export async function programmes(sections: Sections): Promise<Answer<LeadAndItems>> {
  const cards = await newest({ kind: 'programme', refId: 0 }, 9);
  const all = items(cards, sections);
  const lead = all.find((item) => item.picture) ?? null;
  return {
    value: { lead, items: all.filter((item) => item !== lead).slice(0, 8) },
    tags: names(tags.panel('programmes'), cardTags(cards)),
  };
}

/** Fewer stories than this that were read by some people are no ranking (`rank_reads()` says by how many). */
const fewestRanked = 5;

/** Lines of each list of 热门: on the front page, and beside stories, where every byte is on hundreds of thousands of pages. */
export const hotLines = { hot: 10, 'hot-short': 6 } as const;

/**
 * 热门: the last 24 hours and seven days, most read first; the short one is the first of them that there is. A list that would be too
 * short to be honest is empty.
 */
export async function hot(name: keyof typeof hotLines, sections: Sections): Promise<Answer<MostRead>> {
  const ranked = async (span: ReadSpan) => {
    const cards = await mostRead(span, hotLines[name]);
    return cards.length < fewestRanked ? [] : cards;
  };
  const day = await ranked('day');
  const week = name === 'hot-short' && day.length > 0 ? [] : await ranked('week');
  return {
    value: { day: items(day, sections), week: items(week, sections) },
    tags: names(tags.panel('hot'), cardTags([...day, ...week])),
  };
}

/** A section's ten newest stories; null where there is no such section. */
export async function sectionPanel(
  slug: string,
  sections: Sections,
): Promise<Answer<(LinkModel & { items: ListItem[] }) | null>> {
  const section = sections.withSlug(slug);
  if (!section) return { value: null, tags: [tags.sections] };
  const cards = await newest({ kind: 'section', refId: section.id }, 10);
  return {
    value: { ...linkTo(section), items: items(cards, sections) },
    tags: names(tags.panel(`section-${slug}`), cardTags(cards)),
  };
}

/** Any live panel by its name; null for a name that is none. */
export async function panel(name: string, sections: Sections, now: Date): Promise<Answer<PanelContent | null>> {
  if (name.startsWith('section-')) {
    const slug = name.slice('section-'.length);
    const answer = await sectionPanel(slug, sections);
    return {
      ...answer,
      value: answer.value && {
        name: `section-${slug}`,
        kind: 'list',
        title: answer.value.name,
        href: answer.value.href,
        lead: null,
        items: answer.value.items,
      },
    };
  }
  switch (name) {
    case 'breaking':
      return asPanel({ name, kind: 'breaking', href: '/latest' }, await breaking(sections, now));
    case 'latest':
      return asPanel({ name, kind: 'list', href: '/latest' }, listed(await latest(sections)));
    case 'pictures':
      return asPanel({ name, kind: 'pictures', href: '/pictures' }, listed(await newestPictures(sections)));
    case 'recommended':
      return asPanel({ name, kind: 'lead', href: '/' }, await recommended(sections, now));
    case 'blogs':
      return asPanel({ name, kind: 'list', href: '/blog' }, listed(await blogPosts(sections)));
    case 'programmes':
      return asPanel({ name, kind: 'lead', href: '/podcast' }, await programmes(sections));
    case 'hot':
    case 'hot-short': {
      const answer = await hot(name, sections);
      const { day, week } = answer.value;
      const title = hotTitle(day.length > 0, week.length > 0);
      const href = name === 'hot' ? '' : '/#hot';
      return { ...answer, value: { name, kind: 'ranked', title, href, lead: null, items: day, week } };
    }
    default:
      return { value: null, tags: [tags.sections] };
  }
}

/** What may stand in slots instead of what does, in its order: editors look at it before readers do. */
export type Arrangement = Partial<Record<SlotPlace, readonly SlotRow[]>>;

async function rowsOf(slots: readonly SlotPlace[], now: Date, arranged: Arrangement): Promise<SlotRow[]> {
  const stored = slots.filter((slot) => !arranged[slot]);
  const given = slots.flatMap((slot) => arranged[slot] ?? []);
  return [
    ...(stored.length > 0 ? await slotItems(stored, now) : []),
    ...given.filter(({ untilAt }) => untilAt === null || untilAt > now),
  ];
}

/** What stands in slots at `now`, as items with the slot's own titles and pictures, and when that changes by itself. */
export async function slotContents<Slot extends SlotPlace>(
  slots: readonly Slot[],
  sections: Sections,
  now: Date,
  arranged: Arrangement = {},
): Promise<{ items: Record<Slot, ListItem[]>; tags: string[]; until: Date | null }> {
  const rows = await rowsOf(slots, now, arranged);
  const standing = rows.filter((row) => row.fromAt === null || row.fromAt <= now);
  const [cards, pictures] = await Promise.all([
    cardsByIds([...new Set(standing.map((row) => row.storyId))]),
    mediaByIds(standing.flatMap((row) => (row.mediaId === null ? [] : [row.mediaId]))),
  ]);
  const byId = new Map(cards.map((card) => [card.id, card]));
  const item = (row: SlotRow): ListItem[] => {
    const card = byId.get(row.storyId);
    if (!card) return [];
    const picture = row.mediaId === null ? null : pictureModel(pictures.get(row.mediaId));
    return [listItem(card, sections, { title: row.titleOverride, picture })];
  };
  const bySlot = (slot: Slot) => standing.filter((row) => row.slot === slot).flatMap(item);
  return {
    items: Object.fromEntries(slots.map((slot) => [slot, bySlot(slot)])) as Record<Slot, ListItem[]>,
    // A story that was withdrawn from a slot may come back to it.
    tags: names(
      slots.map(tags.slot),
      standing.map((row) => tags.story(row.storyId)),
      cardTags(cards),
    ),
    until: nextBoundary(rows, now),
  };
}

function nextBoundary(rows: readonly SlotRow[], now: Date): Date | null {
  const moments = rows.flatMap((row) => [row.fromAt, row.untilAt]).filter((at) => at !== null && at > now);
  return moments.reduce<Date | null>((first, at) => (at && (!first || at < first) ? at : first), null);
}

function inSeconds(at: Date | null): number | null {
  return at && Math.ceil(at.getTime() / 1000);
}

/** Items without the second and later appearances of a story. */
export function distinct(all: readonly ListItem[]): ListItem[] {
  const seen = new Set<number>();
  return all.filter((item) => !seen.has(item.id) && seen.add(item.id));
}

function items(cards: readonly CardRow[], sections: Sections): ListItem[] {
  return cards.map((card) => listItem(card, sections));
}

function listed(answer: Answer<ListItem[]>): Answer<LeadAndItems> {
  return { ...answer, value: { lead: null, items: answer.value } };
}

function asPanel(
  frame: { name: keyof typeof panelTitles; kind: PanelContent['kind']; href: string },
  answer: Answer<LeadAndItems>,
): Answer<PanelContent> {
  return { ...answer, value: { ...frame, title: panelTitles[frame.name], ...answer.value } };
}
