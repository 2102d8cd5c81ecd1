import type { AppliedEvent } from '#lib/cache/clock.ts';
import type { EventType } from '#lib/cache/events.ts';

/** What an outside system is told: an event as the trigger `event_to_outbox` writes it, or what an instance adds to one. */
export type Payload = {
  type?: EventType;
  hard?: string[];
  soft?: string[];
  story?: { id: number; sections: { slug: string }[] };
  before?: { sections: { slug: string }[] };
  /** Pages of this site, by path. */
  paths?: string[];
};

export type Delivery = { id: number; eventId: number; payload: Payload };

/** An outside system. To add one: a module like those in `channels/`, and a line in `configuration.ts`. */
export type Channel = {
  /** As it stands in the table: it must not change. */
  name: string;
  /** What it is told of; null: every event. */
  events: readonly EventType[] | null;
  /**
   * How often everything is delivered, some seconds apart. Purges take 2: between an event and the first purge a cache may fetch
   * a page from another cache that still holds the old one, and it would keep that until the next event.
   */
  rounds: number;
  /** How many deliveries it takes at once. */
  batch: number;
  /**
   * Delivers all of them, or throws: then all of them are delivered again later. The same delivery may come twice.
   * @throws {DeliveryError} where the receiver said why, or when.
   */
  deliver(deliveries: readonly Delivery[], signal: AbortSignal): Promise<void>;
  /** What only this instance can say of an event, called when it hears of it; delivered apart, some seconds later. */
  add?(event: AppliedEvent): Promise<Payload[]>;
  /** Ends what is kept open. */
  close?(): void;
};

/** A delivery that the receiver did not take. The message is kept for the operator: Chinese, and without secrets. */
export class DeliveryError extends Error {
  /** The whole channel waits so long before anything else is sent, in seconds. */
  readonly pauseSeconds: number | null;

  constructor(message: string, pauseSeconds: number | null = null) {
    super(message);
    this.name = 'DeliveryError';
    this.pauseSeconds = pauseSeconds;
  }
}

/** Everything that is stale by these deliveries, each tag once. */
export function tagsOf(deliveries: readonly Delivery[], which: readonly ('hard' | 'soft')[]): Set<string> {
  return new Set(deliveries.flatMap(({ payload }) => which.flatMap((degree) => payload[degree] ?? [])));
}

/** `all` in parts of at most `size`. */
export function inParts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}
