import type { CardRow } from '#db/queries/cards.ts';
import type { Page } from '#db/queries/lists.ts';
import type { TopicRow } from '#db/queries/people.ts';
import { type MomentRow, topicDays, topicMilestones, topicPictures, topicStory } from '#db/queries/topics.ts';
import { mostMilestones, type TopicTimeline } from '#db/schema/index.ts';
import { tags } from '#lib/cache/tags.ts';
import { kindMark } from '#lib/text/labels.ts';
import { dayOf, shortDayLabel } from '#lib/text/time.ts';
import type { TimelineDay, TopicOpening } from '../models.ts';
import { type Answer, names } from './answer.ts';
import { articleHref, cardTags, listItem } from './items.ts';
import type { Sections } from './sections.ts';

/** A dossier with so many stories opens by itself. */
const storiesToOpen = 8;
const timelineDays = 12;
const storiesOfDay = 2;
/** Fewer are no timeline, no strip. */
const fewestDays = 3;
const fewestPictures = 3;
const mostPictures = 8;

/**
 * What stands above the list of a topic (`list` is its first page): what editors set, and what follows from its stories. Null for a
 * plain list: a tag for which they set nothing, or such a dossier with fewer than eight stories.
 */
export async function topicOpening(
  topic: TopicRow,
  list: Page,
  sections: Sections,
): Promise<Answer<TopicOpening | null>> {
  const { introduction, leadStoryId, timeline } = topic.opening ?? nothing;
  const arranged = introduction !== '' || leadStoryId !== null || timeline === 'chosen';
  const opens = arranged || (topic.kind === 'special' && list.total >= storiesToOpen);
  if (!opens) return { value: null, tags: [tags.topicOpening(topic.id)] };
  const [chosen, moments, pictured] = await Promise.all([
    leadStoryId === null ? null : topicStory(topic.id, leadStoryId),
    momentsOf(topic.id, timeline),
    topicPictures(topic.id, mostPictures + 1),
  ]);
  // The picture that heads the page is not shown a second time below itself.
  const another = (card: CardRow) => card.picture !== null && card.picture.id !== topic.lead?.id;
  const lead = chosen ?? list.cards.find(another) ?? null;
  const days = byDay(moments);
  const pictures = pictured.filter(({ id }) => id !== lead?.id).slice(0, mostPictures);
  return {
    value: {
      introduction: introduction.split('\n').filter((line) => line.trim() !== ''),
      lead: lead && listItem(another(lead) ? lead : { ...lead, picture: null }, sections),
      timeline:
        days.length >= (timeline === 'chosen' ? 1 : fewestDays) ? { chosen: timeline === 'chosen', days } : null,
      pictures: pictures.length >= fewestPictures ? pictures.map((card) => listItem(card, sections)) : [],
    },
    tags: names(
      tags.topicOpening(topic.id),
      moments.map(({ id }) => tags.story(id)),
      cardTags([...(lead ? [lead] : []), ...pictured]),
    ),
  };
}

const nothing = { introduction: '', leadStoryId: null, timeline: 'stories' } as const;

async function momentsOf(topicId: number, timeline: TopicTimeline): Promise<MomentRow[]> {
  if (timeline === 'off') return [];
  return timeline === 'chosen'
    ? topicMilestones(topicId, mostMilestones)
    : topicDays(topicId, timelineDays, storiesOfDay);
}

function byDay(moments: readonly MomentRow[]): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const { id, kind, title, publishedAt, pictured } of moments) {
    const day = dayOf(publishedAt);
    const item = { id, href: articleHref(id), title, mark: kindMark(kind, pictured) };
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else {
      const year = last?.day.slice(0, 4) === day.slice(0, 4) ? null : `${Number(day.slice(0, 4))}年`;
      days.push({ day, label: shortDayLabel(day), year, items: [item] });
    }
  }
  return days;
}
