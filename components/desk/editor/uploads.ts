import type { EditorPort, MediaCard } from './port.ts';
import { editorStrings } from './strings.ts';

export type Upload =
  | { state: 'waiting'; name: string }
  | { state: 'running'; name: string; fraction: number }
  /** `file`: it can be tried again as it is. */
  | { state: 'failed'; name: string; message: string; file: File | null };

const text = editorStrings.node;
const together = 2;

/** Files on their way into the media library, a few at a time, and the pictures of other places that wait for a file. */
export class Uploads {
  readonly #port: EditorPort;
  readonly #done: (key: string, media: MediaCard) => void;
  readonly #all = new Map<string, Upload>();
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #aborts = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  #running = 0;

  /** @param done called with every file that has become a picture of the library. */
  constructor(port: EditorPort, done: (key: string, media: MediaCard) => void) {
    this.#port = port;
    this.#done = done;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  get = (key: string): Upload | undefined => this.#all.get(key);

  add(file: File, key: string = crypto.randomUUID()): string {
    this.#set(key, { state: 'waiting', name: file.name || text.picture });
    this.#queue(key, file.name || text.picture, file, (options) => this.#port.upload(file, options));
    return key;
  }

  /** A picture by its address: taken along if it came with the clipboard, fetched if the newsroom does so, else asked for. */
  addAddress(src: string): string {
    const key = crypto.randomUUID();
    if (/^(?:data:image|blob:)/i.test(src)) {
      this.#set(key, { state: 'waiting', name: text.picture });
      // `connect-src` need not allow data: for this.
      const file = fileOfData(src);
      if (file) return this.add(file, key);
      this.#set(key, { state: 'failed', name: text.picture, message: text.local, file: null });
      return key;
    }
    const { fetchPicture } = this.#port;
    if (/^https?:/i.test(src) && fetchPicture) {
      this.#set(key, { state: 'waiting', name: text.picture });
      this.#queue(key, text.picture, null, (options) => fetchPicture.call(this.#port, src, options));
      return key;
    }
    const message = /^https?:/i.test(src) ? text.foreign : text.local;
    this.#set(key, { state: 'failed', name: text.picture, message, file: null });
    return key;
  }

  retry(key: string): void {
    const upload = this.#all.get(key);
    if (upload?.state === 'failed' && upload.file) this.add(upload.file, key);
  }

  cancel(key: string): void {
    this.#aborts.get(key)?.abort();
    this.#all.delete(key);
  }

  #queue(key: string, name: string, file: File | null, ask: Ask): void {
    this.#waiting.push(async () => {
      const abort = new AbortController();
      this.#aborts.set(key, abort);
      this.#set(key, { state: 'running', name, fraction: 0 });
      try {
        const answer = await ask({
          signal: abort.signal,
          progress: (fraction) => this.#set(key, { state: 'running', name, fraction }),
        });
        if (answer.kind === 'uploaded') {
          this.#all.delete(key);
          this.#done(key, answer.media);
          this.#tell();
        } else {
          const message = answer.kind === 'refused' ? answer.message : text.signedOut;
          this.#set(key, { state: 'failed', name, message, file: answer.kind === 'refused' ? null : file });
        }
      } catch {
        if (!abort.signal.aborted) this.#set(key, { state: 'failed', name, message: text.failed, file });
      } finally {
        this.#aborts.delete(key);
      }
    });
    this.#next();
  }

  #next(): void {
    if (this.#running >= together) return;
    const task = this.#waiting.shift();
    if (!task) return;
    this.#running += 1;
    void task().finally(() => {
      this.#running -= 1;
      this.#next();
    });
  }

  #set(key: string, upload: Upload): void {
    this.#all.set(key, upload);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

type Ask = (options: { signal: AbortSignal; progress: (fraction: number) => void }) => ReturnType<EditorPort['upload']>;

function fileOfData(src: string): File | null {
  const match = /^data:(image\/[a-z0-9.+-]+);base64,([a-z0-9+/=\s]+)$/i.exec(src);
  const [, type = '', data = ''] = match ?? [];
  if (!match) return null;
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s/g, '')), (letter) => letter.charCodeAt(0));
    return new File([bytes], `${text.picture}.${type.slice(6).replace('jpeg', 'jpg')}`, { type });
  } catch {
    return null;
  }
}
