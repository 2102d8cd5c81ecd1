import path from 'node:path';
import { type MediaConfiguration, mediaConfiguration } from './configuration.ts';
import { DiskStorage } from './disk-storage.ts';
import { S3Storage } from './s3-storage.ts';

/** What a request wants of a file, in the words of HTTP: `range`, `if-none-match`, `if-modified-since`, `if-range`. */
export type Conditions = Record<string, string>;

/** A file as it is to be sent on: status, headers, and the body unless there is none. */
export type StoredAnswer = { status: number; headers: Record<string, string>; body: ReadableStream<Uint8Array> | null };

/**
 * Where media are kept. Names are `{area}/{…}`: `media/{hash}/{file}` is what readers get, `originals/{hash}/{file}` what
 * nobody gets but the desk. A name always has all of a file or none: nothing half-written is ever seen under it.
 */
export type MediaStorage = {
  readonly kind: 'disk' | 's3';
  /** Takes a copy of a local file. What is there under the name already is replaced. */
  put(name: string, file: string, mime: string): Promise<void>;
  /** Writes a copy into a local file. @returns false where there is none under the name. */
  fetch(name: string, file: string): Promise<boolean>;
  /** Names that begin with `prefix`, a folder with its slash. */
  list(prefix: string): Promise<string[]>;
  /** Those that are not there are no error. */
  remove(names: readonly string[]): Promise<void>;
  /** The file for a request; null where there is none. Ranges and conditions are heard. */
  send(name: string, method: 'GET' | 'HEAD', conditions: Conditions): Promise<StoredAnswer | null>;
};

/** The storage of this configuration: S3 where one is set, else the folder of data. */
export function mediaStorage(
  dataFolder: string,
  configuration: Pick<MediaConfiguration, 's3'> = mediaConfiguration(),
): MediaStorage {
  return configuration.s3 ? new S3Storage(configuration.s3) : new DiskStorage(dataFolder);
}

/** `DATA_DIR`, which the commands set. */
export function dataFolder(): string {
  return path.resolve(/* turbopackIgnore: true */ process.env.DATA_DIR ?? '.data');
}

/** Name of a file that readers get. */
export function publicName(hash: string, file: string): string {
  return `media/${hash}/${file}`;
}

/** Name of an original. */
export function originalName(name: string): string {
  return `originals/${name}`;
}

const mimes: Record<string, string> = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpg: 'image/jpeg',
  png: 'image/png',
  tiff: 'image/tiff',
  gif: 'image/gif',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  vtt: 'text/vtt; charset=utf-8',
};

/** Type of a file that we ourselves named. */
export function mimeOf(file: string): string {
  return mimes[path.extname(file).slice(1)] ?? 'application/octet-stream';
}
