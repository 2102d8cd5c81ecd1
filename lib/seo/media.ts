import type { AudioObject, ImageObject, VideoObject } from 'schema-dts';
import type { Article, MediaModel, PictureModel } from '#lib/content/models.ts';
import { absolute, ids } from './graph.ts';

/** The picture that stands for a page. */
export function imageNode(picture: PictureModel): Exclude<ImageObject, string> {
  return { ...pictureNode(picture), url: absolute(picture.full) };
}

/** A picture with whose it is and on what terms. */
export function pictureNode(picture: PictureModel, caption: string = picture.caption): Exclude<ImageObject, string> {
  const { credit, licence } = picture;
  return {
    '@type': 'ImageObject',
    contentUrl: absolute(picture.full),
    width: `${picture.width}`,
    height: `${picture.height}`,
    ...(caption && { caption }),
    ...(credit && { creditText: credit }),
    ...(licence && { license: licenceAddress(licence), acquireLicensePage: absolute('/copyright') }),
    ...(picture.aiMade && { digitalSourceType: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource' }),
  };
}

/** Where the terms of a licence stand: at Creative Commons, at the address that is given, else on 版权声明. */
export function licenceAddress(licence: string): string {
  if (/^https:\/\/[^\s]+$/.test(licence)) return licence;
  if (/^CC0\b/i.test(licence)) return 'https://creativecommons.org/publicdomain/zero/1.0/';
  const [, kind, version = '4.0'] = /^CC[ -](BY(?:-(?:NC|ND|SA|NC-SA|NC-ND))?)(?:[ -](\d\.\d))?$/i.exec(licence) ?? [];
  return kind ? `https://creativecommons.org/licenses/${kind.toLowerCase()}/${version}/` : absolute('/copyright');
}

/** A story's film. Chapters have no address of their own on the page, so that none is told. */
export function videoNode(story: Article, media: MediaModel): VideoObject {
  return {
    '@type': 'VideoObject',
    '@id': ids.of(story.href, 'video'),
    name: story.title,
    description: story.summary || story.title,
    uploadDate: story.published.iso,
    thumbnailUrl: absolute(media.poster ? media.poster.full : `${story.href}/card.png`),
    ...fileOf(media),
    ...(media.width && media.height && { width: `${media.width}`, height: `${media.height}` }),
  };
}

/** Sound as it is played: in an episode, or in a story by itself. */
export function audioNode(story: Article, media: MediaModel): AudioObject {
  return {
    '@type': 'AudioObject',
    '@id': ids.of(story.href, 'audio'),
    name: story.title,
    uploadDate: story.published.iso,
    ...fileOf(media),
  };
}

function fileOf(media: MediaModel) {
  return {
    contentUrl: absolute(media.src),
    encodingFormat: media.mime,
    contentSize: `${media.bytes}`,
    ...(media.durationSeconds > 0 && { duration: duration(media.durationSeconds) }),
  };
}

/** ISO 8601: `PT1M5S`. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'H'],
    [Math.floor(whole / 60) % 60, 'M'],
    [whole % 60, 'S'],
  ] as const;
  return `PT${parts.map(([count, unit]) => (count > 0 ? count + unit : '')).join('')}`;
}
