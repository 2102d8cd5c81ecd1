import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Conditions, type MediaStorage, mimeOf, publicName } from '#lib/media/storage.ts';

const address = /^\/media\/([0-9a-f]{16})\/([a-z0-9][a-z0-9.-]{0,60})$/i;
const year = 'public, max-age=31536000, immutable';

/**
 * Sends media out of a storage that is not a folder here. Its addresses are the same, ranges and conditions are heard; the
 * storage itself is never seen.
 * @returns false where it has no such file: then nothing was sent.
 */
export function storedMedia(storage: MediaStorage) {
  return async (path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const [, hash = '', file = ''] = address.exec(path) ?? [];
    if (hash === '') return false;
    const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    const found = await storage.send(publicName(hash, file), method, conditionsOf(request));
    if (!found) return false;
    const { status, headers, body } = found;
    response.writeHead(status, {
      ...headers,
      ...(status === 416
        ? { 'Cache-Control': 'no-store', 'Content-Length': 0 }
        : { 'Cache-Control': year, 'Content-Type': mimeOf(file) }),
    });
    if (!body) {
      response.end();
      return true;
    }
    // A reader who goes away ends it: that is no error.
    await pipeline(Readable.fromWeb(body as never), response).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
    return true;
  };
}

/** One range that makes sense is passed on; of several, or of none, the whole is sent, as RFC 9110 (14.2) allows. */
function conditionsOf({ headers }: IncomingMessage): Conditions {
  const conditions: Conditions = {};
  for (const name of ['if-none-match', 'if-modified-since'] as const) {
    const value = headers[name];
    if (value) conditions[name] = value;
  }
  const range = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/.exec(headers.range ?? '');
  const backwards = range?.[2] && Number(range[2]) < Number(range[1]);
  if (range && !backwards) conditions.range = range[0];
  const unchanged = headers['if-range'];
  if (typeof unchanged === 'string' && conditions.range) conditions['if-range'] = unchanged;
  return conditions;
}
