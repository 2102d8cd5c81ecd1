import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { site } from '#site.config.ts';
import { beginning, clock, type Freshness, freshness, namesWithdrawn } from '../cache/clock.ts';
import { documentType, etagOf, type StoredPage } from '../cache/page.ts';
import { distrustReplicas } from '../cache/replicas.ts';
import { pageStore } from '../cache/store.ts';
import { tags } from '../cache/tags.ts';
import { converter } from '../hant/convert.ts';
import { toTraditional } from '../hant/document.ts';
import { isSearch, searchPath } from '../text/search-address.ts';
import { hansPath, hantPath, isHant } from '../text/variants.ts';
import { mayExist } from './existence.ts';
import { closed, retryAfter } from './maintenance.ts';
import { movedTo, NotKnown } from './moved.ts';
import { type Encoding, isKnown, lastModified, preferredEncoding } from './negotiate.ts';
import { render } from './render.ts';
import { RenderQueue } from './render-queue.ts';
import { canonicalPath, isReading, notFoundPath, routeOf } from './routes.ts';
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
  /** Searches have a turn of their own, one at a time: however many are asked, the next story is rendered at once. */
  readonly #searches = new RenderQueue(1, 10);
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
          ? await this.#missing(path, queryOf(request.url ?? ''))
          : { redirect: (await inOneHop(canonical)) + (isForm(canonical) ? queryOf(request.url ?? '') : '') };
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

  /**
   * Serves the page at an address that is no path: a search, or what stands in for one.
   * @param status where it is not the page's own.
   * @returns false where nothing true can be served: then nothing was sent.
   */
  async serveAt(
    address: string,
    status: number | null,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<boolean> {
    const answer = await this.#answer(address);
    if (answer === null || answer === 'withheld' || 'redirect' in answer) return false;
    await this.#send(answer.page, answer.served, status ?? answer.page.status, request, response);
    return true;
  }

  /** Whether the page at an address is in memory, and true. */
  has(address: string): boolean {
    return isFresh(address, pageStore.recall(address));
  }

  /** Renders a page that nobody waits for yet. */
  prepare(address: string): void {
    void this.#renewed(address);
  }

  /** Searches that wait for their turn. */
  get searchesWaiting(): number {
    return this.#searches.waiting;
  }

  async #answer(path: string): Promise<Answer> {
    let page = pageStore.recall(path) ?? (await pageStore.get(path));
    if (!page) return this.#renderOnce(path, null, true);
    let state = stateOf(path, page);
    if (state !== 'fresh' && pageStore.shares(path)) {
      page = (await pageStore.newer(path, page)) ?? page;
      state = stateOf(path, page);
    }
    // While nothing can or may be rendered, what is stored is all there is.
    if (state !== 'fresh' && !canRender() && page.status !== 404) return outOfTouch(page, state);
    if (state === 'expired') return this.#renderOnce(path, page, true);
    // In simplified characters it has been seen once more already, and is there anew.
    if (state === 'stale' && isHant(path) && isFresh(hansPath(path), await pageStore.get(hansPath(path))))
      return this.#renderOnce(path, page, true);
    if (state === 'stale' && canRender()) void this.#renderOnce(path, page, false);
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
    // What is in traditional characters is made of what is stored.
    if (closed.since !== null && !isHant(path)) {
      // Nothing is asked of the database. That nothing was here before does not say that nothing is here now.
      const target = await leadsTo(path).catch(() => null);
      return target === null ? null : { redirect: target };
    }
    const underWay = this.#flights.get(path);
    if (underWay) {
      if (urgent) this.#queueOf(path).hurry(hansPath(path));
      const answer = await underWay.answer;
      return underWay.began >= arrived ? answer : this.#answer(path);
    }
    const flight: Flight = { began: Number.POSITIVE_INFINITY, answer: Promise.resolve(null) };
    flight.answer = this.#fly(flight, path, old, urgent).finally(() => this.#flights.delete(path));
    this.#flights.set(path, flight);
    return flight.answer;
  }

  #queueOf(path: string): RenderQueue {
    return isSearch(path) ? this.#searches : this.#queue;
  }

  /** Only what Next.js has to render waits for its turn: what is not there must not stand in the way, or wait for itself. */
  async #fly(flight: Flight, path: string, old: StoredPage | null, urgent: boolean): Promise<Answer> {
    flight.began = beginning();
    let drawn: Answer | 'missing' = 'missing';
    if (isHant(path)) drawn = await this.#convert(path, old, urgent);
    else if (old || (await mayExist(path))) {
      flight.began = Number.POSITIVE_INFINITY;
      drawn = await this.#queueOf(path).run(path, urgent, () => {
        flight.began = beginning();
        return this.#draw(path, old);
      });
    }
    if (drawn !== 'missing') return drawn;
    return hansPath(path) === notFoundPath ? null : this.#missing(path);
  }

  /**
   * A page in traditional characters is made of the page in simplified ones, whatever that answers, and is as old and as true as
   * that. It waits for no turn of its own: a rendering in the queue must never wait for another one.
   */
  async #convert(path: string, old: StoredPage | null, urgent: boolean): Promise<Answer | 'missing'> {
    const of = hansPath(path);
    // Behind the readers the new page is waited for; who waits himself sees what readers of the other script see.
    const answer = urgent ? await this.#answer(of) : await this.#renewed(of);
    if (answer === null) return old ? outOfTouch(old, 'expired') : null;
    if (answer === 'withheld') return answer;
    if ('redirect' in answer || answer.page.status === 404) return 'missing';
    const made = old?.began === answer.page.began && old.renderedAt === answer.page.renderedAt;
    const page = made ? old : await traditional(answer.page, path);
    if (!made) pageStore.keep(page);
    return { page, served: answer.served === 'HIT' ? 'MISS' : answer.served };
  }

  async #renewed(path: string): Promise<Answer> {
    const page = await pageStore.get(path);
    return page && isFresh(path, page) ? { page, served: 'HIT' } : this.#renderOnce(path, page, false);
  }

  async #draw(path: string, old: StoredPage | null): Promise<Answer | 'missing'> {
    try {
      const done = pageStore.shares(path) ? await renderedElsewhere(path, old) : null;
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
  async #missing(path: string, query = ''): Promise<Answer> {
    try {
      const target = await leadsTo(path, query);
      if (target) return { redirect: target };
    } catch (error) {
      // A crawler that is told 404 forgets the address; one that is told 503 comes again.
      if (error instanceof NotKnown) return null;
      throw error;
    }
    const document = isHant(path) ? hantPath(notFoundPath) : notFoundPath;
    const stored = pageStore.recall(document) ?? (await pageStore.get(document));
    const state = stored ? stateOf(document, stored) : 'expired';
    const answer: Answer =
      stored && (state !== 'expired' || !canRender())
        ? { page: stored, served: state === 'fresh' ? 'HIT' : 'STALE' }
        : await this.#renderOnce(document, stored, true);
    if (!answer || answer === 'withheld' || 'redirect' in answer) return null;
    if (state === 'stale' && canRender()) void this.#renderOnce(document, stored, false);
    return { page: { ...answer.page, status: 404 }, served: answer.served };
  }

  async #send(
    page: StoredPage,
    served: Served,
    status: number,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const packed = !page.type.startsWith('image/');
    const encoding = packed ? preferredEncoding(request, served === 'HIT') : null;
    const etag = encoding ? `${page.etag.slice(0, -1)}-${encoding}"` : page.etag;
    response.setHeader('Content-Type', page.type);
    // What is said of the whole site, such as that a staging site is not listed, stands.
    for (const name in page.headers) {
      if (!response.hasHeader(name)) response.setHeader(name, page.headers[name] as string);
    }
    if (packed) response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('X-Page', served);
    limitEdgeLife(request, response);
    speakToCdn(response, page, status, served === 'HIT' || served === 'MISS');
    if (page.type === documentType) response.setHeader('Speculation-Rules', '"/speculation-rules.json"');
    response.setHeader('Cache-Control', status === 200 ? 'public, max-age=0, must-revalidate' : 'no-cache');
    if (status === 200) {
      response.setHeader('ETag', etag);
      response.setHeader('Last-Modified', new Date(lastModified(page)).toUTCString());
      if (isKnown(request, page)) {
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
        : // A page is packed once and sent often; of a long site map the last percents would cost as much as all the others.
          compressGzip(page.body, { level: page.type === documentType ? 9 : 6 });
    return variants[encoding];
  }
}

/** The page in traditional characters, as of the page that it is made of. */
async function traditional(page: StoredPage, path: string): Promise<StoredPage> {
  const html = await toTraditional(page.body.toString(), {
    convert: await converter(),
    origin: site.origin,
    isReading,
  });
  const body = Buffer.from(html);
  return { ...page, path, body, etag: etagOf(body), tags: [...page.tags] };
}

function isFresh(path: string, page: StoredPage | null): boolean {
  return page !== null && stateOf(path, page) === 'fresh';
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

function canRender(): boolean {
  return clock.inTouch && closed.since === null;
}

/** Where an old address leads, in the script in which it was asked for. @throws {NotKnown} */
async function leadsTo(path: string, query = ''): Promise<string | null> {
  const target = await movedTo(hansPath(path) + query);
  return target !== null && isHant(path) && isReading(target) ? hantPath(target) : target;
}

/** The address that a misspelt one means, or where that went: one hop in place of two. */
async function inOneHop(canonical: string): Promise<string> {
  try {
    const further = await leadsTo(canonical);
    return further !== null && !(await mayExist(hansPath(canonical))) ? further : canonical;
  } catch {
    return canonical;
  }
}

/** Whether what stands behind `?` belongs to an address. */
function isForm(path: string): boolean {
  return hansPath(path) === searchPath;
}

function queryOf(url: string): string {
  const [, query = ''] = /^[^?#]*(\?[^#]+)/.exec(url) ?? [];
  return query;
}

/** What can be said where no page can be had. */
export function unavailable(response: ServerResponse, status: 503 | 530): void {
  const html =
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>稍后再来</title><link rel="stylesheet" href="/unavailable.css"></head>' +
    `<body><h1>这个页面暂时打不开</h1><p>${closed.since === null ? '服务器正在恢复，请过一分钟再试。' : '网站正在维护，请稍后再来。'}已经打开过的页面不受影响。</p><p><a href="/">回首页</a></p></body></html>`;
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    'Cache-Control': 'no-store',
    'Retry-After': closed.since === null ? 60 : retryAfter(Date.now()),
  });
  response.end(html);
}
