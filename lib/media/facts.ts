import exifr from 'exifr';
import type { Metadata } from 'sharp';
import type { MediaFacts } from '#db/schema/media-facts.ts';
import { Bytes, boxes } from './bytes.ts';

/** What a picture says of itself, with words that may be taken over. */
export type PictureWords = { facts: MediaFacts; credit: string; caption: string; licence: string; aiMade: boolean };

/** Digital source types (IPTC) of pictures that were made by generative models, wholly or in part. */
const generated = ['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia'];

/**
 * Reads what a picture says of itself: EXIF, IPTC, XMP (IPTC Photo Metadata Standard 2023.1), whether it carries content
 * credentials (C2PA 2.1, appendix A) or the implicit label of generated content (GB 45438-2025). Never fails: metadata that
 * make no sense say nothing.
 */
export async function pictureWords(file: string, format: string, metadata: Metadata): Promise<PictureWords> {
  const xmp = metadata.xmpAsString ?? metadata.xmp?.toString('utf8') ?? '';
  const exif = await exifOf(file, format, metadata);
  const manifest = await manifestOf(file, format);
  const said = (name: string, ...keys: string[]) =>
    tidy(
      xmpValue(xmp, name) ?? keys.map((key) => exif[key]).find((value) => typeof value === 'string' && value !== ''),
    );
  const creator = said('dc:creator', 'Artist', 'Byline');
  const copyright = said('dc:rights', 'Copyright', 'CopyrightNotice');
  const sourceType = sourceTypeOf(xmp) ?? sourceTypeOf(manifest ?? '');
  const aigc = /AIGC\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')|AIGC[^>]*>([^<]{1,2000})</.exec(xmp);
  const label = unescaped(aigc?.[1] ?? aigc?.[2] ?? aigc?.[3] ?? '').trim();
  const camera = [exif.Make, exif.Model].filter((part) => typeof part === 'string').join(' ');
  const taken = exif.DateTimeOriginal;
  return {
    facts: {
      ...(creator && { creator }),
      ...(copyright && { copyright }),
      ...(camera && { camera: tidy(camera) }),
      ...(typeof taken === 'string' &&
        /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d/.test(taken) && {
          takenAt: taken.slice(0, 19).replace(/^(\d+):(\d+):/, '$1-$2-'),
        }),
      ...(sourceType && { sourceType }),
      ...(manifest !== null && { c2pa: true }),
      ...(label && { aigc: label.slice(0, 1000) }),
      ...((exif.GPSLatitude !== undefined || /\bexif:GPSL/.test(xmp)) && { placed: true }),
    },
    credit: (said('photoshop:Credit', 'Credit') || creator).slice(0, 200),
    caption: said('dc:description', 'ImageDescription', 'Caption').slice(0, 2000),
    licence: copyright.slice(0, 200),
    aiMade: generated.includes(sourceType ?? '') || label !== '',
  };
}

/** The description that goes with what readers get: who made it, whose it is, and that a machine made it. No place, no camera. */
export function describing({ facts, credit }: Pick<PictureWords, 'facts' | 'credit'>): string | null {
  const { creator, copyright, sourceType, aigc } = facts;
  const list = (name: string, kind: 'Seq' | 'Alt', text: string) =>
    `<${name}><rdf:${kind}><rdf:li${kind === 'Alt' ? ' xml:lang="x-default"' : ''}>${escaped(text)}</rdf:li></rdf:${kind}></${name}>`;
  const parts = [
    creator && list('dc:creator', 'Seq', creator),
    copyright && list('dc:rights', 'Alt', copyright),
    credit && `<photoshop:Credit>${escaped(credit)}</photoshop:Credit>`,
    sourceType &&
      `<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/${sourceType}</Iptc4xmpExt:DigitalSourceType>`,
    aigc && `<TC260:AIGC>${escaped(aigc)}</TC260:AIGC>`,
  ].filter((part) => part);
  if (parts.length === 0) return null;
  return (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""' +
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"' +
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/">' +
    `${parts.join('')}</rdf:Description></rdf:RDF></x:xmpmeta>`
  );
}

async function exifOf(file: string, format: string, metadata: Metadata): Promise<Record<string, unknown>> {
  const options = {
    tiff: true,
    exif: true,
    gps: true,
    iptc: true,
    xmp: false,
    icc: false,
    mergeOutput: true,
    reviveValues: false,
  };
  const block = metadata.exif;
  const bare = block?.subarray(block.toString('latin1', 0, 4) === 'Exif' ? 6 : 0);
  const whole = format === 'jpeg' || format === 'tiff' ? file : bare;
  if (!whole) return {};
  const read = await exifr.parse(whole, options).catch(() => null);
  return (read as Record<string, unknown> | null) ?? {};
}

/** A property of XMP as an attribute, an element, or the first entry of a list. */
function xmpValue(xmp: string, name: string): string | undefined {
  const attribute = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(xmp);
  const element = new RegExp(`<${name}[^>]*>([\\s\\S]{0,4000}?)</${name}>`).exec(xmp)?.[1];
  const entry = element && (/<rdf:li[^>]*>([^<]*)<\/rdf:li>/.exec(element)?.[1] ?? element);
  const found = attribute?.[1] ?? attribute?.[2] ?? entry;
  return found === undefined || found.includes('<') ? undefined : unescaped(found);
}

function sourceTypeOf(text: string): string | undefined {
  return /digitalsourcetype\/([A-Za-z]{1,60})/.exec(text)?.[1];
}

/** Largest part of a file that is searched for content credentials. */
const largestManifest = 8 * 1024 * 1024;

/** The C2PA manifest, as bytes read as Latin letters; null where there is none. */
function manifestOf(file: string, format: string): Promise<string | null> {
  return Bytes.of(file, async (bytes) => {
    let found = '';
    if (format === 'jpeg') {
      for (let at = 2; at < bytes.size; ) {
        const head = await bytes.read(at, 4);
        if (head.length < 4 || head[0] !== 0xff || head[1] === 0xda) break;
        const length = head.readUInt16BE(2);
        if (head[1] === 0xeb && found.length < largestManifest)
          found += (await bytes.read(at + 4, length - 2)).toString('latin1');
        at += 2 + Math.max(2, length);
      }
    } else if (format === 'png' || format === 'webp') {
      const png = format === 'png';
      for (let at = png ? 8 : 12, count = 0; at + 8 <= bytes.size && count < 10_000; count += 1) {
        const head = await bytes.read(at, 8);
        const length = png ? head.readUInt32BE(0) : head.readUInt32LE(4);
        const type = png ? head.toString('latin1', 4, 8) : head.toString('latin1', 0, 4);
        if (type === 'caBX' || type === 'C2PA')
          found = (await bytes.read(at + 8, Math.min(length, largestManifest))).toString('latin1');
        at += png ? 12 + length : 8 + length + (length % 2);
      }
    } else if (format === 'avif') {
      for await (const box of boxes(bytes))
        if (box.type === 'uuid')
          found = (await bytes.read(box.body, Math.min(box.end - box.body, largestManifest))).toString('latin1');
    }
    return /jumb[\s\S]*c2pa/.test(found) ? found : null;
  });
}

function tidy(value: unknown): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: cameras pad with them
  return typeof value === 'string' ? value.replace(/[\u0000-\u001f\u007f\ufffd]+/g, ' ').trim() : '';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#34;': '"',
  '&#39;': "'",
};

function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|apos|#34|#39);/g, (entity) => entities[entity] ?? entity);
}
