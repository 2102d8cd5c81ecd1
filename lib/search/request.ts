import { storyKind } from '#db/schema/enums.ts';
import { isSlug } from '#lib/text/number.ts';
import { isDay } from '#lib/text/time.ts';
import { readCursor } from './cursor.ts';
import { wellFormed } from './fold.ts';
import { type SearchProblem, type SearchRequest, type SearchSort, searchSorts } from './models.ts';
import { limits } from './query.ts';

/**
 * What an address asks for. An absent or empty parameter is one that was not given; of a repeated one the first counts. What
 * is typed is never wrong, only cut; the rest is a choice of ours, and another value of it is a problem.
 */
export function parseSearch(params: URLSearchParams): SearchRequest | SearchProblem {
  const given = (name: string) => params.get(name)?.trim() || undefined;
  const request: SearchRequest = { q: typed(params.get('q') ?? ''), sort: 'relevance' };
  const sort = given('sort');
  if (sort !== undefined) {
    if (!isOneOf(searchSorts, sort)) return { problem: 'bad-sort' };
    request.sort = sort;
  }
  const kind = given('kind');
  if (kind !== undefined) {
    if (!isOneOf(storyKind.enumValues, kind)) return { problem: 'bad-kind' };
    request.kind = kind;
  }
  for (const name of ['section', 'source'] as const) {
    const slug = given(name);
    if (slug === undefined) continue;
    if (!isSlug(slug)) return { problem: `bad-${name}` };
    request[name] = slug;
  }
  for (const name of ['from', 'to'] as const) {
    const day = given(name);
    if (day === undefined) continue;
    if (!isDay(day)) return { problem: `bad-${name}` };
    request[name] = day;
  }
  if (request.from && request.to && request.from > request.to) return { problem: 'bad-range' };
  const after = given('after');
  if (after !== undefined) {
    const cursor = readCursor(after);
    if (!cursor || (cursor.way === 'time') !== (request.sort === 'time')) return { problem: 'bad-after' };
    request.after = after;
  }
  return request;
}

/** What was typed, as it may be shown again. */
function typed(text: string): string {
  // Cut first: nothing below is asked to read a megabyte.
  const readable = wellFormed(text.slice(0, 4 * limits.characters))
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
  return Array.from(readable).slice(0, limits.characters).join('').trim();
}

function isOneOf<T extends string>(values: readonly T[], value: string): value is T {
  return (values as readonly string[]).includes(value);
}

/** The same request again, without what is not given: the same key for the same search. */
export function keyOf({ q, section, from, to, kind, source, sort, after }: SearchRequest): string {
  return JSON.stringify([q, section, from, to, kind, source, sort as SearchSort, after]);
}
