import type { IncomingMessage, ServerResponse } from 'node:http';
import { beginning, clock, freshness } from '../cache/clock.ts';
import { Lru } from '../cache/lru.ts';
import { tags } from '../cache/tags.ts';
import { UnderWay } from '../cache/under-way.ts';
import { converter } from '../hant/convert.ts';
import { rateLimit } from '../http/rate-limit.ts';
import { type Suggestion, suggest } from '../search/index.ts';
import { readSearch } from '../text/search-address.ts';
import { hantPath } from '../text/variants.ts';
import { waitOf } from './address.ts';
import { refuse } from './refuse.ts';

/** Asked of the database for one client in a minute; what is in memory is not counted. Whoever types asks about three times a second. */
const perMinute = Number(process.env.SUGGESTIONS_PER_MINUTE || 1200);
/** Questions under way; whoever comes then is told to type on. */
const atOnce = 8;
/** Beginnings of words that are remembered, and for how long at most, in milliseconds. */
const remembered = { most: 5_000, life: 60_000 };

/** So many suggestions are looked through at a glance. */
const most = 8;

type Known = { began: number; until: number; body: string };

/** `/api/suggest?q=` (docs/search.md): what might be meant by what was typed so far. */
export class Suggestions {
  readonly #limit = rateLimit(perMinute);
  readonly #known = new Lru<Known>(remembered.most, () => 1);
  readonly #underWay = new UnderWay<Known>();

  /** @param query what stands behind `?`; with `script=hant` the answer is in traditional characters. */
  async serve(query: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refuse(response, 'method-not-allowed', '这个地址只接受 GET, HEAD。');
    }
    const ask = readSearch(query);
    if (typeof ask === 'string') return refuse(response, 'bad-request', 'q 须是 UTF-8 的搜索词。');
    if (ask.q === '') return send(request, response, '{"suggestions":[]}');
    const hant = /(?:^|&)script=hant(?:&|$)/.test(query);
    const key = `${hant ? 'hant' : 'hans'} ${ask.q}`;
    const known = this.#known.get(key);
    if (known && Date.now() < known.until && freshness(known.began, [tags.search]) === 'fresh')
      return send(request, response, known.body);

    const wait = waitOf(this.#limit, request);
    if (wait > 0) return refuse(response, 'too-many-requests', '请求太多，请稍后再试。', { 'Retry-After': wait });
    if (!clock.inTouch) return refuse(response, 'unavailable', '数据库没有应答，请稍后再试。', { 'Retry-After': 10 });
    const began = beginning();
    const joined = this.#underWay.join(key, began);
    if (!joined && this.#underWay.size >= atOnce)
      return refuse(response, 'unavailable', '现在问的人太多，请稍后再试。', { 'Retry-After': 1 });
    try {
      const { body } = await (joined ?? this.#underWay.ask(key, began, () => this.#ask(key, ask.q, hant, began)));
      return send(request, response, body);
    } catch {
      return refuse(response, 'unavailable', '现在查不了，请稍后再试。', { 'Retry-After': 1 });
    }
  }

  async #ask(key: string, q: string, hant: boolean, began: number): Promise<Known> {
    const found = await suggest(q, most);
    const suggestions = hant ? await traditional(found) : found;
    const known = { began, until: Date.now() + remembered.life, body: JSON.stringify({ suggestions }) };
    if (began >= (this.#known.get(key)?.began ?? 0)) this.#known.set(key, known);
    return known;
  }
}

async function traditional(found: Suggestion[]): Promise<Suggestion[]> {
  const convert = await converter();
  return found.map(({ kind, label, href }) => ({
    kind,
    label: label.map(({ text, hit }) => ({ text: convert(text), hit })),
    href: hantPath(href),
  }));
}

function send(request: IncomingMessage, response: ServerResponse, body: string): void {
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    // A title that was withdrawn is named no longer than that.
    'Cache-Control': 'public, max-age=1',
    'X-Robots-Tag': 'noindex',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
