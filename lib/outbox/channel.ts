import type { AppliedEvent } from '#lib/cache/clock.ts';
import type { EventType } from '#lib/cache/events.ts';
import { isReading } from '#lib/server/routes.ts';
import { hansPath, hantPath } from '#lib/text/variants.ts';

/** What an outside system is told: an event as the trigger `event_to_outbox` writes it, or what an instance adds to one. */
export type Payload = {
  type?: EventType;
  hard?: string[];
  soft?: string[];
  story?: { id: number } & Standing;
  before?: Standing;
  /** An address that moved, and where to. */
  from?: string;
  to?: string;
  /** Pages of this site, by path. */
  paths?: string[];
};

/** Where a story stands: a part of `StoryFacts`. */
type Standing = {
  sections: { slug: string }[];
  authors?: number[];
  topics?: number[];
  show?: number | null;
  blog?: number | null;
};

export type Delivery = { id: number; eventId: number; createdAt: Date; payload: Payload };

/** Deliveries that did not simply succeed though the call did, by their ids. */
export type Outcome = {
  /** Given up at once: the receiver will never take them. With the reason, for the operator. */
  refused?: ReadonlyMap<number, string>;
  /** Put off, without counting as an attempt. */
  later?: { ids: readonly number[]; seconds: number; reason: string };
};

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
  /** How long after its event a delivery is due, in seconds; all that wait by then go together. Usually 0. */
  delay?: number;
  /** Whether the newest deliveries go first, for receivers that do not take everything. */
  newestFirst?: boolean;
  /**
   * Delivers all of them but those that it names, or throws: then all of them are delivered again later. The same delivery may
   * come twice.
   * @throws {DeliveryError} where the receiver said why, or when.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most channels have nothing to say.
  deliver(deliveries: readonly Delivery[], signal: AbortSignal): Promise<Outcome | void>;
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

/** Addresses of pages, each once, and those of the same pages in traditional characters. */
export function inBothScripts(paths: readonly string[]): string[] {
  const pages = [...new Set(paths.map(hansPath))];
  return [...pages, ...pages.filter(isReading).map(hantPath)];
}

/** `all` in parts of at most `size`. */
export function inParts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}
