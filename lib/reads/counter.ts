import { visitKinds } from './read.ts';
import { addReads, type Counted } from './store.ts';

type Options = {
  /** Writes a batch; throws where it could not. */
  write?: (counted: readonly Counted[]) => Promise<number>;
  /** Different reads (story, kind, minute) that wait at most: what is more is not counted. */
  most?: number;
  /** Milliseconds between two batches. */
  every?: number;
  /** Whether the database may be written just now. */
  open?: () => boolean;
  now?: () => number;
};

const minute = 60_000;
/** What could not be written for so long is let go. */
const patience = 24 * 60 * minute;
/** How long the last batch may take when an instance stops, in milliseconds. */
const farewell = 3_000;

/**
 * Counts reads in memory and writes them in batches, every two seconds and at the end. A crash loses what came since the last
 * batch. While the database does not answer, the sums wait.
 */
export class ReadCounter {
  /** By minute: reads by story and kind. */
  readonly #waiting = new Map<number, Map<number, number>>();
  readonly #write: NonNullable<Options['write']>;
  readonly #most: number;
  readonly #every: number;
  readonly #open: () => boolean;
  readonly #now: () => number;
  #different = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #stopped = false;
  #complained = false;

  constructor({ write = addReads, most = 50_000, every = 2_000, open = () => true, now = Date.now }: Options = {}) {
    this.#write = write;
    this.#most = most;
    this.#every = every;
    this.#open = open;
    this.#now = now;
  }

  /** How many different reads wait to be written. */
  get waiting(): number {
    return this.#different;
  }

  count(story: number, visit: number): void {
    this.#add(Math.floor(this.#now() / minute) * minute, story * visitKinds.length + visit, 1);
    this.#timer ??= this.#stopped ? null : setTimeout(() => void this.flush(), this.#every).unref();
  }

  /** Writes what waits, now. What cannot be written waits on. */
  async flush(): Promise<void> {
    await this.#writing;
    this.#writing = this.#flush().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  /** Writes what waits and ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, farewell);
    });
    await Promise.race([this.flush(), late]);
    clearTimeout(timer);
    this.#rest();
  }

  #rest(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #flush(): Promise<void> {
    this.#rest();
    const taken = this.#open() ? this.#take() : [];
    if (taken.length > 0) {
      try {
        await this.#write(taken);
        this.#complained = false;
      } catch (error) {
        if (!this.#complained) console.error('阅读数暂时写不进数据库，先记在内存里:', (error as Error).message);
        this.#complained = true;
        for (const { minute, story, visit, reads } of taken)
          this.#add(minute, story * visitKinds.length + visit, reads);
      }
    }
    if (this.#different > 0 && !this.#stopped) this.#timer ??= setTimeout(() => void this.flush(), this.#every).unref();
  }

  #add(at: number, key: number, reads: number): void {
    const known = this.#waiting.get(at);
    const standing = known?.get(key);
    if (standing === undefined) {
      if (this.#different >= this.#most) return;
      this.#different += 1;
    }
    if (known) known.set(key, (standing ?? 0) + reads);
    else this.#waiting.set(at, new Map([[key, reads]]));
  }

  #take(): Counted[] {
    const oldest = this.#now() - patience;
    const taken: Counted[] = [];
    for (const [at, byKey] of this.#waiting) {
      if (at < oldest) continue;
      for (const [key, reads] of byKey)
        taken.push({ minute: at, story: Math.floor(key / visitKinds.length), visit: key % visitKinds.length, reads });
    }
    this.#waiting.clear();
    this.#different = 0;
    return taken;
  }
}
