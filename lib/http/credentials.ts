import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A signature is good for this long before and after its time, in seconds. */
export const signatureWindow = 300;

/** Whether two secrets are equal, in a time that says nothing of where they differ, nor of their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** `sha256=<hex>` over `${timestamp}.${body}`, as `X-Weishui-Signature` carries it. */
export function sign(secret: string, timestamp: string, body: Uint8Array | string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}

/** Whether a timestamp (Unix seconds, in decimal) lies inside the window around `now` (milliseconds). */
export function isTimely(timestamp: string, now: number): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now / 1000 - Number(timestamp)) <= signatureWindow;
}
