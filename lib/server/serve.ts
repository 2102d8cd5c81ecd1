import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import next from 'next';
import { sql } from '#db/client.ts';
import { listenForEvents } from '../cache/listen.ts';
import { followReplicas } from '../cache/replicas.ts';
import { openStore, pageStore } from '../cache/store.ts';
import { startOutbox } from '../outbox/index.ts';
import { Documents } from './documents.ts';
import { draining } from './draining.ts';
import { filesServer } from './files.ts';
import { secure } from './headers.ts';
import { routeOf } from './routes.ts';

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
  const closing = new AbortController();
  let stopListening = async () => {};
  const connected = untilItSucceeds(async () => {
    // The first event tells one newsroom's database from another's, whose numbers mean something else.
    const [first] = await sql<{ at: string }[]>`select at::text from event order by id limit 1`;
    await openStore(path.join(dataDir, 'cache'), `${build}/${first?.at}`);
    const stopEvents = await listenForEvents();
    const stopReplicas = followReplicas();
    stopListening = () => {
      stopReplicas();
      return stopEvents();
    };
  }, closing.signal);

  const app = next({ dev: false, dir: root, customServer: true });
  await app.prepare();
  const handler = app.getRequestHandler();
  const documents = new Documents(handler);
  const sendFile = filesServer([
    { prefix: '/media/', folder: path.join(dataDir, 'media'), immutable: true },
    { prefix: '/_next/static/', folder: path.join(root, '.next/static'), immutable: true },
    { prefix: '/_r/', folder: path.join(root, '.build/reader/_r'), immutable: true },
    { prefix: '/', folder: path.join(root, 'public'), immutable: false },
  ]);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    secure(response);
    if (draining.since !== null) response.setHeader('Connection', 'close');
    const target = pathOf(request.url ?? '/');
    const route = routeOf(target);
    if (route === 'machine') return handler(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod(response);
    if (route !== 'document' && (await sendFile(target, request, response))) return;
    await documents.serve(target, request, response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(`${request.method} ${request.url?.slice(0, 200)}:`, error);
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('服务器出错了，请稍后再试。');
    });
  });
  server.requestTimeout = 60_000;
  server.keepAliveTimeout = 65_000;
  await Promise.race([connected, setTimeout(untilDatabase)]);
  await listen(server, port, host);
  const address = server.address() as { port: number };

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
      await outbox.stop();
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

function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

function refuseMethod(response: ServerResponse): void {
  response.writeHead(405, { Allow: 'GET, HEAD', 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('这个地址只接受 GET 和 HEAD。');
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
