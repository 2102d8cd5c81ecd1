import type { CardRow, PictureRow } from '#db/queries/cards.ts';
import type { LineRow } from '#db/queries/lists.ts';
import type { MediaRow } from '#db/queries/stories.ts';
import { tags } from '#lib/cache/tags.ts';
import { cropNames } from '#lib/media/crops.ts';
import { kindMark } from '#lib/text/labels.ts';
import { clock, fileSize } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import type { LineItem, ListItem, MediaModel, PictureModel } from '../models.ts';
import { names } from './answer.ts';
import { linkTo, type Sections } from './sections.ts';

/** Address of a story of any kind. */
export function articleHref(id: number): string {
  return `/article/${id}`;
}

/** Address of a stored file. */
export function mediaHref(hash: string, file: string): string {
  return `/media/${hash}/${file}`;
}

/** A row of media as a picture; null for sound and film. */
export function pictureModel(row: PictureRow | null | undefined): PictureModel | null {
  if (row?.kind !== 'image' || row.width === null || row.height === null) return null;
  const full = mediaHref(row.hash, row.file);
  const inFormat = (extension: string) =>
    row.widths.map((width) => ({ width, href: mediaHref(row.hash, `${width}.${extension}`) }));
  const srcset = (variants: { width: number; href: string }[]) =>
    variants.map((variant) => `${variant.href} ${variant.width}w`).join(', ');
  const variants = inFormat('webp');
  const usual = variants.findLast((variant) => variant.width <= 828) ?? variants[0];
  return {
    mediaId: row.id,
    src: usual?.href ?? full,
    srcset: srcset(variants),
    avif: row.formats.includes('avif') && variants.length > 0 ? srcset(inFormat('avif')) : null,
    full,
    crops:
      row.cropX === null || row.cropY === null
        ? null
        : cropNames({ x: row.cropX, y: row.cropY }).map((file) => mediaHref(row.hash, file)),
    width: row.width,
    height: row.height,
    color: row.color ?? '#d9d4c8',
    focal: `${Math.round(row.focalX * 100)}% ${Math.round(row.focalY * 100)}%`,
    alt: row.alt,
    caption: row.caption,
    credit: row.credit,
    licence: row.licence,
    aiMade: row.aiMade,
  };
}

/** A row of media as something to play; null for pictures. */
export function mediaModel(row: MediaRow | undefined, poster: PictureModel | null): MediaModel | null {
  if (!row || row.kind === 'image') return null;
  const durationSeconds = row.durationSeconds ?? 0;
  return {
    kind: row.kind,
    src: mediaHref(row.hash, row.file),
    mime: row.mime,
    bytes: row.bytes,
    size: fileSize(row.bytes),
    durationSeconds,
    duration: clock(durationSeconds),
    width: row.width,
    height: row.height,
    poster: pictureModel(row.poster) ?? poster,
    captions: row.captionsFile ? mediaHref(row.hash, row.captionsFile) : null,
    chapters: row.chapters.map(({ at, title }) => ({ at, clock: clock(at), title })),
  };
}

/** A story as a line or card; `title` and `picture` are a slot's own, where it has them. */
export function listItem(
  card: CardRow,
  sections: Sections,
  own: { title?: string | null; picture?: PictureModel | null } = {},
): ListItem {
  const picture = own.picture ?? pictureModel(card.picture);
  const authors = card.authors?.map((author) => author.name).join('、');
  return {
    id: card.id,
    href: articleHref(card.id),
    kind: card.kind,
    title: own.title ?? card.listTitle ?? card.title,
    fullTitle: own.title ?? card.title,
    mark: kindMark(card.kind, picture !== null),
    summary: card.summary,
    time: timeModel(card.publishedAt),
    section: linkTo(sections.link(card.sectionId)),
    source: card.sourceName,
    author: authors || card.byline,
    picture,
  };
}

/** A story as a line of a long list. */
export function lineItem(row: LineRow, sections: Sections): LineItem {
  return {
    id: row.id,
    href: articleHref(row.id),
    fullTitle: row.title,
    mark: kindMark(row.kind, row.pictured),
    time: timeModel(row.publishedAt),
    section: linkTo(sections.link(row.sectionId)),
  };
}

/** Names of everything that cards show: the stories, their sources and authors, and the section tree. */
export function cardTags(cards: readonly CardRow[]): string[] {
  return names(
    tags.sections,
    ...cards.flatMap((card) => [
      tags.story(card.id),
      card.sourceId === null ? null : tags.source(card.sourceId),
      (card.authors ?? []).map((author) => tags.author(author.id)),
    ]),
  );
}
