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

/** A page as bytes: one line of JSON, then the document. */
export function encodePage({ html, ...head }: StoredPage): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, bytes: html.length })}\n`), html]);
}

/** @throws where the bytes are not a whole page, or the page of another path. */
export function decodePage(bytes: Buffer, path: string): StoredPage {
  const end = bytes.indexOf(10);
  const { bytes: length, ...head } = JSON.parse(bytes.subarray(0, end).toString()) as Omit<StoredPage, 'html'> & {
    bytes: number;
  };
  const html = bytes.subarray(end + 1);
  if (html.length !== length || head.path !== path || !Array.isArray(head.tags)) throw new Error('not this page');
  return { ...head, html };
}
