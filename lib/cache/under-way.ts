/** Questions that are being asked just now: whoever asks the same meanwhile waits for the same answer. */
export class UnderWay<T> {
  readonly #asked = new Map<string, { began: number; answer: Promise<T> }>();

  /** How many different questions are being asked. */
  get size(): number {
    return this.#asked.size;
  }

  /**
   * The answer that somebody waits for already.
   * @param began the event up to which it must be true (`beginning()`).
   * @returns null where nobody asks, or began to ask before that event.
   */
  join(key: string, began: number): Promise<T> | null {
    const asked = this.#asked.get(key);
    return asked && asked.began >= began ? asked.answer : null;
  }

  /** Asks; from now on others join. A failure is everybody's who waits, and is not kept. */
  ask(key: string, began: number, ask: () => Promise<T>): Promise<T> {
    const asked = { began, answer: ask() };
    this.#asked.set(key, asked);
    // What was asked anew since stays.
    const over = () => {
      if (this.#asked.get(key) === asked) this.#asked.delete(key);
    };
    asked.answer.then(over, over);
    return asked.answer;
  }
}
