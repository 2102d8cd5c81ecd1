import { type CardRow, cardsByIds } from '#db/queries/cards.ts';
import { newest, newestOfSections } from '#db/queries/lists.ts';
import { tags } from '#lib/cache/tags.ts';
import type { FrontModel, ListItem, SectionNode } from '../models.ts';
import { type Answer, names } from './answer.ts';
import { cardTags, listItem } from './items.ts';
import { type Arrangement, slotContents } from './panels.ts';
import { linkTo, type Sections } from './sections.ts';

const headlineCount = 10;
const carouselCount = 6;
const blockCount = 8;

/**
 * The front page: what editors put into the slots, completed with the newest stories; no story stands twice in lead,
 * headlines and carousel. `blocks` are slugs of the section blocks, in order; unknown ones are left out.
 */
export async function front(
  sections: Sections,
  blocks: readonly string[],
  now: Date,
  arranged: Arrangement = {},
): Promise<Answer<FrontModel>> {
  const blockSections = blocks.map((slug) => sections.withSlug(slug)).filter((node) => node !== null);
  const [slots, latest, pictured, sectionCards] = await Promise.all([
    slotContents(['front-lead', 'headline', 'front-carousel'], sections, now, arranged),
    newest({ kind: 'site', refId: 0 }, 30),
    newest({ kind: 'pictured', refId: 0 }, 30),
    cardsOfBlocks(blockSections),
  ]);
  const item = (card: CardRow) => listItem(card, sections);
  const taken = new Set<number>();
  const take = (candidates: ListItem[], count: number): ListItem[] => {
    const chosen: ListItem[] = [];
    for (const candidate of candidates) {
      if (chosen.length === count) break;
      if (taken.has(candidate.id)) continue;
      taken.add(candidate.id);
      chosen.push(candidate);
    }
    return chosen;
  };

  const newestItems = latest.map(item);
  const picturedItems = pictured.map(item);
  const [lead = null] = take([...slots.items['front-lead'], ...picturedItems, ...newestItems], 1);
  // What editors chose for one place is not taken for another before its turn.
  const curated = new Set([...slots.items.headline, ...slots.items['front-carousel']].map((chosen) => chosen.id));
  const free = (candidates: ListItem[]) => candidates.filter((candidate) => !curated.has(candidate.id));
  const headlines = take([...slots.items.headline, ...free(newestItems)], headlineCount);
  const carousel = take(
    [...slots.items['front-carousel'].filter((slide) => slide.picture), ...free(picturedItems)],
    carouselCount,
  );

  const cards = [...sectionCards.values()].flat();
  return {
    value: {
      lead,
      headlines,
      carousel,
      sections: blockSections.map((section) => {
        const all = (sectionCards.get(section.id) ?? []).map(item);
        const blockLead = all.find((each) => each.picture) ?? null;
        return {
          ...linkTo(section),
          lead: blockLead,
          items: all.filter((each) => each !== blockLead).slice(0, blockCount),
        };
      }),
    },
    tags: names(
      tags.front,
      tags.sections,
      slots.tags,
      cardTags([...latest, ...pictured, ...cards]),
      blockSections.map((section) => tags.list('section', section.id)),
    ),
    until: slots.until,
  };
}

async function cardsOfBlocks(sections: readonly SectionNode[]): Promise<Map<number, CardRow[]>> {
  const ids = await newestOfSections(
    sections.map((section) => section.id),
    blockCount + 1,
  );
  const cards = new Map((await cardsByIds([...new Set([...ids.values()].flat())])).map((card) => [card.id, card]));
  return new Map(
    [...ids].map(([section, stories]) => [
      section,
      stories.map((id) => cards.get(id)).filter((card) => card !== undefined),
    ]),
  );
}
