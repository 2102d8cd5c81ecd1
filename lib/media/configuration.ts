import { StartError } from '#db/embedded.ts';
import type { PictureFormat } from '#db/schema/media-facts.ts';

const megabyte = 1024 * 1024;

export type MediaLimits = {
  /** Largest picture file, in bytes. */
  picture: number;
  /** Largest sound or film file, in bytes. */
  recording: number;
  /** Most pixels of a picture, width by height. */
  pixels: number;
  /** Bytes of unfinished uploads that one user may have at a time. */
  pending: number;
  /** Hours after which an unfinished upload is removed. */
  hours: number;
};

export type S3Options = {
  /** Address of the bucket: `https://s3.example.com/bucket`. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

export type MediaConfiguration = {
  limits: MediaLimits;
  /** Formats of variants of new pictures. */
  formats: readonly PictureFormat[];
  /** Null: media are kept on disk. */
  s3: S3Options | null;
};

/** What the database can count: `media.bytes`. */
const mostBytes = 2 ** 31 - 1;

/**
 * Reads `MEDIA_…` of the environment (docs/media.md).
 * @throws {StartError} with a Chinese sentence where something cannot be meant.
 */
export function mediaConfiguration(env: Record<string, string | undefined> = process.env): MediaConfiguration {
  const number = (name: string, usual: number, most: number) => {
    const value = Number(env[name] ?? usual);
    if (!(value > 0 && value <= most)) throw new StartError(`${name} 要是大于 0、不超过 ${most} 的数。`);
    return value;
  };
  return {
    limits: {
      picture: Math.floor(number('MEDIA_PICTURE_MB', 80, 500) * megabyte),
      recording: Math.min(Math.floor(number('MEDIA_RECORDING_MB', 1024, 2048) * megabyte), mostBytes),
      pixels: Math.floor(number('MEDIA_MEGAPIXELS', 100, 400) * 1_000_000),
      pending: Math.floor(number('MEDIA_PENDING_MB', 4096, 1_000_000) * megabyte),
      hours: number('MEDIA_UPLOAD_HOURS', 24, 720),
    },
    formats: formatsOf(env.MEDIA_FORMATS ?? 'avif,webp,jpeg'),
    s3: s3Of(env),
  };
}

function formatsOf(text: string): readonly PictureFormat[] {
  const named = text.split(/[\s,]+/).filter((name) => name !== '');
  const known = (['avif', 'webp', 'jpeg'] as const).filter((format) => named.includes(format));
  if (!known.includes('webp') || known.length < named.length)
    throw new StartError('MEDIA_FORMATS 只能写 avif、webp、jpeg，其中必须有 webp。');
  return known;
}

function s3Of(env: Record<string, string | undefined>): S3Options | null {
  const endpoint = env.MEDIA_S3_ENDPOINT;
  if (!endpoint) return null;
  const { MEDIA_S3_KEY: accessKeyId, MEDIA_S3_SECRET: secretAccessKey } = env;
  if (!URL.canParse(endpoint) || !/^https?:/.test(endpoint))
    throw new StartError('MEDIA_S3_ENDPOINT 要是存储桶的网址，例如 https://s3.example.com/bucket。');
  if (!accessKeyId || !secretAccessKey)
    throw new StartError('用 S3 存媒体，还要设置 MEDIA_S3_KEY 和 MEDIA_S3_SECRET。');
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    region: env.MEDIA_S3_REGION ?? 'auto',
    accessKeyId,
    secretAccessKey,
  };
}
