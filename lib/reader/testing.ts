import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleReader } from './bundle.ts';

export type Item = { id: number; title: string };

const policy = "default-src 'self'; script-src 'self'; style-src 'self'";

const styles = `
  :root { --paper: #fff; --ink: #111; --seal: #b00; --on-seal: #fff; --mark: #fe9 }
  * { box-sizing: border-box }
  body { margin: 0; font: 16px/1.5 sans-serif }
  [hidden] { display: none !important }
  li { min-height: 24px }
  .ws-pill { position: fixed; inset: 8px 0 auto; text-align: center }
  .tall { height: 3000px }
  .lightbox { display: none }
  .lightbox:target { display: block; position: fixed; inset: 0; background: #333 }
  .track { display: flex; width: 300px; overflow-x: auto; scroll-snap-type: x mandatory }
  .slide { flex: 0 0 300px; height: 100px; scroll-snap-align: start }
`;

/** A few pages on an ephemeral port with the site's real policy, the built scripts, panels, and a live channel to steer. */
export class TestSite {
  readonly pages = new Map<string, string>();
  readonly panels = new Map<string, Item[]>();
  /** The story that leads a panel, above its list. */
  readonly leads = new Map<string, Item>();
  /** When a panel changes by itself, in seconds since 1970. */
  readonly untils = new Map<string, number>();
  /** Whether `/api/live` lets itself be listened to. */
  listening = true;
  /** Every connection that was asked for: its address and its Last-Event-ID. */
  readonly connections: { url: string; lastEventId: string | undefined }[] = [];
  readonly polls: string[] = [];
  /** Beacons that came, each as it was written, with its page. */
  readonly reads: string[] = [];
  readonly panelRequests: string[] = [];
  /** What was asked of `/api/suggest`. */
  readonly suggestRequests: string[] = [];
  /** What it answers: titles, or a refusal; when `hold` lets it. */
  suggest: (q: string) => { titles: string[]; hold?: Promise<void> } | { status: number; retryAfter: number } = () => ({
    titles: [],
  });
  readonly #open = new Set<ServerResponse>();
  readonly #events: { id: number; panels: string[] }[] = [];
  readonly #folder: string;
  readonly #paths: { reader: string; prefs: string };
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  private constructor(folder: string, paths: { reader: string; prefs: string }) {
    this.#folder = folder;
    this.#paths = paths;
  }

  static async start(): Promise<TestSite> {
    const folder = await mkdtemp(join(tmpdir(), 'reader-site-'));
    const site = new TestSite(folder, await bundleReader(folder));
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Connections that stand at this moment. */
  get listeners(): number {
    return this.#open.size;
  }

  get lastEvent(): number {
    return this.#events.length;
  }

  reset(): void {
    this.listening = true;
    this.leads.clear();
    this.untils.clear();
    const lists = [this.connections, this.polls, this.reads, this.panelRequests, this.suggestRequests];
    for (const list of lists) list.length = 0;
    this.suggest = () => ({ titles: [] });
    for (const name of ['latest', 'local']) {
      this.panels.set(
        name,
        [9, 8, 7, 6, 5].map((id) => ({ id, title: `${name} 第 ${id} 条` })),
      );
    }
  }

  /** Puts a story in front of a panel, takes the last one off, and says so. */
  publish(name: string, item: Item): void {
    this.panels.set(name, [item, ...(this.panels.get(name) ?? []).slice(0, -1)]);
    this.tell(name);
  }

  tell(...panels: string[]): void {
    this.#events.push({ id: this.#events.length + 1, panels });
    for (const response of this.#open) response.write(this.#message(panels));
  }

  /** Ends every standing connection, as a restart does. */
  dropListeners(): void {
    for (const response of this.#open) response.end();
  }

  panel(name: string, extra = ''): string {
    const items = (this.panels.get(name) ?? []).map(
      ({ id, title }) => `<li data-id="${id}"><a href="/article/${id}">${title}</a></li>`,
    );
    const lead = this.leads.get(name);
    const top = lead ? `<a class="panel-top" href="/article/${lead.id}" data-id="${lead.id}">${lead.title}</a>` : '';
    const until = this.untils.get(name);
    const more = until ? `${extra} data-until="${until}"` : extra;
    return `<ws-panel name="${name}" data-href="/panel/${name}" ${more}><h2>${name}</h2>${top}<ul>${items.join('')}</ul></ws-panel>`;
  }

  document(body: string): string {
    return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>测试</title><link rel="icon" href="/icon">
      <meta name="viewport" content="width=device-width"><script src="${this.#paths.prefs}"></script>
      <link rel="stylesheet" href="/site.css"><script src="${this.#paths.reader}" defer></script></head><body>${body}</body></html>`;
  }

  async stop(): Promise<void> {
    this.dropListeners();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    const page = this.pages.get(url.pathname);
    const name = /^\/panel\/(.+)$/.exec(url.pathname)?.[1];
    if (page !== undefined) return this.#send(response, 'text/html; charset=utf-8', this.document(page));
    if (url.pathname === '/api/live') return this.#live(request, response, url);
    if (name !== undefined) {
      this.panelRequests.push(name);
      return this.#send(response, 'text/html; charset=utf-8', this.document(this.panel(name)));
    }
    if (url.pathname === '/api/read') {
      let body = '';
      for await (const part of request) body += part;
      this.reads.push(`${request.method} ${body}`);
      return void response.writeHead(204).end();
    }
    if (url.pathname === '/api/suggest') return this.#suggestions(url, response);
    if (url.pathname === '/site.css') {
      const own = await readFile(new URL('./reader.css', import.meta.url), 'utf8');
      return this.#send(response, 'text/css; charset=utf-8', styles + own);
    }
    if (url.pathname.startsWith('/_r/')) {
      return this.#send(response, 'text/javascript; charset=utf-8', await readFile(join(this.#folder, url.pathname)));
    }
    if (url.pathname === '/minute.wav') return sendRange(request, response, silence(60));
    response.writeHead(url.pathname === '/icon' ? 204 : 404).end();
  }

  async #suggestions(url: URL, response: ServerResponse): Promise<void> {
    const q = url.searchParams.get('q') ?? '';
    this.suggestRequests.push(q);
    const answer = this.suggest(q);
    if ('status' in answer) {
      response.writeHead(answer.status, { 'Retry-After': answer.retryAfter }).end();
      return;
    }
    await answer.hold;
    const suggestions = answer.titles.map((title, i) => ({
      kind: i === 0 ? 'topic' : 'story',
      label: [
        { text: q, hit: true },
        { text: title, hit: false },
      ],
      href: `/found/${i + 1}`,
    }));
    this.#send(response, 'application/json', JSON.stringify({ suggestions }));
  }

  #live(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const lastEventId = request.headers['last-event-id']?.toString();
    const after = lastEventId ?? url.searchParams.get('after');
    const missed = after ? [...new Set(this.#events.slice(Number(after)).flatMap(({ panels }) => panels))] : [];
    if (url.searchParams.has('poll')) {
      this.polls.push(url.search);
      this.#send(response, 'application/json', JSON.stringify({ id: this.lastEvent, panels: missed }));
      return;
    }
    this.connections.push({ url: url.pathname + url.search, lastEventId });
    if (!this.listening) {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(`retry: 50\n${missed.length > 0 ? this.#message(missed) : '\n'}`);
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
  }

  #message(panels: string[]): string {
    return `event: panels\nid: ${this.lastEvent}\ndata: ${JSON.stringify({ panels })}\n\n`;
  }

  #send(response: ServerResponse, type: string, body: string | Uint8Array): void {
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-cache', 'Content-Security-Policy': policy });
    response.end(body);
  }
}

/** A mono WAV file of silence, 8 bits at 8 kHz. */
function silence(seconds: number): Buffer {
  const rate = 8000;
  const data = Buffer.alloc(seconds * rate, 128);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const start = Number(from ?? 0);
  const end = to ? Number(to) : bytes.length - 1;
  response.writeHead(from === undefined ? 200 : 206, {
    'Content-Type': 'audio/wav',
    'Accept-Ranges': 'bytes',
    'Content-Length': end - start + 1,
    ...(from === undefined ? {} : { 'Content-Range': `bytes ${start}-${end}/${bytes.length}` }),
  });
  response.end(bytes.subarray(start, end + 1));
}
