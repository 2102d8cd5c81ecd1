import { sql } from '#db/client.ts';
import { post } from '../call.ts';
import { type Channel, type Delivery, inParts, type Payload } from '../channel.ts';

/** Feeds in one call: a body of some kilobytes. */
const feedsPerCall = 50;
const quiet = 60;

/** The forms of a list's feed. A programme has one form: what podcast apps read. */
const forms = ['feed.xml', 'atom.xml', 'feed.json'] as const;

/**
 * A WebSub hub (https://www.w3.org/TR/websub/) is told which feeds changed: it fetches them and hands them on to who subscribed.
 * The standard leaves open how a hub is told; hubs take what PubSubHubbub 0.3 said: a form with `hub.mode=publish` and as many
 * `hub.url` as there are.
 */
export function webSub(settings: { hub: string; origin: string }): Channel {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return {
    name: 'websub',
    events: ['story-published', 'story-republished', 'story-changed', 'story-corrected', 'story-withdrawn'],
    rounds: 1,
    batch: 100,
    delay: 3,
    async deliver(deliveries, signal) {
      for (const part of inParts(await feedsOf(deliveries), feedsPerCall)) {
        const form = new URLSearchParams({ 'hub.mode': 'publish' });
        for (const path of part) form.append('hub.url', settings.origin + path);
        await post(settings.hub, headers, form.toString(), signal, quiet);
      }
    },
  };
}

/** The feeds that name these stories, or named them until now: of the site, and of every list in which they stand. */
async function feedsOf(deliveries: readonly Delivery[]): Promise<string[]> {
  const places = deliveries.flatMap(({ payload: { story, before } }) =>
    [story, before].filter((one) => one !== undefined),
  );
  const named = (key: 'authors' | 'topics' | 'show' | 'blog') => [
    ...new Set(places.flatMap((place) => place[key] ?? [])),
  ];
  const rows = await sql<{ list: string; slug: string }[]>`
    select 'author' as list, slug from author where id = any(${named('authors')}::bigint[])
    union all select 'topic', slug from topic where id = any(${named('topics')}::bigint[])
    union all select 'blog', a.slug from blog b join author a on a.id = b.author_id
      where b.id = any(${named('blog')}::bigint[])
    union all select 'podcast', slug from show where id = any(${named('show')}::bigint[])
    order by 1, 2`;
  const lists = [
    '',
    ...new Set(
      places.flatMap(({ sections }: NonNullable<Payload['before']>) => sections.map(({ slug }) => `/section/${slug}`)),
    ),
    ...rows.map(({ list, slug }) => `/${list}/${slug}`),
  ];
  return lists.flatMap((list) =>
    list.startsWith('/podcast/') ? [`${list}/feed.xml`] : forms.map((form) => `${list}/${form}`),
  );
}
