import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress, NotPublicError, publicLookup } from '#lib/http/public-address.ts';
import { pauseOf, reasonOf } from './call.ts';
import { isPrivateHost } from './hook-address.ts';

export type HookAnswer = {
  /** Null where there was no answer; then `error` says why, in Chinese. */
  status: number | null;
  error: string | null;
  /** The first bytes of the answer, as text. */
  text: string;
  milliseconds: number;
  /** For how long the receiver asks to be left alone (429, 503), in seconds. */
  pause: number | null;
};

/** An answer must have begun and ended by then, in milliseconds. */
const patience = 10_000;
/** More of an answer is not read, in bytes. */
const largestAnswer = 2_000;

/**
 * One POST to a receiver that somebody typed in: to public addresses only (or hosts that the environment names), never on to
 * where it redirects, and no more of its answer than a line of a log shows. Never throws: what went wrong is the answer.
 */
export async function callHook(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<HookAnswer> {
  const began = performance.now();
  const milliseconds = () => Math.round(performance.now() - began);
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  try {
    const { response, text } = await post(new URL(url), headers, body, deadline);
    const status = response.statusCode ?? 0;
    const busy = status === 429 || status === 503;
    return {
      status,
      error: null,
      text,
      milliseconds: milliseconds(),
      pause: busy ? pauseOf(response.headers['retry-after'] ?? null, Date.now()) : null,
    };
  } catch (error) {
    const why =
      error instanceof NotPublicError
        ? error.message
        : deadline.aborted
          ? '没有在限定的时间里应答'
          : `连接失败：${reasonOf(error)}`;
    return { status: null, error: why, text: '', milliseconds: milliseconds(), pause: null };
  }
}

function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<{ response: IncomingMessage; text: string }> {
  return new Promise((resolve, reject) => {
    const trusted = isPrivateHost(url);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!trusted) {
      if (url.protocol !== 'https:') return reject(new Error('地址不是 https'));
      // Addresses in place of names are never looked up.
      if (isIP(host) && !isPublicAddress(host)) return reject(new NotPublicError(host));
    }
    const request = url.protocol === 'https:' ? secure : plain;
    const sent = request(
      url,
      {
        method: 'POST',
        // No connection is kept, and none of another name is taken over.
        agent: false,
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        signal,
        ...(!trusted && { lookup: publicLookup }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const finish = () => resolve({ response, text: readable(Buffer.concat(chunks)) });
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size < largestAnswer) return;
          finish();
          response.destroy();
        });
        response.once('end', finish);
        response.once('error', reject);
      },
    );
    sent.once('error', reject);
    // An answer that wants another protocol (101) ends the connection without a word: whoever waits must not wait for ever.
    sent.once('close', () => reject(new Error('没有应答就断开了连接')));
    sent.end(body);
  });
}

/** Text that a database takes and a line shows. */
function readable(bytes: Buffer): string {
  return bytes
    .subarray(0, largestAnswer)
    .toString('utf8')
    .replace(/[\p{Cc}\p{Surrogate}\ufffd\s]+/gu, ' ')
    .trim()
    .slice(0, 500);
}
