import { documentType, etagOf, type StoredPage } from './page.ts';

/** A stored page for tests, with what the test is about in `own`. */
export function storedPage(path: string, text: string, own: Partial<StoredPage> = {}): StoredPage {
  const body = Buffer.from(text);
  return {
    path,
    status: 200,
    body,
    type: documentType,
    headers: {},
    etag: etagOf(body),
    tags: ['story:1'],
    began: 1,
    renderedAt: 0,
    until: Number.MAX_SAFE_INTEGER,
    ...own,
  };
}
