import { z } from 'zod';
import { sql } from '#db/client.ts';
import { addDays, dayOf, dayStart } from '#lib/text/time.ts';
import { type CallAnswer, call, excerpt } from '../call.ts';
import { type Channel, type Delivery, DeliveryError, type Outcome } from '../channel.ts';

const name = 'baidu';
/** What Baidu takes in one call. */
const urlsPerCall = 2_000;
/** A story that did not get its turn for so long is known by the site map; in milliseconds. */
const newsFor = 3 * 24 * 3600 * 1000;
/** After an answer that only the operator can mend: asking on would count as asking too often. In seconds. */
const untilMended = 600;
const quiet = 300;
/** The day of the quota ends at midnight in Beijing; two clocks need not agree on the second. */
const afterMidnight = 60;

const answerShape = z.union([
  z.object({ error: z.number(), message: z.string().default('') }),
  z.object({
    success: z.number(),
    remain: z.int().nonnegative(),
    not_same_site: z.array(z.string()).default([]),
    not_valid: z.array(z.string()).default([]),
  }),
]);
type Answer = z.infer<typeof answerShape>;

/** What to do about what Baidu says, by its own words. */
const cures: [RegExp, string][] = [
  [/token is not valid/i, '请核对 BAIDU_PUSH_TOKEN'],
  [/site error|site init fail/i, '请核对 BAIDU_PUSH_SITE 是否已在百度搜索资源平台验证'],
  [/not found/i, '请核对 BAIDU_PUSH_URL'],
];

type Wanted = { id: number; story: number };

/**
 * Baidu's 普通收录 (API 提交): the addresses of new stories, each once, newest first, as many a day as Baidu takes. How many are
 * left it says with every answer (`remain`); all instances share that number in `delivery_channel`. On a new day it is not known,
 * so the first call carries one address and learns it.
 */
export function baidu(settings: { url: string; site: string; token: string; origin: string }): Channel {
  const target = new URL(settings.url);
  target.search = new URLSearchParams({ site: settings.site, token: settings.token }).toString();

  return {
    name,
    events: ['story-published'],
    rounds: 1,
    batch: urlsPerCall,
    delay: 5,
    newestFirst: true,
    async deliver(deliveries, signal) {
      const late = deliveries.filter(({ createdAt }) => Date.now() - createdAt.getTime() > newsFor);
      const refused = new Map(late.map(({ id }) => [id, '三天里没有轮到：百度每天的配额不够。']));
      const wanted = await worthTelling(deliveries.filter((delivery) => !late.includes(delivery)));
      if (wanted.length === 0) return { refused };

      const day = dayOf(new Date());
      const allowed = await reserve(day, wanted.length);
      if (allowed === 0) return { refused, later: tomorrow(day, wanted) };
      const sent = wanted.slice(0, allowed);
      const rest = { ids: wanted.slice(allowed).map(({ id }) => id), seconds: 0, reason: '等前一批的应答。' };
      const urlOf = ({ story }: Wanted) => `${settings.origin}/article/${story}`;

      let answer: Answer;
      try {
        const body = sent.map(urlOf).join('\n');
        answer = read(await call(target.href, { 'Content-Type': 'text/plain' }, body, signal));
      } catch (error) {
        await giveBack(day, sent.length);
        throw error;
      }
      if ('error' in answer) {
        // Other means of telling share the quota. Where more than one was refused together, one may still have a place.
        await setLeft(day, sent.length === 1 ? 0 : null);
        const all = { ids: wanted.map(({ id }) => id), seconds: 0, reason: '百度说今天的配额不够这么多条。' };
        return { refused, later: sent.length === 1 ? tomorrow(day, wanted) : all };
      }
      const { remain, success, not_same_site: foreign, not_valid: invalid } = answer;
      if (success === 0 && foreign.length + invalid.length === 0) {
        await giveBack(day, sent.length);
        throw new DeliveryError('百度说一条也没有收下，没有说原因。', quiet);
      }
      const not = new Map(
        sent.flatMap((each): [number, string][] => {
          if (foreign.includes(urlOf(each)))
            return [[each.id, `百度说 ${urlOf(each)} 不是 ${settings.site} 的地址(not_same_site)。`]];
          return invalid.includes(urlOf(each)) ? [[each.id, `百度说 ${urlOf(each)} 不合法(not_valid)。`]] : [];
        }),
      );
      await learnLeft(day, remain, not.size);
      await remember(sent.filter(({ id }) => !not.has(id)).map(({ story }) => story));
      return { refused: new Map([...refused, ...not]), later: rest };
    },
  };
}

/** Stories that readers can see, that are news, and that Baidu was not told of. Newest first, each once. */
async function worthTelling(deliveries: readonly Delivery[]): Promise<Wanted[]> {
  const stories = new Map(deliveries.flatMap(({ id, payload: { story } }) => (story ? [[story.id, id] as const] : [])));
  const rows = await sql<{ id: string }[]>`
    select s.id from story s
    where s.id = any(${[...stories.keys()]}::bigint[]) and s.status = 'published'
      and s.published_at > now() - make_interval(secs => ${newsFor / 1000}::float8)
      and not exists (select from told_story t where t.channel = ${name} and t.story_id = s.id)
    order by s.published_at desc, s.id desc`;
  return rows.map((row) => ({ story: Number(row.id), id: stories.get(Number(row.id)) as number }));
}

/** Takes up to `count` places of the day's quota. @returns how many; one where it is not known how many there are. */
async function reserve(day: string, count: number): Promise<number> {
  const [row] = await sql<{ left: number | null }[]>`
    with known as (
      select case when quota_day = ${day}::date then quota_left end as left
      from delivery_channel where name = ${name} for update)
    update delivery_channel
    set quota_day = ${day}::date, quota_left = known.left - least(known.left, ${count}::int)
    from known where name = ${name}
    returning known.left as left`;
  return Math.min(row?.left ?? 1, count);
}

async function giveBack(day: string, count: number): Promise<void> {
  await sql`
    update delivery_channel set quota_left = quota_left + ${count}::int
    where name = ${name} and quota_day = ${day}::date`;
}

async function setLeft(day: string, left: number | null): Promise<void> {
  await sql`update delivery_channel set quota_left = ${left}::int where name = ${name} and quota_day = ${day}::date`;
}

/** What others reserved meanwhile, Baidu does not know yet: the smaller number is right. */
async function learnLeft(day: string, remain: number, unused: number): Promise<void> {
  await sql`
    update delivery_channel set quota_left = least(quota_left + ${unused}::int, ${remain}::int)
    where name = ${name} and quota_day = ${day}::date`;
}

async function remember(stories: readonly number[]): Promise<void> {
  await sql`
    insert into told_story (channel, story_id)
    select ${name}, unnest(${[...stories]}::bigint[]) on conflict do nothing`;
}

function tomorrow(day: string, wanted: readonly Wanted[]): NonNullable<Outcome['later']> {
  const begins = dayStart(addDays(day, 1)).getTime();
  return {
    ids: wanted.map(({ id }) => id),
    seconds: (begins - Date.now()) / 1000 + afterMidnight,
    reason: '百度今天的配额用完了，明天再报。',
  };
}

/** @returns also the answer that there is no quota left. @throws {DeliveryError} for every other failure. */
function read({ status, text, busy, pause }: CallAnswer & { busy: boolean; pause: number | null }): Answer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new DeliveryError(
      `应答 ${status}，不是 JSON：${excerpt(text) || '没有内容'}`,
      busy ? (pause ?? quiet) : null,
    );
  }
  const answer = answerShape.safeParse(json);
  if (!answer.success) throw new DeliveryError(`应答 ${status} 看不懂：${excerpt(text)}`);
  if (!('error' in answer.data)) {
    if (status === 200) return answer.data;
    throw new DeliveryError(`应答 ${status}：${excerpt(text)}`);
  }
  const { error, message } = answer.data;
  if (/over quota/i.test(message)) return answer.data;
  const cure = cures.find(([words]) => words.test(message))?.[1];
  throw new DeliveryError(
    `应答 ${error}：${excerpt(message) || '没有说原因'}${cure ? `。${cure}。` : ''}`,
    cure ? untilMended : busy ? (pause ?? quiet) : null,
  );
}
