import type { NewsEntry, SitemapEntry, SitemapPart } from '#lib/content/models.ts';
import { hantPath, languagesOf } from '#lib/text/variants.ts';
import { possible } from '../text/xml.ts';
import { partName } from './parts.ts';

const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
const protocol = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const xhtml = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"';
const google = (name: string, version: string) =>
  `xmlns:${name}="http://www.google.com/schemas/sitemap-${name}/${version}"`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text as it stands in XML, in an element or an attribute. */
export function xmlText(text: string): string {
  return possible(text).replace(/[&<>"']/g, (sign) => entities[sign] as string);
}

/** Google's longest description of a film, in characters. */
const longestDescription = 2048;
/** Google takes durations of a second to eight hours. */
const longestFilm = 28_800;
/** Google reads that many pictures of a page. */
const mostPictures = 1000;

/**
 * A part of the site map: every page in both scripts, each of which names both.
 * @param plain without that, pictures and films, for engines that refuse what sitemaps.org does not name.
 * @param maxBytes where pictures would take more, those of the last stories are left out: every address still stands.
 *   Pictures and films stand with the page in simplified characters, in whose words they are described.
 */
export function urlset(
  entries: readonly SitemapEntry[],
  { origin, plain, maxBytes }: { origin: string; plain: boolean; maxBytes: number },
): string {
  const extensions = plain ? '' : ` ${xhtml} ${google('image', '1.1')} ${google('video', '1.1')}`;
  const head = `${prolog}<urlset ${protocol}${extensions}>\n`;
  const foot = '</urlset>\n';
  const end = '</url>\n';
  const pairs = entries.map(({ href, changed }) => {
    const more = `${changed ? `<lastmod>${changed}</lastmod>` : ''}${plain ? '' : alternates(href, origin)}`;
    const [hans, hant] = [href, hantPath(href)].map((path) => `<url><loc>${xmlText(origin + path)}</loc>${more}`);
    return [hans, `${end}${hant}${end}`] as const;
  });
  let left = maxBytes - Buffer.byteLength(head + foot);
  for (const pair of pairs) left -= Buffer.byteLength(pair.join(''));
  let body = '';
  for (const [index, entry] of entries.entries()) {
    const more = plain ? '' : extensionsOf(entry, origin);
    left -= Buffer.byteLength(more);
    const [start, rest] = pairs[index] as (typeof pairs)[number];
    body += start + (left >= 0 ? more : '') + rest;
    if (left < 0) left += Buffer.byteLength(more);
  }
  return head + body + foot;
}

function alternates(href: string, origin: string): string {
  return Object.entries(languagesOf(href))
    .map(([lang, path]) => `<xhtml:link rel="alternate" hreflang="${lang}" href="${xmlText(origin + path)}"/>`)
    .join('');
}

function extensionsOf({ pictures, film }: SitemapEntry, origin: string): string {
  const images = pictures
    .slice(0, mostPictures)
    .map((href) => `<image:image><image:loc>${xmlText(origin + href)}</image:loc></image:image>`);
  if (!film) return images.join('');
  const description = Array.from(film.description).slice(0, longestDescription).join('');
  const seconds = film.durationSeconds;
  const duration =
    seconds !== null && seconds >= 1 && seconds <= longestFilm ? `<video:duration>${seconds}</video:duration>` : '';
  return [
    ...images,
    '<video:video>',
    `<video:thumbnail_loc>${xmlText(origin + film.thumbnail)}</video:thumbnail_loc>`,
    `<video:title>${xmlText(film.title)}</video:title>`,
    `<video:description>${xmlText(description)}</video:description>`,
    `<video:content_loc>${xmlText(origin + film.src)}</video:content_loc>`,
    duration,
    `<video:publication_date>${film.published}</video:publication_date>`,
    '</video:video>',
  ].join('');
}

/** The index of the parts. */
export function sitemapIndex(
  parts: readonly SitemapPart[],
  { origin, plain }: { origin: string; plain: boolean },
): string {
  const folder = plain ? '/sitemap/plain/' : '/sitemap/';
  const lines = parts.map(({ part, changed }) => {
    const lastmod = changed ? `<lastmod>${changed}</lastmod>` : '';
    return `<sitemap><loc>${xmlText(`${origin}${folder}${partName(part)}.xml`)}</loc>${lastmod}</sitemap>\n`;
  });
  return `${prolog}<sitemapindex ${protocol}>\n${lines.join('')}</sitemapindex>\n`;
}

/** The news site map. In a time without news it has no address, which Google reads as it is meant. */
export function newsUrlset(entries: readonly NewsEntry[], { origin, name }: { origin: string; name: string }): string {
  const publication = `<news:publication><news:name>${xmlText(name)}</news:name><news:language>zh-cn</news:language></news:publication>`;
  const lines = entries.map(
    ({ href, title, published }) =>
      `<url><loc>${xmlText(origin + href)}</loc><news:news>${publication}` +
      `<news:publication_date>${published}</news:publication_date><news:title>${xmlText(title)}</news:title></news:news></url>\n`,
  );
  return `${prolog}<urlset ${protocol} ${google('news', '0.9')}>\n${lines.join('')}</urlset>\n`;
}
