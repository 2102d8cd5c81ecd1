import type { Actor } from '#lib/newsroom/actor.ts';
import { mediaDetail, uploadStatus, uploadsOf } from '#lib/newsroom/library-list.ts';
import { mediaConfiguration } from './configuration.ts';
import { dataFolder, type MediaStorage, mediaStorage, mimeOf, originalName } from './storage.ts';
import { Uploads } from './uploads.ts';

/** Uploads live below this address: tus from POST to the last PATCH; GET says what became of one, or of all. */
export const uploadsAddress = '/desk/media/uploads';

let uploads: Uploads | null = null;

/**
 * Answers a request below `uploadsAddress`. The caller has found out who asks and that the page that asks is ours.
 */
export async function answerUploads(request: Request, actor: Actor): Promise<Response> {
  if (request.method === 'GET') return status(new URL(request.url).pathname, actor);
  return ownUploads().answer(request, actor, uploadsAddress);
}

/** The uploads of this process. */
export function ownUploads(): Uploads {
  uploads ??= new Uploads(dataFolder(), mediaConfiguration().limits);
  return uploads;
}

async function status(path: string, actor: Actor): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' };
  const id = path.slice(uploadsAddress.length).replace(/^\/|\/$/g, '');
  if (id === '') return Response.json(await uploadsOf(actor), { headers });
  const found = await uploadStatus(actor, id);
  return found ? Response.json(found, { headers }) : new Response('没有这个上传。', { status: 404, headers });
}

let storage: MediaStorage | null = null;

/** The original of a medium, to be kept as a file: a browser never shows it, whatever it is. */
export async function answerOriginal(request: Request, actor: Actor, id: number): Promise<Response> {
  const found = id > 0 ? await mediaDetail(actor, id) : null;
  const original = found?.item.original;
  if (!found || !original) return new Response('没有这个原始文件。', { status: 404 });
  storage ??= mediaStorage(dataFolder());
  const range = request.headers.get('range');
  const sent = await storage.send(originalName(original), 'GET', range ? { range } : {});
  if (!sent) return new Response('原始文件不在存储里。', { status: 404 });
  const name = encodeURIComponent(found.item.name || original.replace('/', '-')).replace(/['()*]/g, inHex);
  return new Response(sent.body, {
    status: sent.status,
    headers: {
      ...sent.headers,
      'Content-Type': mimeOf(original),
      'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  });
}

/** RFC 8187: what `encodeURIComponent` leaves. */
function inHex(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}
