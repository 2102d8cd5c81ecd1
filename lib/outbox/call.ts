import { DeliveryError } from './channel.ts';

/** More of an answer than this is not read, in bytes. */
const largestAnswer = 64 * 1024;
const longestPause = 3600;

export type CallAnswer = { status: number; text: string };

/**
 * One POST to an outside system.
 * @param unaskedPause how long the channel pauses where it is told 429 or 503 without `Retry-After`, in seconds.
 * @throws {DeliveryError} where it did not answer, or with anything but 2xx.
 */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string | null,
  signal: AbortSignal,
  unaskedPause: number | null = null,
): Promise<CallAnswer> {
  const answer = await call(url, headers, body, signal);
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new DeliveryError(
    `应答 ${answer.status}：${excerpt(answer.text) || '没有内容'}`,
    answer.busy ? (answer.pause ?? unaskedPause) : null,
  );
}

/**
 * The same, whatever the status of the answer. `busy`: 429 or 503; `pause`: for how long, in seconds, where it says so.
 * @throws {DeliveryError} where there was no answer.
 */
export async function call(
  url: string,
  headers: Record<string, string>,
  body: string | null,
  signal: AbortSignal,
): Promise<CallAnswer & { busy: boolean; pause: number | null }> {
  try {
    // A redirect is not followed: it would take the token elsewhere.
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return {
      status: response.status,
      text: await beginningOf(response),
      busy: response.status === 429 || response.status === 503,
      pause: pauseOf(response.headers.get('retry-after'), Date.now()),
    };
  } catch (error) {
    throw new DeliveryError(signal.aborted ? '没有在限定的时间里应答' : `连接失败：${reasonOf(error)}`);
  }
}

/** `Retry-After` in seconds, be it a number or a date (RFC 9110, 10.2.3); null where there is none that means anything. */
export function pauseOf(retryAfter: string | null, now: number): number | null {
  if (retryAfter === null) return null;
  const text = retryAfter.trim();
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now) / 1000);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), longestPause);
}

/** What an answer says, short enough for a line of a log. */
export function excerpt(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
}

export function reasonOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? error.message : String(error);
}

async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largestAnswer) break;
  }
  return Buffer.concat(chunks).subarray(0, largestAnswer).toString();
}
