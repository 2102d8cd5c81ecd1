import { createHash } from 'node:crypto';

/** A page as it is stored: a complete document (or a file for machines, or a picture), and what it depends on. */
export type StoredPage = {
  path: string;
  status: number;
  body: Buffer;
  /** Content-Type. */
  type: string;
  /** Headers of its own, by lower-case name: `link`, `x-robots-tag`, `access-control-allow-origin`. */
  headers: Record<string, string>;
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

export const documentType = 'text/html; charset=utf-8';

export function etagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

/** A page as bytes: one line of JSON, then the document. */
export function encodePage({ body, ...head }: StoredPage): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, bytes: body.length })}\n`), body]);
}

/** @throws where the bytes are not a whole page, or the page of another path. */
export function decodePage(bytes: Buffer, path: string): StoredPage {
  const end = bytes.indexOf(10);
  const { bytes: length, ...head } = JSON.parse(bytes.subarray(0, end).toString()) as Omit<StoredPage, 'body'> & {
    bytes: number;
  };
  const body = bytes.subarray(end + 1);
  if (body.length !== length || head.path !== path || !Array.isArray(head.tags)) throw new Error('not this page');
  return { ...head, body };
}
