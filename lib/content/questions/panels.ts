import { type CardRow, cardsByIds } from '#db/queries/cards.ts';
import { newest } from '#db/queries/lists.ts';
import { type SlotRow, slotItems } from '#db/queries/slots.ts';
import { mediaByIds } from '#db/queries/stories.ts';
import type { SlotName } from '#db/schema/enums.ts';
import { type PanelName, tags } from '#lib/cache/tags.ts';
import { panelTitles } from '#lib/text/labels.ts';
import type { LinkModel, ListItem } from '../models.ts';
import { type Answer, names } from './answer.ts';
import { cardTags, listItem, pictureModel } from './items.ts';
import { linkTo, type Sections } from './sections.ts';

/** What a live panel draws, beside a story and alone at `/panel/{name}`. */
export type PanelContent = {
  name: PanelName;
  kind: 'list' | 'pictures' | 'lead';
  title: string;
  href: string;
  lead: ListItem | null;
  items: ListItem[];
};

export type LeadAndItems = { lead: ListItem | null; items: ListItem[] };

const site = { kind: 'site', refId: 0 } as const;
const pictured = { kind: 'pictured', refId: 0 } as const;

/** 资讯快递: the twenty newest stories. */
export async function latest(sections: Sections): Promise<Answer<ListItem[]>> {
  const cards = await newest(site, 20);
  return { value: items(cards, sections), tags: names(tags.panel('latest'), cardTags(cards)) };
}

/** 最新图片: the eight newest stories with a picture. */
export async function newestPictures(sections: Sections): Promise<Answer<ListItem[]>> {
  const cards = await newest(pictured, 8);
  return { value: items(cards, sections), tags: names(tags.panel('pictures'), cardTags(cards)) };
}

/** 新闻推荐: the slot's first story with a picture, and ten more; what editors left empty is filled with the newest pictured. */
export async function recommended(sections: Sections, now: Date): Promise<Answer<LeadAndItems>> {
  const slot = await slotContents(['recommended'], sections, now);
  const chosen = slot.items.recommended;
  const enough = chosen.length >= 11 && chosen.some((item) => item.picture);
  const fill = enough ? [] : await newest(pictured, 22);
  const all = distinct([...chosen, ...items(fill, sections)]);
  const lead = all.find((item) => item.picture) ?? null;
  return {
    value: { lead, items: all.filter((item) => item !== lead).slice(0, 10) },
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
    default:
      return { value: null, tags: [tags.sections] };
  }
}

/** What stands in slots at `now`, as items with the slot's own titles and pictures, and when that changes by itself. */
export async function slotContents<Slot extends SlotName>(
  slots: readonly Slot[],
  sections: Sections,
  now: Date,
): Promise<{ items: Record<Slot, ListItem[]>; tags: string[]; until: Date | null }> {
  const rows = await slotItems(slots, now);
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
