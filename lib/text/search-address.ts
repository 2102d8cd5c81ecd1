/**
 * Addresses of searches: `/search?q=…`, and within traditional characters `/hant/search?q=…`. A form writes them, people shorten
 * them, and old sites link to them in GBK: here they are read, and put into their one spelling.
 */

/** What a search may be narrowed to: the kinds of stories. */
export const searchKinds = ['news', 'gallery', 'video', 'audio', 'post'] as const;

/** What is asked for, as its address says it. Absent is null; days are `yyyy-mm-dd` in Asia/Shanghai, the last one included. */
export type SearchAsk = {
  q: string;
  /** Slug of a section; those below it count. */
  section: string | null;
  kind: (typeof searchKinds)[number] | null;
  /** Slug of a source. */
  source: string | null;
  from: string | null;
  to: string | null;
  /** `time`: newest first; else the best first. */
  sort: 'time' | null;
  /** Where each of the pages before ended, first to last, joined by `~`. */
  after: string | null;
};

/** As whoever comes to the form has asked for. */
export const nothingAsked: SearchAsk = {
  q: '',
  section: null,
  kind: null,
  source: null,
  from: null,
  to: null,
  sort: null,
  after: null,
};

/** Why an address asks for nothing that can be answered. */
export const searchFaults = ['too-long', 'unreadable', 'bad-date', 'bad-filter'] as const;
export type SearchFault = (typeof searchFaults)[number];

export const searchPath = '/search';

/** Pages of results that one can leaf through after the first. */
const mostPages = 50;

/** Characters that are looked for, the rest is left out; and bytes of the whole of what stands behind `?` (a Han character is nine). */
export const longestSearch = { characters: 100, query: 8_000 };

const fields = ['q', 'section', 'kind', 'source', 'from', 'to', 'sort', 'after'] as const;
type Field = (typeof fields)[number];

const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Ends of pages, one for each page before, so that there is a way back. */
const trail = /^[\w.-]{1,120}(?:~[\w.-]{1,120}){0,49}$/;
/** What no word has: marks without width, which come with what is pasted, and control characters (PostgreSQL takes no NUL). */
const widthless = /\p{Cf}/gu;
const unprintable = /[\p{Cc}\p{Co}\p{Cn}\s]+/gu;
const decoders = ['utf-8', 'gb18030'].map((encoding) => new TextDecoder(encoding, { fatal: true }));

/**
 * Reads what stands behind `?`. Unknown parameters are left out, of several alike the first that says something counts (WeChat adds
 * `from=timeline` to what is shared). Escapes that are none are taken as they stand; bytes that are not UTF-8 are read as GBK.
 * @param query without `?`.
 */
export function readSearch(query: string): SearchAsk | SearchFault {
  if (query.length > longestSearch.query) return 'too-long';
  const said: Partial<Record<Field, string>> = {};
  // Bytes that an old client did not escape: Node.js hands them on as if they were Latin.
  const escaped = query.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
  for (const pair of escaped.split('&')) {
    const [name = '', ...rest] = pair.split('=');
    const field = fields.find((one) => one === name.toLowerCase());
    if (!field || said[field]) continue;
    const text = decoded(rest.join('='));
    if (text === null) return 'unreadable';
    said[field] = text.replace(widthless, '').replace(unprintable, ' ').trim();
  }
  const { q = '', section, kind, source, sort, after } = said;
  const days = [dayOf(said.from), dayOf(said.to)];
  if (days.includes(false)) return 'bad-date';
  const [from, to] = inOrder(days as (string | null)[]);
  if (kind && !(searchKinds as readonly string[]).includes(kind)) return 'bad-filter';
  if ((section && !slug.test(section)) || (source && !slug.test(source))) return 'bad-filter';
  if ((section ?? source ?? '').length > 100 || (after && !trail.test(after))) return 'bad-filter';
  return {
    q: [...q].slice(0, longestSearch.characters).join('').trim(),
    section: section || null,
    kind: (kind as SearchAsk['kind']) || null,
    source: source || null,
    from: from ?? null,
    to: to ?? null,
    // Whatever else is asked for, the best come first.
    sort: sort === 'time' ? 'time' : null,
    after: after || null,
  };
}

/** The one address of a search: fields in their order, none that is empty. */
export function searchHref(ask: Partial<SearchAsk>): string {
  const query = queryOf(ask);
  return query === '' ? searchPath : `${searchPath}?${query}`;
}

/** Where the pages before ended: as many as there are, at most fifty. */
export function endsOf({ after }: Pick<SearchAsk, 'after'>): string[] {
  return after === null ? [] : after.split('~');
}

/** The search with other ends before it: another of its pages. Null where nobody leafs so far. */
export function pageOf(ask: SearchAsk, ends: readonly string[]): SearchAsk | null {
  return ends.length > mostPages ? null : { ...ask, after: ends.join('~') || null };
}

/** Whether an address is one of a search for something, in either script; its form alone is a page like any other. */
export function isSearch(address: string): boolean {
  return /^(?:\/hant)?\/search\?/.test(address);
}

/** Where the page of a search is drawn (`app/(site)/search/[query]`); other addresses as they are. */
export function drawnAt(address: string): string {
  const prefix = `${searchPath}?`;
  if (!address.startsWith(prefix)) return address;
  return `${searchPath}/${Buffer.from(address.slice(prefix.length)).toString('base64url')}`;
}

/** What the page at `drawnAt` was asked for. @throws where it is none of ours. */
export function askedAt(parameter: string): SearchAsk {
  const ask = readSearch(Buffer.from(parameter, 'base64url').toString());
  if (typeof ask === 'string') throw new Error(`not a search: ${ask}`);
  return ask;
}

function queryOf(ask: Partial<SearchAsk>): string {
  const said = fields.flatMap((field): [string, string][] => (ask[field] ? [[field, ask[field]]] : []));
  return new URLSearchParams(said).toString();
}

/** The earlier day first, whichever was written into which field. */
function inOrder(days: (string | null)[]): (string | null)[] {
  const [from, to] = days;
  return from && to && from > to ? [to, from] : days;
}

/** A day that there is; null where none is named; false for one that there is not. */
function dayOf(text: string | undefined): string | null | false {
  // No date at all, such as WeChat's `timeline`, is none.
  if (!text || !/\d/.test(text)) return null;
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(text) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : false;
}

/** @returns null for what is no text. */
function decoded(text: string): string | null {
  const bytes = bytesOf(text.replaceAll('+', ' '));
  if (!bytes) return null;
  for (const decoder of decoders) {
    try {
      return decoder.decode(bytes);
    } catch {
      // The next one.
    }
  }
  return null;
}

/** What is escaped as the bytes that it says, all else as UTF-8. Null where half a surrogate stands, which is nothing. */
function bytesOf(text: string): Buffer | null {
  try {
    const escaped = encodeURI(text).replace(/%25([0-9a-f]{2})/gi, '%$1');
    const latin = escaped.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return Buffer.from(latin, 'latin1');
  } catch {
    return null;
  }
}
