import { lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '#db/client.ts';
import { isSlotPlace, slotPlacePattern, usedSignature } from '#db/schema/index.ts';
import type { NewsroomEvent, StoryFacts } from '#lib/cache/events.ts';
import { storiesShowing, storyFacts } from './facts.ts';
import { recordEvent } from './record.ts';
import { type Done, done, type Recorded, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';

const id = z.int().positive();
const ofStories = [
  'story-published',
  'story-republished',
  'story-withdrawn',
  'story-changed',
  'story-corrected',
] as const;
const ofRegistry = ['author-changed', 'topic-changed', 'source-changed', 'show-changed', 'blog-changed'] as const;
const ofSite = ['section-changed', 'redirect-changed', 'everything-revalidated'] as const;

/** What another system may say that happened. It names things; what is stale by it, we look up. */
export const outsideEvent = z.union(
  [
    z.strictObject({ type: z.enum(ofStories), id }),
    z.strictObject({ type: z.enum(ofRegistry), id }),
    z.strictObject({ type: z.literal('media-changed'), id }),
    z.strictObject({ type: z.literal('slot-changed'), slot: z.string().refine(isSlotPlace) }),
    z.strictObject({ type: z.enum(ofSite) }),
  ],
  { error: '不是已知的事件，或者缺了编号' },
);
export type OutsideEvent = z.infer<typeof outsideEvent>;

/** A tag as `lib/cache/tags.ts` spells them: `front`, `story:12`, `list:section:3`, `panel-page:section-local`. */
export const tagShape = z
  .string()
  .max(200)
  .regex(
    new RegExp(
      `^(?:${[
        'everything|sections|front|corrections|redirects|sitemaps|archive-days',
        'sitemap:(?:pages|topics|\\d{4}-\\d{2})',
        'archive:\\d{4}-\\d{2}-\\d{2}',
        '(?:story|article|author|topic|topic-opening|source|show|blog):[1-9]\\d{0,15}',
        'list:(?:site|pictured|gallery|section|author|topic|show|blog|post|programme):(?:0|[1-9]\\d{0,15})',
        `slot:${slotPlacePattern}`,
        'setting:(?:contact|crawlers|reviews|checks)',
        'panel:related:[1-9]\\d{0,15}',
        'panel:related-word:[0-9a-f]{8}',
        'panel(?:-page)?:(?:breaking|latest|pictures|recommended|blogs|programmes|section-[a-z0-9]+(?:-[a-z0-9]+)*)',
      ].join('|')})$`,
    ),
    '不是已知的标签',
  );

/** A path of this site, as it stands in the address bar, without a query. */
export const pathShape = z
  .string()
  .max(2000)
  .regex(/^\/(?!\/)[^\s?#\\\p{Cc}]*$/u, '须是以 / 开头的本站路径，不带查询');

const list = <T extends z.ZodType>(of: T) => z.array(of).min(1).max(100, '一次最多 100 项').optional();

export const asked = z
  .strictObject({ events: list(outsideEvent), tags: list(tagShape), paths: list(pathShape) })
  .refine(({ events, tags, paths }) => events || tags || paths, '须有 events、tags、paths 之一');
export type Asked = z.infer<typeof asked>;

/**
 * Records what another system, or an operator, says is stale: all of it or nothing.
 * @param once a key that may be used one time only, such as a signature; a second time is refused as `replayed`.
 */
export function revalidate(wanted: Asked, by: string, once?: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    if (once !== undefined) await spend(tx, once);
    return recordAsked(tx, wanted, by);
  });
}

/** The same within a transaction that has the turn. */
export async function recordAsked(tx: Executor, wanted: Asked, by: string): Promise<Done> {
  const recorded: Recorded[] = [];
  for (const said of wanted.events ?? []) recorded.push(await recordEvent(tx, await lookUp(tx, said), by));
  if (wanted.tags?.length) recorded.push(await recordEvent(tx, { type: 'tags-revalidated', tags: wanted.tags }, by));
  if (wanted.paths?.length)
    recorded.push(await recordEvent(tx, { type: 'paths-revalidated', paths: wanted.paths }, by));
  const [first, ...also] = recorded;
  return first ? done(first, ...also) : refuse('invalid', '没有说明要更新什么。');
}

export function revalidateTags(tags: string[], by: string): Promise<Done | Refusal> {
  return revalidate({ tags }, by);
}

export function revalidatePaths(paths: string[], by: string): Promise<Done | Refusal> {
  return revalidate({ paths }, by);
}

/** The whole site anew: every page is rendered again when it is next asked for. */
export function revalidateEverything(by: string): Promise<Done | Refusal> {
  return revalidate({ events: [{ type: 'everything-revalidated' }] }, by);
}

/** Signatures are accepted for five minutes before and after their time, so that none is of use after ten. */
const forgetSignaturesAfter = sql`now() - interval '15 minutes'`;

async function spend(tx: Executor, key: string): Promise<void> {
  await tx.delete(usedSignature).where(lt(usedSignature.at, forgetSignaturesAfter));
  const first = await tx.insert(usedSignature).values({ signature: key }).onConflictDoNothing().returning();
  if (first.length === 0) refuse('replayed', '这个签名已经用过，请重新签名后再发。');
}

async function lookUp(tx: Executor, said: OutsideEvent): Promise<NewsroomEvent> {
  switch (said.type) {
    case 'story-published':
    case 'story-republished':
    case 'story-withdrawn':
    case 'story-corrected':
      return { type: said.type, story: await known(tx, said.id) };
    case 'story-changed': {
      const story = await known(tx, said.id);
      // Where it stood before, we are not told. Pages that still name it carry its tag; only where it stands now must be added.
      return { type: 'story-changed', story, before: nowhere(story) };
    }
    case 'media-changed':
      return { type: 'media-changed', stories: await storiesShowing(tx, said.id) };
    default:
      return said;
  }
}

async function known(tx: Executor, storyId: number): Promise<StoryFacts> {
  return (await storyFacts(tx, storyId)) ?? refuse('not-found', `稿件 ${storyId} 不存在，或者从未发布。`);
}

function nowhere({ id, day }: StoryFacts): StoryFacts {
  return {
    id,
    day,
    pictured: false,
    gallery: false,
    sections: [],
    authors: [],
    topics: [],
    show: null,
    blog: null,
    programme: false,
    slots: [],
    neighbours: [],
    hot: false,
    onlyOneOfDay: false,
  };
}
