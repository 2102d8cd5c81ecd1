import {
  atRisk,
  type Effect,
  type Event,
  opened,
  type State,
  type Status,
  statusOf,
  step,
  unsent,
} from '#lib/desk/autosave.ts';
import { canonical, type Draft, sameDraft } from '#lib/desk/draft.ts';
import type { Keeper, KeptDraft } from '#lib/desk/keeper.ts';
import { claim, living, type TabLock } from '#lib/desk/tabs.ts';
import { Library } from './library.ts';
import type { EditorPort, Loaded, LockState, SaveAnswer } from './port.ts';
import { editorStrings } from './strings.ts';

/** How often this tab says that it still writes. */
export const heartbeatEvery = 15_000;

/** A text that an earlier page left in this browser and that the server does not have. */
export type Recoverable = KeptDraft & {
  /** The server's text has changed since; the two must be merged. */
  diverged: boolean;
};

export type Snapshot =
  | { phase: 'loading' }
  | { phase: 'failed' }
  | {
      phase: 'ready';
      /** The text to begin with. A new object means: show this one instead. */
      loaded: Loaded;
      status: Status<Draft>;
      lock: LockState;
      recoverable: Recoverable[];
      /** Whether the person may write here and now. */
      writable: boolean;
      /** What both texts of a conflict grew from. */
      base: Draft;
    };

type Writer = { read(): Draft };

/**
 * One story open in one tab: loading, saving, the lock, the other tabs, what was left behind. Knows nothing of React or of
 * the editor; the editor tells it of changes and is asked for the text when it is to be stored.
 */
export class Session {
  readonly port: EditorPort;
  readonly library: Library;
  readonly #keeper: Keeper;
  readonly #tabs: TabLock;
  readonly #key: string;
  #state: State<Draft> = opened(0);
  #snapshot: Snapshot = { phase: 'loading' };
  readonly #listeners = new Set<() => void>();
  #writer: Writer | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #flight: AbortController | null = null;
  /** Texts that were sent and may have arrived, with how many changes they hold. */
  #sent: { edits: number; draft: Draft }[] = [];
  #base: Draft | null = null;
  #stop = new AbortController();

  constructor(port: EditorPort, keeper: Keeper, tabs: TabLock) {
    this.port = port;
    this.library = new Library(port);
    this.#keeper = keeper;
    this.#tabs = tabs;
    this.#key = `weishui-desk-draft:${port.user.id}:${port.storyId}:${crypto.randomUUID()}`;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  snapshot = (): Snapshot => this.#snapshot;

  /** The editor that holds the text; null when it goes. */
  attach(writer: Writer | null): void {
    this.#writer = writer;
  }

  /** Opens the story and listens to the page. @returns what ends both. */
  start(): () => void {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    claim(this.#key);
    window.addEventListener('online', () => this.#say({ type: 'online' }), { signal });
    window.addEventListener('offline', () => this.#say({ type: 'offline' }), { signal });
    window.addEventListener('focus', () => this.#front(), { signal });
    window.addEventListener('pagehide', () => this.#leave(), { signal });
    document.addEventListener(
      'visibilitychange',
      () => (document.visibilityState === 'hidden' ? this.#say({ type: 'leaving' }) : this.#front()),
      { signal },
    );
    window.addEventListener(
      'beforeunload',
      (event) => {
        if (atRisk(this.#state)) event.preventDefault();
      },
      { signal },
    );
    this.#beat = setInterval(() => void this.#heartbeat(), heartbeatEvery);
    void this.open();
    return () => {
      this.#say({ type: 'leaving' });
      this.#stop.abort();
      clearTimeout(this.#timer);
      clearInterval(this.#beat);
      this.#tabs.release();
      this.port.release();
    };
  }

  /** Loads the story, finds what was left behind, and takes the pen if it is free. */
  async open(): Promise<void> {
    if (this.#snapshot.phase !== 'ready') this.#show({ phase: 'loading' });
    try {
      const [pen, loaded] = await Promise.all([this.#tabs.take(this.#handOver), this.port.load()]);
      await this.#begin(loaded, pen);
    } catch {
      if (this.#snapshot.phase !== 'ready') this.#show({ phase: 'failed' });
    }
  }

  /** Another tab of this browser has the pen, and this one wants it. */
  async demand(): Promise<void> {
    await this.#tabs.demand(this.#handOver);
    const loaded = await this.port.load();
    this.#say({ type: 'taken-back', version: loaded.version });
    await this.#begin(loaded, true);
  }

  changed(): void {
    this.#say({ type: 'changed' });
  }

  retry(): void {
    this.#say({ type: 'retry' });
  }

  /** The text in the editor is now what was made of both. */
  settled(): void {
    this.#say({ type: 'settled' });
  }

  async takeOver(): Promise<void> {
    const answer = await this.port.takeOver();
    if (answer.kind !== 'mine') return;
    const loaded = await this.port.load();
    await this.#begin({ ...loaded, lock: answer }, true);
  }

  /** The kept text was restored, merged or is not wanted. */
  async settleRecoverable(key: string): Promise<void> {
    if (this.#snapshot.phase === 'ready') {
      this.#show({ ...this.#snapshot, recoverable: this.#snapshot.recoverable.filter((draft) => draft.key !== key) });
    }
    await this.#keeper.forget(key).catch(() => {});
  }

  /**
   * Keeps the text as it stands as a version.
   * @returns why it was not kept, as a sentence; null: it is.
   */
  async keep(note: string): Promise<string | null> {
    const { keep } = this.port;
    if (!keep) return editorStrings.versions.failed;
    if (!(await this.#settled())) return editorStrings.versions.notSaved;
    const answer = await keep.call(this.port, this.#state.version, note).catch(() => null);
    if (answer?.kind === 'kept') return null;
    return answer?.kind === 'refused' ? answer.message : editorStrings.versions.notSaved;
  }

  /**
   * Makes an old version the text. What stands there now stays among the versions.
   * @returns why it was not done, as a sentence; null: it is.
   */
  async restore(number: number): Promise<string | null> {
    const { restore } = this.port;
    if (!restore) return editorStrings.versions.failed;
    if (!(await this.#settled())) return editorStrings.versions.notSaved;
    const answer = await restore.call(this.port, this.#state.version, number).catch(() => null);
    if (answer?.kind === 'refused') return answer.message;
    if (answer?.kind !== 'restored') return editorStrings.versions.notSaved;
    await this.#begin(await this.port.load(), true);
    return null;
  }

  /** What the server has once everything that was typed is there: its version; null where that could not be. */
  async saved(): Promise<number | null> {
    return (await this.#settled()) ? this.#state.version : null;
  }

  /** Waits a moment until the server has everything. @returns whether it has. */
  async #settled(): Promise<boolean> {
    const until = Date.now() + 5_000;
    if (unsent(this.#state)) this.retry();
    while (unsent(this.#state) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    return !unsent(this.#state);
  }

  /** Whether the server lacks anything that was typed here. */
  get unsent(): boolean {
    return unsent(this.#state);
  }

  async #begin(loaded: Loaded, pen: boolean): Promise<void> {
    this.library.learn(loaded.named);
    this.library.learnSections(loaded.sections);
    void this.library.complete(loaded.content).catch(() => {});
    this.#state = { ...opened<Draft>(loaded.version, navigator.onLine), requests: this.#state.requests };
    this.#sent = [];
    this.#base = loaded.content;
    if (!pen) this.#state.obstacle = { kind: 'elsewhere' };
    if (loaded.saved) this.#state.savedAt = loaded.saved.at;
    const recoverable = pen ? await this.#leftBehind(loaded) : [];
    this.#show({
      phase: 'ready',
      loaded,
      status: statusOf(this.#state),
      lock: loaded.lock,
      recoverable,
      writable: pen && loaded.lock.kind === 'mine',
      base: loaded.content,
    });
  }

  /** Texts of pages that are gone. What the server has all the same is forgotten at once. */
  async #leftBehind(loaded: Loaded): Promise<Recoverable[]> {
    try {
      const [kept, alive] = await Promise.all([this.#keeper.kept(this.port.user.id, this.port.storyId), living()]);
      const found: Recoverable[] = [];
      for (const draft of kept) {
        if (alive.has(draft.key) || draft.key === this.#key) continue;
        const known =
          sameDraft(draft.content, loaded.content) || found.some(({ content }) => sameDraft(content, draft.content));
        if (known) void this.#keeper.forget(draft.key).catch(() => {});
        else found.push({ ...draft, diverged: draft.version !== loaded.version });
      }
      return found;
    } catch {
      return [];
    }
  }

  #handOver = async (): Promise<void> => {
    this.#say({ type: 'leaving' });
    // What is on its way may arrive; the tab that asks waits for it, but not for a bad line.
    const until = Date.now() + 2_500;
    while (this.#state.flight && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    await this.#keepNow();
    this.#say({ type: 'handed-over' });
  };

  async #keepNow(): Promise<void> {
    if (!unsent(this.#state)) return;
    const draft = this.#kept();
    if (draft) await this.#keeper.keep(draft).catch(() => {});
  }

  #front(): void {
    if (this.#state.obstacle?.kind === 'signed-out' || this.#state.obstacle?.kind === 'unreachable') this.retry();
    void this.#heartbeat();
  }

  #leave(): void {
    this.#say({ type: 'leaving' });
    this.port.release();
  }

  async #heartbeat(): Promise<void> {
    const now = this.#snapshot;
    if (now.phase !== 'ready' || now.status.kind === 'elsewhere') return;
    const answer = await this.port.heartbeat().catch(() => null);
    const current = this.#snapshot;
    if (!answer || answer.kind === 'signed-out' || current.phase !== 'ready') return;
    if (sameDraft(answer, current.lock)) return;
    // Whoever wrote is gone: begin with what they left.
    if (answer.kind === 'mine' && !unsent(this.#state)) return void this.open();
    this.#show({ ...current, lock: answer, writable: answer.kind === 'mine' });
  }

  #say(event: Event<Draft>): void {
    const { state, effects } = step(this.#state, event, Date.now());
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    const now = this.#snapshot;
    if (now.phase !== 'ready') return;
    const status = statusOf(this.#state);
    const writable = now.lock.kind === 'mine' && status.kind !== 'elsewhere' && !lost(status);
    const base = this.#base ?? now.base;
    const same = JSON.stringify(status) === JSON.stringify(now.status);
    if (!same || writable !== now.writable || base !== now.base) {
      this.#show({ ...now, status: same ? now.status : status, writable, base });
    }
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case 'wake':
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#say({ type: 'time' }), Math.max(0, effect.at - Date.now()));
        return;
      case 'keep': {
        const draft = this.#kept();
        if (!draft) return;
        this.#keeper.keep(draft).then(
          () => this.#say({ type: 'kept', edits: effect.edits }),
          () => this.#say({ type: 'not-kept' }),
        );
        return;
      }
      case 'forget':
        void this.#keeper.forget(this.#key).catch(() => {});
        return;
      case 'abort':
        this.#flight?.abort();
        return;
      case 'send':
        void this.#send(effect);
        return;
    }
  }

  async #send({ id, version, edits, leaving }: Effect & { do: 'send' }): Promise<void> {
    const draft = this.#writer?.read();
    if (!draft) return this.#say({ type: 'failed', id });
    this.#sent = [...this.#sent.slice(-9), { edits, draft }];
    this.#flight = new AbortController();
    try {
      const answer = await this.port.save(version, draft, { signal: this.#flight.signal, leaving });
      this.#answered(id, draft, answer);
    } catch {
      this.#say({ type: 'failed', id });
    }
  }

  #answered(id: number, draft: Draft, answer: SaveAnswer<Draft>): void {
    if (this.#state.flight?.id !== id) return;
    if (answer.kind !== 'conflict') {
      if (answer.kind === 'saved') {
        this.#base = draft;
        this.#sent = [];
      }
      this.#say({ type: 'answered', id, answer });
      return;
    }
    // A request whose answer was lost may have arrived: then the other text is our own.
    const theirs = canonical(answer.theirs.content);
    const own = this.#sent.find((sent) => canonical(sent.draft) === theirs);
    if (own) this.#base = own.draft;
    else void this.library.complete(answer.theirs.content).catch(() => {});
    this.#say({ type: 'answered', id, answer, ...(own && { own: own.edits }) });
  }

  #kept(): KeptDraft | null {
    const content = this.#writer?.read();
    if (!content) return null;
    const { user, storyId } = this.port;
    return { key: this.#key, userId: user.id, storyId, version: this.#state.version, content, at: Date.now() };
  }

  #show(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}

/** Refusals after which typing on would only make more text that nobody takes. */
function lost(status: Status<Draft>): boolean {
  return (
    status.kind === 'refused' && (status.code === 'locked' || status.code === 'gone' || status.code === 'forbidden')
  );
}
