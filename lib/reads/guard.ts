import { hash, randomBytes } from 'node:crypto';
import { networkOf } from '../http/network.ts';

/**
 * Tells reads that count from those that do not, without keeping anybody: a client is the hash of its address and its browser's
 * name under a salt that lives a day, in memory alone. All of it has a fixed size, whatever comes.
 */
export class ReadGuard {
  #salt = randomBytes(16).toString('base64');
  #seed = randomBytes(4).readUInt32LE();
  #saltedAt: number;
  readonly #recent: Recent;
  readonly #rates = new Rates();

  /** @param slots room for reads that are remembered; in a flood they are forgotten sooner than after `window`. */
  constructor(now: number, slots = 2 ** 19) {
    this.#saltedAt = now;
    this.#recent = new Recent(slots, now);
  }

  /** Whether a read counts: not the same story by the same client again, and not one of too many from one address. */
  counts(address: string, userAgent: string, story: number, now: number): boolean {
    if (now - this.#saltedAt >= saltLife) this.#forget(now);
    const client = networkOf(address);
    if (this.#rates.exceeded(this.#number(client), now)) return false;
    const digest = hash('sha256', `${this.#salt} ${client} ${story} ${userAgent}`, 'buffer');
    return !this.#recent.seen(digest.readUInt32LE(0), digest.readUInt32LE(4), now);
  }

  #forget(now: number): void {
    this.#salt = randomBytes(16).toString('base64');
    this.#seed = randomBytes(4).readUInt32LE();
    this.#saltedAt = now;
    this.#recent.clear(now);
    this.#rates.clear();
  }

  /** FNV-1a from a secret number on: quick, and all that is made of it is a place among some. */
  #number(text: string): number {
    let value = this.#seed;
    for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x01000193);
    return (value ^ (value >>> 15)) >>> 0;
  }
}

const minute = 60_000;
const saltLife = 24 * 60 * minute;
/** The same story read again counts again after this time, at the latest after twice of it. */
const window = 30 * minute;
/** Reads from one address that count in a minute: a campus or a mobile network may be one. */
export const mostPerMinute = 300;

/** What was seen in this half of the time and in the half before: two tables by open addressing. */
class Recent {
  #current: Uint32Array;
  #before: Uint32Array;
  #held = 0;
  #began: number;
  readonly #mask: number;
  readonly #most: number;

  constructor(slots: number, now: number) {
    this.#current = new Uint32Array(2 * slots);
    this.#before = new Uint32Array(2 * slots);
    this.#mask = slots - 1;
    this.#most = Math.floor(slots * 0.7);
    this.#began = now;
  }

  seen(high: number, low: number, now: number): boolean {
    if (now - this.#began >= 2 * window) this.clear(now);
    else if (now - this.#began >= window || this.#held >= this.#most) this.#turn(now);
    // Nothing stands for an empty place.
    const first = high || 1;
    if (this.#find(this.#before, first, low) < 0) return true;
    const place = this.#find(this.#current, first, low);
    if (place < 0) return true;
    this.#current[2 * place] = first;
    this.#current[2 * place + 1] = low;
    this.#held += 1;
    return false;
  }

  clear(now: number): void {
    this.#turn(now);
    this.#before.fill(0);
  }

  #turn(now: number): void {
    [this.#current, this.#before] = [this.#before, this.#current];
    this.#current.fill(0);
    this.#held = 0;
    this.#began = now;
  }

  /** @returns the empty place where it would stand; -1: it is there. */
  #find(table: Uint32Array, high: number, low: number): number {
    for (let place = low & this.#mask; ; place = (place + 1) & this.#mask) {
      const standing = table[2 * place];
      if (standing === 0) return place;
      if (standing === high && table[2 * place + 1] === low) return -1;
    }
  }
}

/** Reads of this minute by place. Two addresses may share a place: among 262,144 they seldom do, and one place holds many. */
class Rates {
  readonly #counts = new Uint16Array(2 ** 18);
  #minute = 0;

  exceeded(number: number, now: number): boolean {
    const current = Math.floor(now / minute);
    if (current !== this.#minute) {
      this.clear();
      this.#minute = current;
    }
    const place = number & (this.#counts.length - 1);
    const count = this.#counts[place] ?? 0;
    if (count >= mostPerMinute) return true;
    this.#counts[place] = count + 1;
    return false;
  }

  clear(): void {
    this.#counts.fill(0);
  }
}
