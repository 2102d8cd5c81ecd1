import type { Metadata } from 'next';
import { LibraryFilters, LibraryGrid, type LibraryItem } from '#components/desk/library/library.tsx';
import { library } from '#components/desk/library/strings.ts';
import { Uploader } from '#components/desk/library/uploader.client.tsx';
import { mediaByIds, type MediaRow as Recording } from '#db/queries/stories.ts';
import { requireRight } from '#lib/auth/current.ts';
import { mediaHref } from '#lib/content/questions/items.ts';
import { type MediaFilter, type MediaRow, searchMedia } from '#lib/newsroom/library-list.ts';
import { fileSize, positiveInteger } from '#lib/text/number.ts';

export const metadata: Metadata = { title: library.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Everything that can be shown, newest first, and the way in. */
export default async function MediaPage({ searchParams }: Props) {
  const [actor, asked] = await Promise.all([requireRight('use-media'), searchParams]);
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim() : '');
  const wanted = { q: one('q'), kind: one('kind'), which: one('which') };
  const which: Record<string, MediaFilter> = {
    mine: { uploadedBy: actor.id },
    alt: { lacking: 'alt' },
    credit: { lacking: 'credit' },
    unused: { unused: true },
    ai: { aiMade: true },
  };
  const before = positiveInteger(one('before'));
  const page = await searchMedia(actor, {
    ...which[wanted.which],
    ...(wanted.q && { words: wanted.q }),
    ...(isKind(wanted.kind) && { kind: wanted.kind }),
    ...(before && { before }),
  });
  const recordings = await mediaByIds(page.items.flatMap(({ id, kind }) => (kind === 'image' ? [] : [id])));
  const older =
    page.next === null ? null : `/desk/media?${new URLSearchParams({ ...wanted, before: String(page.next) })}`;
  return (
    <>
      <header className="page-title">
        <h1>{library.title}</h1>
      </header>
      <Uploader />
      <LibraryFilters wanted={wanted} />
      <LibraryGrid items={page.items.map((row) => itemOf(row, recordings.get(row.id)))} older={older} />
    </>
  );
}

function itemOf(row: MediaRow, recording: Recording | undefined): LibraryItem {
  const { id, kind, width, height } = row;
  const picture = kind === 'image' ? row : recording?.poster;
  return {
    id,
    kind,
    title: row.alt || row.caption || row.name || String(id),
    thumb:
      picture?.width && picture.height
        ? {
            src: mediaHref(picture.hash, `${picture.widths[0] ?? picture.width}.webp`),
            width: picture.width,
            height: picture.height,
          }
        : null,
    about: `${kind !== 'image' && picture ? `${library.kinds[kind]} · ` : ''}${width && height ? `${width} × ${height} · ` : ''}${fileSize(row.bytes)}`,
    lacksAlt: kind === 'image' && row.alt === '',
    aiMade: row.aiMade,
  };
}

function isKind(text: string): text is MediaRow['kind'] {
  return text in library.kinds;
}
