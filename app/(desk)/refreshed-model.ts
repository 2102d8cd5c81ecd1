import type { AskedLine, RefreshedModel } from '#components/desk/steps/refreshed.tsx';
import { clock, freshness } from '#lib/cache/clock.ts';
import { instancesNow } from '#lib/cache/instances.ts';
import { pageStore } from '#lib/cache/store.ts';
import { type Asked, askPlaces } from '#lib/newsroom/receipt.ts';
import type { Place, Refreshed } from '#lib/newsroom/refreshed.ts';
import { edgesFrom } from '#lib/outbox/configuration.ts';
import { ownAddress } from '#lib/own-address.ts';
import { processWide } from '#lib/process-wide.ts';
import { timeModel } from '#lib/text/time.ts';
import { channelNamer } from './hook-lines.ts';

const mostPages = 60;
/** So long after an act things are still under way, in milliseconds. */
const settling = 60_000;

/** Joins what the database knows of an act with what this instance knows: its pages, and what everybody answers. */
export async function refreshedModel(storyId: number, found: Refreshed): Promise<RefreshedModel> {
  const { hard, soft, panels, told, events, left } = found;
  const newest = events.at(-1);
  const eventId = newest?.id ?? 0;
  const own = { url: ownAddress.origin ?? 'http://127.0.0.1:0' };
  const there = await instancesNow();
  const elsewhere = (name: string, asked: Asked | null) => (left ? proof(eventId, storyId, left, name, asked) : null);
  const [nameOf, receipt, instances, edges] = await Promise.all([
    channelNamer(),
    left && askPlaces(own, storyId, left),
    Promise.all(
      there.map(async ({ id, name, own: here, address, heardEvent, heardAt }) => ({
        name,
        own: here,
        heard: heardEvent >= eventId,
        at: timeModel(heardAt),
        asked: here ? null : await elsewhere(id, address === null ? null : { url: address }),
      })),
    ),
    Promise.all(
      (left ? edgesFrom(process.env) : []).map(async (edge) => ({
        name: edge.url,
        asked: await elsewhere(edge.url, edge),
      })),
    ),
  ]);
  // Asked after the receipt, which has pages rendered.
  const held = pageStore.heldWith(new Set([...hard, ...soft])).sort((a, b) => b.renderedAt - a.renderedAt);
  const since = Date.now() - (newest?.at.getTime() ?? 0);
  return {
    receipt: receipt?.map((answer) => ({ ...answer, at: timeModel(answer.at) })) ?? null,
    pages: held.slice(0, mostPages).map(({ path, began, tags, renderedAt }) => ({
      path,
      state: freshness(began, tags),
      at: timeModel(new Date(renderedAt)),
    })),
    morePages: Math.max(0, held.length - mostPages),
    stored: Math.max(held.length, await storedWith(eventId, [...hard, ...soft])),
    hard,
    soft,
    panels,
    known: clock.now !== null && newest !== undefined && clock.now >= newest.id,
    instances,
    edges,
    now: timeModel(new Date()),
    told: told.map(({ id, channel, state, attempts, lastError, createdAt, endedAt }) => ({
      id,
      channel: nameOf(channel),
      state,
      attempts,
      error: state === 'done' ? null : lastError,
      at: timeModel(endedAt ?? createdAt),
    })),
    live:
      since < settling ||
      told.some(({ state }) => state === 'waiting') ||
      (receipt?.some(({ clean }) => !clean) ?? false) ||
      [...instances, ...edges].some(({ asked }) => asked !== null && asked !== 'unreachable' && asked.left.length > 0),
  };
}

type Kept = { proofs: Map<string, AskedLine>; stored: Map<number, Promise<number>> };
const kept = processWide('receipts', (): Kept => ({ proofs: new Map(), stored: new Map() }));
const mostKept = 500;

function keep<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= mostKept) break;
    map.delete(oldest);
  }
  return value;
}

/** Once all places are clean there, that stays proved, with its time: the page that asks looks again every two seconds. */
async function proof(
  eventId: number,
  storyId: number,
  places: readonly Place[],
  name: string,
  asked: Asked | null,
): Promise<AskedLine> {
  if (!asked) return 'unreachable';
  const key = `${eventId} ${name}`;
  const known = kept.proofs.get(key);
  if (known) return known;
  const answers = await askPlaces(asked, storyId, places);
  const line = {
    places: answers.length,
    left: answers.filter(({ clean }) => !clean).map(({ path }) => path),
    answers: answers.some(({ status }) => status !== null),
    at: timeModel(new Date()),
  };
  return line.left.length === 0 ? keep(kept.proofs, key, line) : line;
}

/** Reads the beginning of every stored page: asked once for an act. */
function storedWith(eventId: number, tags: readonly string[]): Promise<number> {
  const known = kept.stored.get(eventId);
  if (known) return known;
  return keep(
    kept.stored,
    eventId,
    pageStore.touchedBy(tags).then(({ count }) => count),
  );
}
