import { type FileHandle, open } from 'node:fs/promises';

/** A file as readers of containers see it: any part of it, never all at once. */
export class Bytes {
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  /** Opens the file for as long as `work` takes. */
  static async of<T>(file: string, work: (bytes: Bytes) => Promise<T>): Promise<T> {
    const handle = await open(file);
    try {
      return await work(new Bytes(handle, (await handle.stat()).size));
    } finally {
      await handle.close();
    }
  }

  /** Up to `length` bytes from `at`; fewer at the end of the file. */
  async read(at: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.size - at));
    const buffer = Buffer.alloc(wanted);
    const { bytesRead } = await this.#handle.read(buffer, 0, wanted, at);
    return buffer.subarray(0, bytesRead);
  }
}

export type Box = {
  type: string;
  at: number;
  body: number;
  end: number;
  /** Whether all of it is there. */
  whole: boolean;
};

/**
 * The boxes of an ISO base media file (ISO/IEC 14496-12, 4.2) between two places: MP4, M4A, AVIF.
 * Ends at the first that makes no sense.
 */
export async function* boxes(bytes: Bytes, from = 0, until = bytes.size): AsyncGenerator<Box> {
  for (let at = from, count = 0; at + 8 <= until && count < 10_000; count += 1) {
    const head = await bytes.read(at, 16);
    if (head.length < 8) return;
    const short = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    const long = short === 1 && head.length === 16;
    const size = long ? Number(head.readBigUInt64BE(8)) : short === 0 ? until - at : short;
    if (size < (long ? 16 : 8)) return;
    yield { type, at, body: at + (long ? 16 : 8), end: Math.min(at + size, until), whole: at + size <= until };
    at += size;
  }
}
