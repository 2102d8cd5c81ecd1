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
  /** Milliseconds since the epoch, for Last-Modified. */
  renderedAt: number;
  /** When it is rendered anew even if nothing happened, in milliseconds since the epoch. */
  until: number;
};

export function etagOf(html: Buffer): string {
  return `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
}
