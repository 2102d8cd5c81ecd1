type Waiting = { urgent: boolean; start: () => void };

/**
 * Who is rendered next. Pages that a reader waits for go first, a few side by side; pages that may still be seen as they
 * are go behind them, one at a time, so that a publish which touches a thousand pages slows down nobody. Node renders on
 * one core: more at once would only make each of them late.
 */
export class RenderQueue {
  readonly #atOnce: number;
  readonly #longest: number;
  readonly #waiting = new Map<string, Waiting>();
  #running = 0;

  /** @param atOnce renderings side by side. @param longest pages that may wait; beyond, only urgent ones are taken. */
  constructor(atOnce: number, longest: number) {
    this.#atOnce = atOnce;
    this.#longest = longest;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Runs `work` in its turn. @returns null where the queue is full and nobody waits for the page. */
  async run<T>(path: string, urgent: boolean, work: () => Promise<T>): Promise<T | null> {
    if (!urgent && this.#waiting.size >= this.#longest) return null;
    await new Promise<void>((resolve) => {
      this.#waiting.set(path, { urgent, start: resolve });
      this.#advance();
    });
    try {
      return await work();
    } finally {
      this.#running--;
      this.#advance();
    }
  }

  /** Somebody waits for this page now. */
  hurry(path: string): void {
    const waiting = this.#waiting.get(path);
    if (!waiting || waiting.urgent) return;
    waiting.urgent = true;
    this.#advance();
  }

  #advance(): void {
    while (this.#running < this.#atOnce) {
      const [path, next] = this.#next() ?? [];
      if (path === undefined || !next) return;
      this.#waiting.delete(path);
      this.#running++;
      next.start();
    }
  }

  #next(): [string, Waiting] | null {
    for (const entry of this.#waiting) if (entry[1].urgent) return entry;
    if (this.#running > 0) return null;
    for (const entry of this.#waiting) return entry;
    return null;
  }
}
