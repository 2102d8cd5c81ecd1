import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import next from 'next';
import { sql } from '#db/client.ts';
import { site } from '#site.config.ts';
import { announceInstance } from '../cache/instances.ts';
import { listenForEvents } from '../cache/listen.ts';
import { followReplicas } from '../cache/replicas.ts';
import { openStore, pageStore } from '../cache/store.ts';
import { startJobs } from '../jobs/index.ts';
import { mediaConfiguration } from '../media/configuration.ts';
import { mediaStorage } from '../media/storage.ts';
import { MediaWorker } from '../media/worker.ts';
import { keyPath } from '../outbox/channels/indexnow.ts';
import { indexNowKeyFrom } from '../outbox/configuration.ts';
import { startOutbox } from '../outbox/index.ts';
import { ownAddress } from '../own-address.ts';
import { tidyPath } from '../text/address.ts';
import { searchPath } from '../text/search-address.ts';
import { hansPath } from '../text/variants.ts';
import { settleAddress } from './address.ts';
import { serveDesk } from './desk.ts';
import { Documents } from './documents.ts';
import { draining } from './draining.ts';
import { filesServer } from './files.ts';
import { secure } from './headers.ts';
import { closed, followMaintenance, needsDatabase, refuseClosed } from './maintenance.ts';
import { answerMalformed } from './malformed.ts';
import { storedMedia } from './media.ts';
import { readServer } from './read.ts';
import { readPath, routeOf } from './routes.ts';
import { Searches } from './searches.ts';
import { Suggestions } from './suggestions.ts';

export type RunningServer = {
  url: string;
  /**
   * Stops taking requests, lets those under way finish, and closes.
   * @param drain milliseconds in which requests are still answered while balancers learn that this instance goes.
   */
  stop(drain?: number): Promise<void>;
};

type Options = { root: string; dataDir: string; port: number; host?: string };

/** How often a database that does not answer at the start is asked again, in milliseconds. */
const untilDatabase = 500;

/**
 * Serves the built site. The database must be migrated. Where it does not answer yet, documents answer 503 until it does:
 * nobody can say before which of the stored pages name a withdrawn story.
 */
export async function serve({ root, dataDir, port, host }: Options): Promise<RunningServer> {
  const build = (await readFile(path.join(root, '.next/BUILD_ID'), 'utf8')).trim();
  const outbox = startOutbox();
  const key = indexNowKeyFrom(process.env);
  const configuration = mediaConfiguration();
  const storage = mediaStorage(dataDir, configuration);
  const mediaWorker = new MediaWorker({ storage, dataFolder: dataDir, configuration });
  const reads = readServer();
  const closing = new AbortController();
  let stopListening = async () => {};
  let stopJobs = async () => {};
  const connected = untilItSucceeds(async () => {
    // The first event tells one newsroom's database from another's, whose numbers mean something else.
    const [first] = await sql<{ at: string }[]>`select at::text from event order by id limit 1`;
    await openStore(path.join(dataDir, 'cache'), `${build}/${first?.at}${site.staging ? '/staging' : ''}`);
    const stopEvents = await listenForEvents();
    const stopReplicas = followReplicas();
    const stopMaintenance = await followMaintenance();
    stopListening = () => {
      stopMaintenance();
      stopReplicas();
      return stopEvents();
    };
  }, closing.signal);
  const working = connected.then(() =>
    untilItSucceeds(async () => {
      stopJobs = (await startJobs()).stop;
    }, closing.signal),
  );

  const app = next({ dev: false, dir: root, customServer: true });
  await app.prepare();
  const handler = app.getRequestHandler();
  const documents = new Documents(handler);
  const searches = new Searches(documents);
  const suggestions = new Suggestions();
  const sendFile = filesServer([
    { prefix: '/media/', folder: path.join(dataDir, 'media'), immutable: true },
    { prefix: '/_next/static/', folder: path.join(root, '.next/static'), immutable: true },
    { prefix: '/_r/', folder: path.join(root, '.build/reader/_r'), immutable: true },
    { prefix: '/', folder: path.join(root, 'public'), immutable: false },
  ]);

  // A folder is sent as files are; what lies elsewhere passes through here, and what is still in the folder is sent from there.
  const sendStored = storage.kind === 'disk' ? null : storedMedia(storage);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    // Every page view brings one: nothing that its empty answer does not need is done for it.
    if (request.url === readPath) return reads.answer(request, response);
    secure(response);
    request.url = targetOf(request.url ?? '/');
    if (draining.since !== null) response.setHeader('Connection', 'close');
    const target = pathOf(request.url);
    const route = routeOf(target);
    if (route === 'beacon') return reads.answer(request, response);
    if (closed.since !== null && needsDatabase(target)) return refuseClosed(response);
    if (target === '/api/suggest') return suggestions.serve(queryOf(request.url), request, response);
    if (route === 'machine') {
      settleAddress(request);
      return handler(request, response);
    }
    if (route === 'desk') return serveDesk(handler, request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod(response);
    if (sendStored && target.startsWith('/media/') && (await sendStored(target, request, response))) return;
    if (key !== null && target === keyPath(key)) return sendText(key, response);
    if (route !== 'document') {
      const tidy = tidyPath(target);
      if (tidy !== target && isFile(tidy)) return lead(tidy, response);
      if (tidy === target && (await sendFile(target, request, response))) return;
    }
    if (hansPath(target) === searchPath) return searches.serve(target, queryOf(request.url), request, response);
    await documents.serve(target, request, response);
  };
  // A search of a few thousand Han characters is answered, if only with 400: each is nine bytes of an address.
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(`${request.method} ${request.url?.slice(0, 200)}:`, error);
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('服务器出错了，请稍后再试。');
    });
  });
  server.on('clientError', answerMalformed);
  server.requestTimeout = 60_000;
  server.keepAliveTimeout = 65_000;
  await Promise.race([connected, setTimeout(untilDatabase)]);
  await listen(server, port, host);
  const address = server.address() as { address: string; port: number };
  ownAddress.origin = `http://${hostOf(address.address)}:${address.port}`;
  // After an act that leads on, Next.js would ask for the next page itself, at port 3000 and with the editor's cookies, to send it
  // along. Browsers ask for it: each page of the desk begins anew, whatever the one before was doing. So it is asked of this
  // server, where it gets a short answer that is no page.
  process.env.__NEXT_PRIVATE_ORIGIN = `${ownAddress.origin}/api/health?`;
  const leave = announceInstance(ownAddress.origin);

  return {
    url: `http://localhost:${address.port}`,
    async stop(drain = 0) {
      draining.since = Date.now();
      if (drain > 0) await setTimeout(drain);
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      closeLive();
      // A connection turns idle when its answer ends: the last ones some time from now.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const finished = new AbortController();
      void setTimeout(5_000, null, { signal: finished.signal }).then(
        () => server.closeAllConnections(),
        () => {},
      );
      await closed;
      clearInterval(idle);
      finished.abort();
      await connected;
      await reads.stop();
      await mediaWorker.stop();
      await outbox.stop();
      await working;
      await stopJobs();
      await leave();
      await stopListening();
      await app.close();
      await pageStore.close();
      draining.since = null;
    },
  };
}

/** Tries until it works, saying once what is wrong. @returns also when it is told to give up. */
async function untilItSucceeds(work: () => Promise<void>, giveUp: AbortSignal): Promise<void> {
  for (let said = false; !giveUp.aborted; ) {
    try {
      return await work();
    } catch (error) {
      if (!said) console.error('数据库还没有应答，连上以前页面答 503:', (error as Error).message);
      said = true;
      await setTimeout(untilDatabase, null, { signal: giveUp }).catch(() => {});
    }
  }
}

/** A request's target as path and query: it may be a whole address (RFC 9112, 3.2.2). */
function targetOf(url: string): string {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
  return target.startsWith('/') ? target : `/${target}`;
}

function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

function queryOf(url: string): string {
  return /^[^?#]*\?([^#]*)/.exec(url)?.[1] ?? '';
}

function isFile(path: string): boolean {
  return /^\/(?:media|_next\/static|_r)\//.test(path);
}

function lead(to: string, response: ServerResponse): void {
  response.writeHead(301, { Location: to, 'Cache-Control': 'public, max-age=3600', 'Content-Length': 0 }).end();
}

function sendText(text: string, response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-cache',
  });
  response.end(text);
}

function refuseMethod(response: ServerResponse): void {
  response.writeHead(405, { Allow: 'GET, HEAD', 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('这个地址只接受 GET 和 HEAD。');
}

/** Where one reaches an address that is listened on: all of them are reached by the loopback. */
function hostOf(address: string): string {
  if (address === '::' || address === '0.0.0.0') return '127.0.0.1';
  return address.includes(':') ? `[${address}]` : address;
}

function listen(server: Server, port: number, host?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Ends the live streams, which would never finish by themselves (`lib/live/hub.ts`). */
function closeLive(): void {
  (globalThis as { [key: symbol]: { close?: () => void } | undefined })[Symbol.for('weishui.live')]?.close?.();
}
