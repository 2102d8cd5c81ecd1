import { sql } from '#db/client.ts';
import { unseal } from '#lib/auth/sealed.ts';
import { switchOffHook } from '#lib/newsroom/webhooks.ts';
import { site } from '#site.config.ts';
import { type Channel, type Delivery, DeliveryError } from '../channel.ts';
import { callHook, type HookAnswer } from '../hook-call.ts';
import { hookChannelName, hookTypeOf, pingType } from '../hook-events.ts';
import { hookSignature } from '../hook-signature.ts';

/** A receiver that nothing reached for so long is switched off, in days. */
const patienceDays = 3;

type Hook = {
  id: number;
  name: string;
  url: string;
  secret: string;
  previous: string | null;
  failingDays: number | null;
};

/**
 * One webhook: each delivery is one message, signed in the manner of Standard Webhooks (docs/webhooks.md). What it is told of is
 * read when it is told, so that nobody is told the title of a story that has been withdrawn meanwhile.
 */
export function hook(id: number): Channel {
  return {
    name: hookChannelName(id),
    events: null,
    rounds: 1,
    batch: 1,
    async deliver(deliveries, signal) {
      for (const delivery of deliveries) {
        const found = await hookOf(id);
        if (!found) throw new DeliveryError('这个外发通知已停用或删除');
        await send(found, delivery, signal);
      }
    },
  };
}

async function send(found: Hook, delivery: Delivery, signal: AbortSignal): Promise<void> {
  const message = await messageOf(found, delivery);
  const secrets = [found.secret, found.previous].flatMap((sealed) => (sealed ? [unseal(sealed, 'webhook')] : []));
  const good = secrets.filter((secret) => secret !== null);
  if (good.length === 0) throw new DeliveryError('签名密钥读不出来(AUTH_SECRET 换过？)，请更换密钥', 600);
  const id = `msg_${delivery.id}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const body = JSON.stringify(message);
  const answer = await callHook(
    found.url,
    {
      'Content-Type': 'application/json',
      'User-Agent': 'Weishui-Webhooks/1.0',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': hookSignature(good, id, timestamp, body),
    },
    body,
    signal,
  );
  // Ended by ourselves: it counts as not begun.
  if (signal.aborted && answer.status === null) throw new DeliveryError(answer.error ?? '');
  const ok = answer.status !== null && answer.status >= 200 && answer.status < 300;
  const reason = ok ? null : reasonOf(answer);
  await log(found.id, delivery, message.type, answer, reason);
  if (ok) return;
  const off =
    answer.status === 410
      ? '对方应答 410：不再接收'
      : (found.failingDays ?? 0) >= patienceDays
        ? `连续 ${patienceDays} 天没有送达，最近一次：${reason}`
        : null;
  if (off) await switchOffHook(found.id, off);
  throw new DeliveryError(reason ?? '', answer.pause);
}

/** Without a word of the answer: many a receiver repeats its address there, with the key in it. The log alone has the answer. */
function reasonOf({ status, error }: HookAnswer): string {
  if (status === null) return error ?? '';
  return status >= 300 && status < 400 ? `应答 ${status}：不跟随跳转` : `应答 ${status}`;
}

async function hookOf(id: number): Promise<Hook | null> {
  const [row] = await sql<Hook[]>`
    select id::int, name, url, secret,
      case when previous_until > now() then previous_secret end as previous,
      extract(epoch from now() - failing_since)::float8 / 86400 as "failingDays"
    from webhook where id = ${id} and active`;
  return row ?? null;
}

/** The attempt, and since when nothing gets through. */
async function log(
  id: number,
  { id: deliveryId, eventId, payload }: Delivery,
  type: string,
  { status, text, milliseconds }: HookAnswer,
  reason: string | null,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`
      insert into webhook_attempt (webhook_id, delivery_id, event_id, type, story_id, milliseconds, ok, status, error, answer)
      select ${id}, ${deliveryId}, ${eventId}, ${type}, ${payload.story?.id ?? null}, ${milliseconds}, ${reason === null},
        ${status}, ${reason}, ${text}
      where exists (select from webhook where id = ${id})`;
    await tx`
      update webhook set failing_since = ${reason === null ? null : tx`coalesce(failing_since, now())`}
      where id = ${id} and (failing_since is null) = ${reason !== null}`;
  });
}

type Message = { type: string; timestamp: string; data: Record<string, unknown> };

/** What is said: what readers may know of the story at this moment, and nothing else. */
async function messageOf(found: Hook, { eventId, createdAt, payload }: Delivery): Promise<Message> {
  const type = hookTypeOf(payload.type);
  if (type === pingType || !payload.story)
    return { type, timestamp: createdAt.toISOString(), data: { webhook: found.name, site: site.origin } };
  const { id } = payload.story;
  type Row = {
    at: number | null;
    kind: string;
    status: string;
    title: string;
    slug: string;
    section: string;
    published: number | null;
    updated: number | null;
    withdrawn: number | null;
  };
  const [row] = await sql<Row[]>`
    select (select extract(epoch from at)::float8 from event where id = ${eventId}) as at,
      s.kind, s.status, s.title, c.slug, c.name as section,
      extract(epoch from s.published_at)::float8 as published,
      extract(epoch from s.updated_at)::float8 as updated,
      extract(epoch from s.withdrawn_at)::float8 as withdrawn
    from story s join section c on c.id = s.section_id where s.id = ${id}`;
  const data: Record<string, unknown> = { event: eventId, id, url: `${site.origin}/article/${id}` };
  if (row?.status === 'published')
    Object.assign(data, {
      state: 'published',
      kind: row.kind,
      title: row.title,
      section: { slug: row.slug, name: row.section },
      publishedAt: iso(row.published),
      updatedAt: iso(row.updated),
    });
  else Object.assign(data, { state: 'withdrawn', withdrawnAt: iso(row?.withdrawn ?? null) });
  return { type, timestamp: iso(row?.at ?? null) ?? createdAt.toISOString(), data };
}

function iso(seconds: number | null): string | null {
  return seconds === null ? null : new Date(Math.round(seconds * 1000)).toISOString();
}
