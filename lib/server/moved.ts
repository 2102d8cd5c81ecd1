import { sql } from '#db/client.ts';
import { beginning, clock, freshness } from '../cache/clock.ts';
import { Lru } from '../cache/lru.ts';
import { tags } from '../cache/tags.ts';
import { plainSpelling, tidyAddress } from '../text/address.ts';
import { mayExist } from './existence.ts';
import { closed } from './maintenance.ts';
import { canonicalPath, routeOf } from './routes.ts';

/** Nobody can say just now whether something is here. */
export class NotKnown extends Error {}

/** A chain is kept one hop long by whoever writes it; what an import wrote may be longer. */
const longest = 50;
/** No old address is longer. */
const addressLength = 1_000;
/** What else lies under a list's address, and moves with it. */
const under = /^(\/(?:section|topic|author|blog|podcast)\/[^/]+)(\/[^?]+)$/;
const list = /^\/(?:section|topic|author|blog|podcast)\/[^/]+$/;

/** Where old addresses lead, also for those that lead nowhere: a flood of them must not become a flood of queries. */
const known = new Lru<{ began: number; target: string | null }>(20_000, () => 1);

/**
 * Where an old address leads in the end, in one hop: chains are followed here, and a circle leads nowhere.
 * @param address path and, where the request has one, `?` and query: old sites named stories in it.
 * @throws {NotKnown} where the database cannot be asked.
 */
export async function movedTo(address: string): Promise<string | null> {
  if (address.length > addressLength) return null;
  const remembered = known.get(address);
  if (remembered && freshness(remembered.began, [tags.redirects]) === 'fresh') return remembered.target;
  if (closed.since !== null || !clock.inTouch) return rememberedOr(remembered);
  const began = beginning();
  try {
    const target = await follow(address);
    known.set(address, { began, target });
    return target;
  } catch {
    return rememberedOr(remembered);
  }
}

function rememberedOr(remembered: { target: string | null } | undefined): string | null {
  if (!remembered) throw new NotKnown();
  return remembered.target;
}

async function follow(address: string): Promise<string | null> {
  const seen = new Set<string>();
  let target: string | null = null;
  for (let at = address; seen.size < longest; ) {
    if (seen.has(plainSpelling(at))) return null;
    seen.add(plainSpelling(at));
    const next = await oneHop(at);
    // A page that is there is the end, whatever once led on from it.
    if (next === null || (target !== null && routeOf(target) === 'document' && (await mayExist(target)))) return target;
    target = canonicalPath(next);
    at = target;
  }
  return null;
}

/** The address as it was asked for goes before the same without its query, that before its plain spelling. */
async function oneHop(asked: string): Promise<string | null> {
  const address = tidyAddress(asked);
  const [path = ''] = address.split('?');
  const [, base, rest] = under.exec(path) ?? [];
  const names = [...new Set([asked, address, path, plainSpelling(path), ...(base === undefined ? [] : [base])])];
  const rows = await sql<{ from_path: string; to_path: string }[]>`
    select from_path, to_path from redirect where from_path = any(${names})`;
  for (const name of names) {
    const row = rows.find(({ from_path }) => from_path === name);
    if (!row) continue;
    if (name !== base) return tidyAddress(row.to_path);
    if (list.test(row.to_path)) return tidyAddress(row.to_path + rest);
  }
  return null;
}
