import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { MediaStorage } from '#lib/media/storage.ts';
import { splitFrontMatter } from '#lib/text/markdown.ts';
import {
  type Front,
  front,
  inLibrary,
  type Picture,
  type Pictures,
  readStoryText,
  type StoryFile,
  StoryFileError,
} from './story-text.ts';
import { type PictureWords, uploadPicture, uploadRecording } from './upload.ts';
import { validate } from './validate.ts';

export { type StoryFile, StoryFileError };

/**
 * Reads a story from a Markdown file (`.md`) or an HTML file (`.html`, `.htm`), both with optional YAML front matter. Slugs are looked
 * up, pictures beside the file are taken into the media library, unknown tags are created.
 * @param storage where media are kept.
 * @param options.section takes the place of the section that the file names.
 * @throws {StoryFileError} and `MarkdownError`, `MediaError` of what it uses; each says what is wrong in Chinese.
 */
export async function readStoryFile(
  file: string,
  storage: MediaStorage,
  options: { section?: string | undefined } = {},
): Promise<StoryFile> {
  const { front: given, markdown: text } = splitFrontMatter(decode(await read(file), file));
  const parsed = validate(front, given);
  if (!parsed.ok) throw new StoryFileError(`文件开头的信息区有误：${parsed.message}。`);
  const library = new Library(path.dirname(path.resolve(file)), storage);
  const fields = { ...parsed.data, ...(options.section && { section: options.section }) };
  return readStoryText(fields, text, /\.html?$/i.test(file) ? 'html' : 'markdown', library);
}

/** Pictures that a story file names, each taken into the library once. */
class Library implements Pictures {
  readonly #folder: string;
  readonly #storage: MediaStorage;
  readonly #ids = new Map<string, number>();

  constructor(folder: string, storage: MediaStorage) {
    this.#folder = folder;
    this.#storage = storage;
  }

  id(address: string): number | null {
    return this.#ids.get(address) ?? null;
  }

  path(address: string): string {
    return path.resolve(this.#folder, address);
  }

  async picture(named: Picture): Promise<number> {
    const { picture: address, ...words } = typeof named === 'string' ? { picture: named } : named;
    const id = await this.tryPicture(address, words);
    if (id === null) throw new StoryFileError(`找不到图片 ${address}(路径相对于稿件文件)。`);
    return id;
  }

  /** Null for a picture that is neither in the library nor a file on this machine. */
  async tryPicture(address: string, words: PictureWords): Promise<number | null> {
    const known = this.#ids.get(address);
    if (known) return known;
    const id = (await inLibrary(address)) ?? (await this.#upload(address, words));
    if (id !== null) this.#ids.set(address, id);
    return id;
  }

  async recording(named: NonNullable<Front['media']>): Promise<number> {
    if (typeof named === 'string') {
      const id = await inLibrary(named);
      if (id === null) throw new StoryFileError('media 须写明 file 与 duration,或用 media:编号 引用媒体库。');
      return id;
    }
    const file = this.path(named.file);
    const captions = named.captions === undefined ? undefined : this.path(named.captions);
    for (const each of [file, ...(captions ? [captions] : [])]) {
      if (!existsSync(each)) throw new StoryFileError(`找不到文件 ${each}。`);
    }
    return uploadRecording(
      file,
      {
        durationSeconds: Math.max(1, Math.round(seconds(named.duration))),
        ...(named.poster && { posterId: await this.picture(named.poster) }),
        ...(captions && { captions }),
        ...(named.chapters && { chapters: named.chapters }),
      },
      this.#storage,
    );
  }

  async #upload(address: string, words: PictureWords): Promise<number | null> {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) return null;
    const file = [address, decodeAddress(address)].map((each) => this.path(each)).find((each) => existsSync(each));
    return file ? uploadPicture(file, words, this.#storage) : null;
  }
}

function seconds(duration: number | string): number {
  if (typeof duration === 'number') return duration;
  return duration.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new StoryFileError(`找不到文件 ${file}。`);
    if (code === 'EISDIR') throw new StoryFileError(`${file} 是目录，不是文件。`);
    throw error;
  }
}

/** UTF-8, or for HTML what its `meta` says: files of older Chinese systems are GB2312 or GBK. */
function decode(bytes: Buffer, file: string): string {
  const declared =
    /\.html?$/i.test(file) && /<meta[^>]+charset=["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 2048))?.[1];
  try {
    return new TextDecoder(declared || 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StoryFileError(`${file} 不是 ${declared || 'UTF-8'} 编码的文本。`);
  }
}

function decodeAddress(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
