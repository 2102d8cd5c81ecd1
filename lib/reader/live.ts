/**
 * The live channel: one a document, and where the browser can, one a browser, since HTTP/1.1 grants six connections to a site.
 *
 * `/api/live` sends `event: panels` with `{"panels": ["latest", …]}`; `/api/live?poll=1&after=ID` answers `{"id", "panels"}`.
 * The panel `*` is every panel: the server no longer knows what was missed.
 * An EventSource sends `Last-Event-ID` only when it reconnects by itself; a new one says the same in `after`, and what may
 * have been missed is asked for besides.
 */
import { backoff, between } from './backoff.ts';

/** Called with the names of panels that changed; with null where any may have, as nobody knows what was missed. */
export type LiveListener = (panels: readonly string[] | null) => void;

type Notice = { id: number | string; panels: string[] };

const address = '/api/live';
const name = 'ws-live';
/** Failures in a row after which the channel asks instead of listening. */
const patience = 3;
/** Questions answered after which it tries to listen again. */
const untilNextTry = 6;
/** A connection that lived this long, in milliseconds, was a good one. */
const lasting = 30_000;

/** Follows the live channel while the page is seen. `after` is the last event that the page as served knows, or ''. */
export function followLive(after: string, changed: LiveListener): void {
  let seen = after;
  /** Something may have happened that nobody told. A prerendered page has not been seen yet, so it has missed nothing. */
  let behind = document.hidden && !(document as Document & { prerendering?: boolean }).prerendering;
  /** Odd while the page is seen; what began in an earlier visit must not go on in the next. */
  let visit = 0;
  let failures = 0;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tabs: BroadcastChannel | undefined;
  let leave: () => void = () => {};

  const active = () => visit % 2 === 1;

  function receive(notice: Notice): void {
    seen = String(notice.id);
    if (notice.panels.length > 0) changed(notice.panels.includes('*') ? null : notice.panels);
  }

  /** From the server: also for the tabs that rely on this one. */
  function told(notice: Notice): void {
    tabs?.postMessage(notice);
    receive(notice);
  }

  /** What happened since. Where nothing is known yet, only from where to count. */
  async function ask(): Promise<Notice> {
    const response = await fetch(`${address}?poll=1${seen && `&after=${seen}`}`);
    if (!response.ok) throw new Error(String(response.status));
    const notice = (await response.json()) as Notice;
    return seen ? notice : { id: notice.id, panels: [] };
  }

  function catchUp(): void {
    if (!behind) return;
    if (!seen) changed(null);
    ask().then(
      (notice) => {
        behind = false;
        receive(notice);
      },
      () => {
        // Still behind: asked again when the connection stands.
      },
    );
  }

  function later(run: () => void, wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  }

  function listen(): void {
    if (typeof EventSource === 'undefined' || failures >= patience) {
      poll(0, 0);
      return;
    }
    const current = new EventSource(address + (seen && `?after=${seen}`));
    let openedAt = 0;
    source = current;
    current.onopen = () => {
      openedAt = Date.now();
      catchUp();
    };
    current.addEventListener('panels', (event) => {
      const { data, lastEventId } = event as MessageEvent<string>;
      const { panels } = JSON.parse(data) as Pick<Notice, 'panels'>;
      told({ id: lastEventId, panels });
    });
    current.onerror = () => {
      if (openedAt > 0 && Date.now() - openedAt > lasting) failures = 0;
      openedAt = 0;
      failures += 1;
      // Once the browser may return by itself, with Last-Event-ID; it would for ever, at one pace for the whole crowd.
      if (failures === 1 && current.readyState === EventSource.CONNECTING) return;
      current.close();
      behind = true;
      later(listen, failures < patience ? backoff(failures, 1000, 30_000) : 0);
    };
  }

  function poll(answers: number, failed: number): void {
    const during = visit;
    const settle = (next: () => void) => {
      if (during === visit) next();
    };
    const run = () => {
      ask().then(
        (notice) =>
          settle(() => {
            behind = false;
            told(notice);
            if (answers + 1 < untilNextTry || typeof EventSource === 'undefined') {
              poll(answers + 1, 0);
              return;
            }
            failures = patience - 1;
            listen();
          }),
        () => settle(() => poll(answers, failed + 1)),
      );
    };
    later(run, failed > 0 ? backoff(failed, 30_000, 300_000) : between(15_000, 30_000));
  }

  /** Listens, or waits until the tab that listens goes, and hears from it meanwhile. */
  function join(): void {
    const { locks } = navigator;
    if (!locks || typeof BroadcastChannel === 'undefined') {
      listen();
      return;
    }
    const during = visit;
    const waiting = new AbortController();
    const channel = new BroadcastChannel(name);
    let release: () => void = () => {};
    tabs = channel;
    channel.onmessage = (event: MessageEvent<Notice>) => receive(event.data);
    leave = () => {
      waiting.abort();
      release();
      channel.close();
      tabs = undefined;
    };
    const lead = () => {
      if (during !== visit) return undefined;
      listen();
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    };
    // Refused (an opaque origin, some webviews): this tab listens for itself. Aborted: the visit is over, and `lead` knows.
    locks.request(name, { signal: waiting.signal }, lead).catch(lead);
  }

  function start(): void {
    if (active() || document.hidden) return;
    visit += 1;
    failures = 0;
    catchUp();
    join();
  }

  /** Nothing stays open: not for a page that nobody sees, and not in the way of the back/forward cache. */
  function stop(): void {
    if (!active()) return;
    visit += 1;
    behind = true;
    clearTimeout(timer);
    source?.close();
    leave();
    leave = () => {};
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()));
  addEventListener('pagehide', stop);
  addEventListener('pageshow', start);
  addEventListener('online', () => {
    stop();
    start();
  });
  start();
}
