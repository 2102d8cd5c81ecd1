import { createHash } from 'node:crypto';

/** A page as it is stored: a complete document, and what it depends on. */
export type StoredPage = {
  path: string;
  status: number;
  html: Buffer;
  /** Strong entity tag, quoted. */
  etag: string;
  tags: readonly string[];
  /** Number of the last event known when its rendering began (`lib/cache/clock.ts`). */
  began: number;
  /** Milliseconds since the epoch, for Last-Modified and for pages that age. */
  renderedAt: number;
  /** Seconds after which the page is rendered anew even if nothing happened; null: never. */
  revalidate: number | null;
};

export function etagOf(html: Buffer): string {
  return `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
}
