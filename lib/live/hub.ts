import type { PanelName } from '#lib/cache/tags.ts';

/** What the hub must know of an event. */
export type LiveEvent = { id: number; panels: readonly PanelName[] };

/** Panels that changed since an event; `*` stands for all, where nobody knows what was missed. */
export type Notice = { id: number; panels: string[] };

type Client = ReadableStreamDefaultController<Uint8Array>;
type Remembered = LiveEvent & { at: number };

export type HubOptions = {
  /** Calls the listener for every event from now on; returns a function that ends it. */
  subscribe(listener: (event: LiveEvent) => void): () => void;
  /** The newest event at this moment; null where it is not known. */
  newest(): number | null;
  maxClients: number;
};

/** Events that are remembered for whoever comes back. */
const remembered = 256;
const heartbeatEvery = 20_000;
/** At most one message in this time: a burst is one message. */
const mergeFor = 250;
/** Unread bytes after which a client is let go; it comes back and asks for what it missed. */
const patience = 16 * 1024;
/** Events may arrive here in another order than on the instance that a client comes from, by less than this. */
const disorder = 2_000;

const encoder = new TextEncoder();
const heartbeat = encoder.encode(':\n\n');

/**
 * Tells open tabs which panels changed, over server-sent events (HTML Living Standard, 9.2). All clients hear the same, so a message is
 * encoded once, one timer beats for all, and a client costs its stream and nothing else.
 */
export class Hub {
  readonly #options: HubOptions;
  readonly #clients = new Set<Client>();
  readonly #events: Remembered[] = [];
  readonly #unsubscribe: () => void;
  /** Events up to this number are not remembered; null where we do not know how far that is. */
  #floor: number | null;
  #newest: number | null;
  /** What clients have not been told yet. */
  #pending = new Set<string>();
  #lastTold = Number.NEGATIVE_INFINITY;
  #telling: NodeJS.Timeout | null = null;
  #beating: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#floor = options.newest();
    this.#newest = this.#floor;
    this.#unsubscribe = options.subscribe((event) => this.#hear(event));
  }

  get clients(): number {
    return this.#clients.size;
  }

  /**
   * A stream for one more client, which begins with what it missed since `after`.
   * @param after the last event that the client knows; null for one that needs nothing but what happens from now on.
   * @returns null where there is no room, or the hub is closed.
   */
  open(after: number | null): ReadableStream<Uint8Array> | null {
    if (this.#closed || this.#clients.size >= this.#options.maxClients) return null;
    let self: Client;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          self = controller;
          this.#clients.add(controller);
          this.#beating ??= setInterval(() => this.#send(heartbeat), heartbeatEvery).unref();
          controller.enqueue(encoder.encode(`${retry()}${this.#greeting(after)}`));
        },
        cancel: () => this.#forget(self),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: patience }),
    );
  }

  /** What changed since `after`: the answer to whoever asks instead of listening. */
  since(after: number | null): Notice {
    if (after === null) return { id: this.#newest ?? 0, panels: [] };
    return { id: this.#newest ?? after, panels: this.#missed(after) };
  }

  /** Ends every stream. Clients come back after their `retry`, spread over seconds, to whoever serves then. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    if (this.#telling) clearTimeout(this.#telling);
    this.#tell();
    if (this.#beating) clearInterval(this.#beating);
    for (const client of this.#clients) client.close();
    this.#clients.clear();
  }

  #hear({ id, panels }: LiveEvent): void {
    this.#events.push({ id, panels, at: Date.now() });
    this.#newest = Math.max(this.#newest ?? 0, id);
    if (this.#events.length > remembered) {
      const gone = this.#events.shift();
      if (gone && this.#floor !== null) this.#floor = Math.max(this.#floor, gone.id);
    }
    for (const panel of panels) this.#pending.add(panel);
    if (this.#pending.size === 0 || this.#telling) return;
    const wait = this.#lastTold + mergeFor - Date.now();
    if (wait <= 0) this.#tell();
    else this.#telling = setTimeout(() => this.#tell(), wait).unref();
  }

  #tell(): void {
    this.#telling = null;
    if (this.#pending.size === 0) return;
    const panels = [...this.#pending];
    this.#pending = new Set();
    this.#lastTold = Date.now();
    this.#send(encoder.encode(message({ id: this.#newest ?? 0, panels })));
  }

  #send(bytes: Uint8Array): void {
    for (const client of this.#clients) {
      if ((client.desiredSize ?? 0) > 0) client.enqueue(bytes);
      else this.#drop(client);
    }
  }

  /** Lets a client go that does not read. The name of the error is the one that Next.js takes for an ordinary end. */
  #drop(client: Client): void {
    this.#forget(client);
    client.error(new DOMException('The client does not read.', 'AbortError'));
  }

  #forget(client: Client): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0 || !this.#beating) return;
    clearInterval(this.#beating);
    this.#beating = null;
  }

  #greeting(after: number | null): string {
    const panels = after === null ? [] : this.#missed(after);
    if (panels.length > 0) return message({ id: this.#newest ?? 0, panels });
    // An id alone dispatches no event, but is what the browser sends as Last-Event-ID when it comes back.
    return this.#newest === null ? '\n' : `id: ${this.#newest}\n\n`;
  }

  #missed(after: number): string[] {
    const position = this.#events.findIndex(({ id }) => id === after);
    if (position < 0 && (this.#floor === null || after < this.#floor)) return ['*'];
    const before = (position < 0 ? Number.POSITIVE_INFINITY : (this.#events[position]?.at ?? 0)) - disorder;
    const missed = this.#events.filter(({ id, at }) => id > after || (id < after && at >= before));
    return [...new Set(missed.flatMap(({ panels }) => panels))];
  }
}

function message({ id, panels }: Notice): string {
  return `event: panels\nid: ${id}\ndata: ${JSON.stringify({ panels })}\n\n`;
}

/** Milliseconds to wait before coming back, between 2 and 5 seconds, so that not all come at once. */
function retry(): string {
  return `retry: ${2000 + Math.floor(Math.random() * 3000)}\n`;
}
