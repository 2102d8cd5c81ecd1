import type { IncomingMessage } from 'node:http';
import type { StoredPage } from '../cache/page.ts';

export type Encoding = 'gzip' | 'br';

/**
 * How a body is to be packed for who asks.
 * @param hit whether the page was stored already.
 */
export function preferredEncoding({ headers }: IncomingMessage, hit: boolean): Encoding | null {
  const accepted = headers['accept-encoding'];
  if (typeof accepted !== 'string') return null;
  // Brotli costs more to make: it is worth it for a page that is asked for again. The edge keeps what it gets.
  const again = hit || headers['x-edge-time'] !== undefined;
  if (again && /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted) ? 'gzip' : null;
}

/**
 * In whole seconds. A page may be drawn twice in one second: whoever gets it in that second is told the second before, so that
 * the same time never means two pages.
 */
export function lastModified({ renderedAt }: StoredPage): number {
  const second = Math.floor(renderedAt / 1000);
  return (Math.floor(Date.now() / 1000) > second ? second : second - 1) * 1000;
}

/** Whether who asks has the page already (RFC 9110, 13.2.2): by its tag, or where none is given by its time. */
export function isKnown({ headers }: IncomingMessage, page: StoredPage): boolean {
  if (headers['if-none-match'] !== undefined) return matches(headers['if-none-match'], page.etag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return since >= Math.floor(page.renderedAt / 1000) * 1000;
}

/** RFC 9110 13.1.2, by weak comparison; the encoded variants of a page are the same page. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const own = etag.slice(1, -1);
  return ifNoneMatch.split(',').some(
    (candidate) =>
      candidate
        .trim()
        .replace(/^W\//, '')
        .replace(/^"|(?:-(?:gzip|br))?"$/g, '') === own,
  );
}
