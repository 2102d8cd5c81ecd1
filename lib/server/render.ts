import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { beginning, clock, type Rendering } from '../cache/clock.ts';
import type { StoredPage } from '../cache/page.ts';
import { drawnAt } from '../text/search-address.ts';

export type Rendered = { page: StoredPage } | { page: null; status: number };

/**
 * Has Next.js render a page now. The page handler puts it into the store on the way (`lib/cache/page-handler.ts`); what
 * Next.js would send to a browser, with its scripts, is thrown away.
 */
export async function render(path: string, next: RequestListener, signal: AbortSignal): Promise<Rendered> {
  const request = new IncomingMessage(new Socket());
  request.method = 'GET';
  request.url = drawnAt(path);
  request.headers = { host: 'localhost', accept: 'text/html' };
  request.push(null);

  const response = new ServerResponse(request);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // As the HTTP server does for its sockets: who sends a large answer waits for it.
  nowhere.on('drain', () => response.emit('drain'));
  response.assignSocket(nowhere as unknown as Socket);

  const rendering: Rendering = {
    path,
    began: beginning(),
    tags: new Set(),
    until: Number.POSITIVE_INFINITY,
    page: null,
  };
  const finished = new Promise<void>((resolve, reject) => {
    response.once('finish', resolve);
    response.once('error', reject);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  await Promise.all([clock.rendering.run(rendering, () => next(request, response)), finished]);
  return rendering.page ? { page: rendering.page } : { page: null, status: response.statusCode };
}
