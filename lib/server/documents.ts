import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { sql } from '#db/client.ts';
import { beginning, clock, type Freshness, freshness, namesWithdrawn } from '../cache/clock.ts';
import { Lru } from '../cache/lru.ts';
import { documentType, type StoredPage } from '../cache/page.ts';
import { distrustReplicas } from '../cache/replicas.ts';
import { pageStore } from '../cache/store.ts';
import { tags } from '../cache/tags.ts';
import { mayExist } from './existence.ts';
import { render } from './render.ts';
import { RenderQueue } from './render-queue.ts';
import { canonicalPath, notFoundPath, routeOf } from './routes.ts';
import { speakToCdn } from './surrogate.ts';

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** How long a reader waits for a page that is rendered anew, in milliseconds; without the database nearly not at all. */
const patience = { usual: 15_000, outOfTouch: 2_000 };
/** How long an instance waits for a page that another one is rendering, and how often it looks, in milliseconds. */
const elsewhere = { patience: 1_000, every: 20 };

type Served = 'HIT' | 'STALE' | 'MISS' | 'ERROR';
/** `withheld`: there is a page, but it names a withdrawn story and cannot be rendered anew just now. */
type Answer = { page: StoredPage; served: Served } | { redirect: string } | 'withheld' | null;

/** A page on its way, and where on the clock its rendering began; Infinity: it has not yet, so it will know of every event. */
type Flight = { began: number; answer: Promise<Answer> };

/**
 * Serves reading pages from the page store, and has Next.js render what is missing or no longer true.
 *
 * One rendering per page however many ask, on whichever instance. A page made stale softly is served once more while it is
 * rendered; one made stale hard is waited for. Where rendering fails, or the database does not answer, the stored page is
 * served all the same, unless it names a withdrawn story.
 */
export class Documents {
  readonly #next: RequestListener;
  readonly #flights = new Map<string, Flight>();
  readonly #queue = new RenderQueue(2, 10_000);
  readonly #compressed = new WeakMap<StoredPage, Partial<Record<Encoding, Promise<Buffer>>>>();

  constructor(next: RequestListener) {
    this.#next = next;
  }

  /** @param path of the URL, without query: a document is the same whatever is asked behind `?`. */
  async serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const canonical = canonicalPath(path);
    const answer =
      routeOf(path) === 'document'
        ? await this.#answer(path)
        : canonical === path
          ? await this.#missing(path)
          : { redirect: canonical };
    if (answer === 'withheld') {
      // Our edge keeps pages for the day on which no instance answers, and must not show its own copy of this one either.
      unavailable(response, request.headers['x-edge-time'] === undefined ? 503 : 530);
    } else if (answer && 'redirect' in answer) {
      limitEdgeLife(request, response);
      speakToCdn(response, { path, tags: [tags.redirects] }, 301, clock.inTouch);
      response.writeHead(301, {
        Location: answer.redirect,
        'Cache-Control': 'public, max-age=3600',
        'Content-Length': 0,
      });
      response.end();
    } else if (answer) {
      await this.#send(answer.page, answer.served, answer.page.status, request, response);
    } else {
      unavailable(response, 503);
    }
  }

  async #answer(path: string): Promise<Answer> {
    let page = pageStore.recall(path) ?? (await pageStore.get(path));
    if (!page) return this.#renderOnce(path, null, true);
    let state = stateOf(path, page);
    if (state !== 'fresh' && pageStore.shared) {
      page = (await pageStore.newer(path, page)) ?? page;
      state = stateOf(path, page);
    }
    if (!clock.inTouch && page.status !== 404) return outOfTouch(page, state);
    if (state === 'expired') return this.#renderOnce(path, page, true);
    if (state === 'stale' && clock.inTouch) void this.#renderOnce(path, page, false);
    if (page.status === 404) return this.#missing(path);
    return { page, served: state === 'stale' ? 'STALE' : 'HIT' };
  }

  /**
   * Renders a page, once however many ask. Whoever comes while it is rendered takes part, unless an event came in between:
   * for them it is looked at again.
   * @param urgent whether somebody waits for it.
   */
  async #renderOnce(path: string, old: StoredPage | null, urgent: boolean): Promise<Answer> {
    const arrived = beginning();
    const underWay = this.#flights.get(path);
    if (underWay) {
      if (urgent) this.#queue.hurry(path);
      const answer = await underWay.answer;
      return underWay.began >= arrived ? answer : this.#answer(path);
    }
    const flight: Flight = { began: Number.POSITIVE_INFINITY, answer: Promise.resolve(null) };
    flight.answer = this.#fly(flight, path, old, urgent).finally(() => this.#flights.delete(path));
    this.#flights.set(path, flight);
    return flight.answer;
  }

  /** Only what Next.js has to render waits for its turn: what is not there must not stand in the way, or wait for itself. */
  async #fly(flight: Flight, path: string, old: StoredPage | null, urgent: boolean): Promise<Answer> {
    flight.began = beginning();
    let drawn: Answer | 'missing' = 'missing';
    if (old || (await mayExist(path))) {
      flight.began = Number.POSITIVE_INFINITY;
      drawn = await this.#queue.run(path, urgent, () => {
        flight.began = beginning();
        return this.#draw(path, old);
      });
    }
    if (drawn !== 'missing') return drawn;
    return path === notFoundPath ? null : this.#missing(path);
  }

  async #draw(path: string, old: StoredPage | null): Promise<Answer | 'missing'> {
    try {
      const done = pageStore.shared ? await renderedElsewhere(path, old) : null;
      if (done) return { page: done, served: 'MISS' };
      const wait = clock.inTouch ? patience.usual : patience.outOfTouch;
      const draw = () => render(path, this.#next, AbortSignal.timeout(wait));
      let rendered = await draw();
      // A replica that just went away takes a rendering with it; the next one reads from the primary.
      if (!rendered.page && distrustReplicas()) rendered = await draw();
      const status = rendered.page?.status ?? (rendered as { status: number }).status;
      if (status === 404) return 'missing';
      if (rendered.page && status < 500) return { page: rendered.page, served: 'MISS' };
      throw new Error(status < 300 ? 'Next.js did not hand it over: is it `force-static`?' : `status ${status}`);
    } catch (error) {
      void pageStore.release(path);
      if (clock.inTouch) console.error(`页面 ${path} 未能重新生成:`, error instanceof Error ? error.message : error);
      return old && old.status !== 404 ? outOfTouch(old, 'expired') : null;
    }
  }

  /** What is not here: an old address answers where it went, all else the stored 404 document. */
  async #missing(path: string): Promise<Answer> {
    const target = await redirectFrom(path);
    if (target) return { redirect: target };
    const stored = pageStore.recall(notFoundPath) ?? (await pageStore.get(notFoundPath));
    const state = stored ? stateOf(notFoundPath, stored) : 'expired';
    const answer: Answer =
      stored && (state !== 'expired' || !clock.inTouch)
        ? { page: stored, served: state === 'fresh' ? 'HIT' : 'STALE' }
        : await this.#renderOnce(notFoundPath, stored, true);
    if (!answer || answer === 'withheld' || 'redirect' in answer) return null;
    if (state === 'stale' && clock.inTouch) void this.#renderOnce(notFoundPath, stored, false);
    return { page: { ...answer.page, status: 404 }, served: answer.served };
  }

  async #send(
    page: StoredPage,
    served: Served,
    status: number,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const encoding = preferredEncoding(request, served);
    const etag = encoding ? `${page.etag.slice(0, -1)}-${encoding}"` : page.etag;
    response.setHeader('Content-Type', page.type);
    for (const name in page.headers) response.setHeader(name, page.headers[name] as string);
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('X-Page', served);
    limitEdgeLife(request, response);
    speakToCdn(response, page, status, served === 'HIT' || served === 'MISS');
    if (page.type === documentType) response.setHeader('Speculation-Rules', '"/speculation-rules.json"');
    response.setHeader('Cache-Control', status === 200 ? 'public, max-age=0, must-revalidate' : 'no-cache');
    if (status === 200) {
      response.setHeader('ETag', etag);
      response.setHeader('Last-Modified', new Date(page.renderedAt).toUTCString());
      if (matches(request.headers['if-none-match'], page.etag)) {
        response.writeHead(304);
        response.end();
        return;
      }
    }
    const body = encoding ? await this.#compress(page, encoding) : page.body;
    if (encoding) response.setHeader('Content-Encoding', encoding);
    response.setHeader('Content-Length', body.length);
    response.writeHead(status);
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** Compressed once, kept as long as the page itself. */
  #compress(page: StoredPage, encoding: Encoding): Promise<Buffer> {
    const variants = this.#compressed.get(page) ?? {};
    this.#compressed.set(page, variants);
    variants[encoding] ??=
      encoding === 'br'
        ? compressBrotli(page.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
        : compressGzip(page.body, { level: 6 });
    return variants[encoding];
  }
}

function stateOf(path: string, page: StoredPage): Freshness {
  return Date.now() >= page.until ? 'expired' : freshness(page.began, [...page.tags, tags.path(path)]);
}

/** A stored page where nothing can be rendered: stale beats an error, but a withdrawn story stays withdrawn. */
function outOfTouch(page: StoredPage, state: Freshness): Answer {
  // Before the first contact with the database nobody can say what was withdrawn.
  if (clock.now === null) return null;
  if (namesWithdrawn(page.began, page.tags)) return 'withheld';
  return { page, served: state === 'expired' ? 'ERROR' : 'STALE' };
}

/** The page as another instance has rendered it or is rendering it just now; null where this one has to. */
async function renderedElsewhere(path: string, old: StoredPage | null): Promise<StoredPage | null> {
  for (const end = Date.now() + elsewhere.patience; Date.now() < end; await setTimeout(elsewhere.every)) {
    const claimed = await pageStore.claim(path);
    const page = await pageStore.newer(path, old);
    if (page && stateOf(path, page) === 'fresh') {
      if (claimed) await pageStore.release(path);
      return page;
    }
    if (claimed) return null;
  }
  return null;
}

/**
 * Lets our edge (`deploy/nginx`) keep the answer until its next whole second, told in the edge's own time. nginx counts in
 * whole seconds: a life of "one second" lasts up to two, and a time of day of ours would trust our clock to be its clock.
 */
function limitEdgeLife(request: IncomingMessage, response: ServerResponse): void {
  const now = request.headers['x-edge-time'];
  if (typeof now === 'string' && /^\d{1,12}(?:\.\d{1,6})?$/.test(now))
    response.setHeader('X-Accel-Expires', `@${Math.floor(Number(now))}`);
}

type Encoding = 'gzip' | 'br';

function preferredEncoding({ headers }: IncomingMessage, served: Served): Encoding | null {
  const accepted = headers['accept-encoding'];
  if (typeof accepted !== 'string') return null;
  // Brotli costs more to make: it is worth it for a page that is asked for again. The edge keeps what it gets.
  const again = served === 'HIT' || headers['x-edge-time'] !== undefined;
  if (again && /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted) ? 'gzip' : null;
}

/** RFC 9110 13.1.2, by weak comparison; the encoded variants of a page are the same page. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const own = etag.slice(1, -1);
  return ifNoneMatch.split(',').some(
    (candidate) =>
      candidate
        .trim()
        .replace(/^W\//, '')
        .replace(/^"|(?:-(?:gzip|br))?"$/g, '') === own,
  );
}

/** Where old addresses lead, also for those that lead nowhere: a flood of them must not become a flood of queries. */
const redirects = new Lru<{ began: number; target: string | null }>(20_000, () => 1);

async function redirectFrom(path: string): Promise<string | null> {
  if (path.length > 1000) return null;
  const known = redirects.get(path);
  if (known && freshness(known.began, [tags.redirects]) === 'fresh') return known.target;
  const began = beginning();
  try {
    const [row] = await sql<{ to_path: string }[]>`select to_path from redirect where from_path = ${path}`;
    redirects.set(path, { began, target: row?.to_path ?? null });
    return row?.to_path ?? null;
  } catch {
    return known?.target ?? null;
  }
}

function unavailable(response: ServerResponse, status: 503 | 530): void {
  const html =
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>稍后再来</title></head>' +
    '<body><h1>这个页面暂时打不开</h1><p>服务器正在恢复，请过一分钟再试。已经打开过的页面不受影响。</p><p><a href="/">回首页</a></p></body></html>';
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    'Cache-Control': 'no-store',
    'Retry-After': '60',
  });
  response.end(html);
}
