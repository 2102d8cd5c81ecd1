import type { PictureCard, Preview, SeenPart, Standing, StoryCard, Thumb } from '#components/desk/slots/models.ts';
import { frontParts, slotNames, slots as words } from '#components/desk/slots/strings.ts';
import type { SlotTab } from '#components/desk/slots/tabs.tsx';
import { cardsByIds } from '#db/queries/cards.ts';
import type { SlotRow } from '#db/queries/slots.ts';
import { mediaByIds } from '#db/queries/stories.ts';
import { type SlotPlace, siteSlots, slotColumns } from '#db/schema/enums.ts';
import type { ListItem, PictureModel, SectionNode } from '#lib/content/models.ts';
import { front } from '#lib/content/questions/front.ts';
import { listItem, pictureModel } from '#lib/content/questions/items.ts';
import { sectionPage } from '#lib/content/questions/lists.ts';
import { type Arrangement, breaking, recommended, slotContents } from '#lib/content/questions/panels.ts';
import { Sections, sectionTree } from '#lib/content/questions/sections.ts';
import type { Arranged } from '#lib/desk/arrange.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { searchMedia } from '#lib/newsroom/library-list.ts';
import { may } from '#lib/newsroom/rights.ts';
import { readSlot } from '#lib/newsroom/slots.ts';
import { storiesToPick } from '#lib/search/index.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { dayOf, timeModel } from '#lib/text/time.ts';

/** What the room of the slots shows, asked with the questions that readers' pages ask. */

const shownStories = 20;
const shownPictures = 24;

/** Every slot that somebody may arrange. */
export async function tabsFor(actor: Actor): Promise<{ tabs: SlotTab[]; sections: SlotTab[] }> {
  const { sectionIds } = actor;
  const own = (nodes: readonly SectionNode[], inherited: boolean): SlotTab[] =>
    nodes.flatMap(({ id, name, children }) => {
      const mine = inherited || (sectionIds?.includes(id) ?? true);
      const tab: SlotTab = { slot: `section-lead:${id}`, name: words.ofSection(name) };
      return [...(mine ? [tab] : []), ...own(children, mine)];
    });
  return {
    tabs: siteSlots
      .filter((slot) => slot !== 'breaking' || may(actor, 'arrange-breaking').ok)
      .map((slot) => ({ slot, name: slotNames[slot] })),
    sections: own((await sectionTree()).value, false),
  };
}

/** What stands in a slot; null for those who do not arrange. */
export async function standingOf(actor: Actor, slot: SlotPlace): Promise<Standing | null> {
  const found = await readSlot(actor, slot);
  if (!found) return null;
  const sections = await tree();
  const [cards, pictures] = await Promise.all([
    cardsByIds(found.items.map(({ storyId }) => storyId)),
    mediaByIds(found.items.flatMap(({ mediaId }) => (mediaId === null ? [] : [mediaId]))),
  ]);
  const shown = new Map(cards.map((card) => [card.id, cardOf(listItem(card, sections))]));
  return {
    version: found.version,
    items: found.items.map(({ storyId, titleOverride, mediaId, pinned, fromAt, untilAt }) => ({
      storyId,
      titleOverride,
      mediaId,
      pinned,
      fromAt: fromAt?.toISOString() ?? null,
      untilAt: untilAt?.toISOString() ?? null,
    })),
    stories: found.items.map(
      ({ storyId, title }) =>
        shown.get(storyId) ?? { id: storyId, title, day: '', section: '', thumb: null, out: false },
    ),
    pictures: [...pictures.values()].flatMap((row) => pictureCard(row.id, row.alt, pictureModel(row)) ?? []),
    last: found.last && { by: found.last.by, at: timeModel(found.last.at) },
  };
}

/** What readers see of the slot's page now, and at another moment if `items` were saved. */
export async function previewOf(
  actor: Actor,
  slot: SlotPlace,
  items: readonly Arranged[],
  at: Date | null,
): Promise<Preview | null> {
  const found = await readSlot(actor, slot);
  if (!found) return null;
  const [now, sections] = [new Date(), await tree()];
  const [seen, then, cards] = await Promise.all([
    seenOf(slot, sections, now, {}),
    seenOf(slot, sections, at ?? now, { [slot]: rowsOf(slot, items) }),
    cardsByIds(items.map(({ storyId }) => storyId)),
  ]);
  const out = new Set(cards.map(({ id }) => id));
  const gone = items.map(({ storyId }) => storyId).filter((id) => !out.has(id));
  return { now: seen, then, at: (at ?? now).toISOString(), version: found.version, gone };
}

/** Published stories by words of the title, number or address; the newest where nothing is asked for. */
export async function storiesFor(text: string): Promise<StoryCard[]> {
  const id = positiveInteger(/(?:^|\/article\/)(\d+)\/?$/.exec(text.trim())?.[1] ?? '');
  const ids = [...(id === null ? [] : [id]), ...(await storiesToPick(text, shownStories))];
  const [cards, sections] = await Promise.all([cardsByIds([...new Set(ids)]), tree()]);
  return cards.map((card) => cardOf(listItem(card, sections)));
}

export async function picturesFor(actor: Actor, text: string): Promise<PictureCard[]> {
  const { items } = await searchMedia(actor, { kind: 'image', words: text });
  const rows = await mediaByIds(items.slice(0, shownPictures).map(({ id }) => id));
  return items.flatMap(({ id, alt, name }) => {
    const row = rows.get(id);
    return (row && pictureCard(id, alt || name, pictureModel(row))) ?? [];
  });
}

async function tree(): Promise<Sections> {
  return new Sections((await sectionTree()).value);
}

async function seenOf(slot: SlotPlace, sections: Sections, now: Date, arranged: Arrangement): Promise<SeenPart[]> {
  const { sectionId } = slotColumns(slot);
  const asked: readonly SlotPlace[] = sectionId === null ? siteSlots : [slot];
  const chosen = (await slotContents(asked, sections, now, arranged)).items;
  const part = (title: string, of: SlotPlace, items: ListItem[]): SeenPart => ({
    title,
    lines: items.map((item) => ({
      id: item.id,
      title: of === 'front-lead' ? item.fullTitle : item.title,
      thumb: thumbOf(item.picture),
      chosen: chosen[of]?.some(({ id }) => id === item.id) ?? false,
    })),
  });
  if (sectionId !== null) {
    const found = (await sectionPage(sections.withId(sectionId)?.slug ?? '', 1, sections, now, arranged)).value;
    return [
      part(frontParts.section, slot, found?.lead ? [found.lead] : []),
      part(frontParts.picks, slot, found?.picks ?? []),
    ];
  }
  if (slot === 'breaking')
    return [part(frontParts.breaking, slot, (await breaking(sections, now, arranged)).value.items)];
  if (slot === 'recommended') {
    const { lead, items } = (await recommended(sections, now, arranged)).value;
    return [part(frontParts.recommended, 'recommended', [...(lead ? [lead] : []), ...items])];
  }
  const { lead, headlines, carousel } = (await front(sections, [], now, arranged)).value;
  return [
    part(frontParts.lead, 'front-lead', lead ? [lead] : []),
    part(frontParts.headlines, 'headline', headlines),
    part(frontParts.carousel, 'front-carousel', carousel),
  ];
}

function rowsOf(slot: SlotPlace, items: readonly Arranged[]): SlotRow[] {
  return items.map(({ storyId, titleOverride, mediaId, fromAt, untilAt }) => ({
    slot,
    storyId,
    titleOverride: titleOverride?.trim() || null,
    mediaId,
    fromAt: fromAt === null ? null : new Date(fromAt),
    untilAt: untilAt === null ? null : new Date(untilAt),
  }));
}

function cardOf({ id, fullTitle, time, section, picture }: ListItem): StoryCard {
  return {
    id,
    title: fullTitle,
    day: dayOf(new Date(time.iso)),
    section: section.name,
    thumb: thumbOf(picture),
    out: true,
  };
}

function pictureCard(id: number, name: string, picture: PictureModel | null): PictureCard | null {
  const thumb = thumbOf(picture);
  return thumb && { id, name: name || String(id), thumb };
}

/** The narrowest variant. */
function thumbOf(picture: PictureModel | null): Thumb | null {
  if (!picture) return null;
  const [src = picture.src] = picture.srcset.split(' ');
  return { src: src || picture.src, width: picture.width, height: picture.height };
}
