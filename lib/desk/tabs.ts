/**
 * Which tab of this browser writes a story: one at a time. The others may ask it to hand over. Where the browser has no Web
 * Locks (a desk without HTTPS) every tab writes, and the server's compare-and-set sees to the rest.
 */
export type TabLock = {
  /** Takes the pen if no other tab has it. @param ask called when another tab wants it; the pen goes when it resolves. */
  take(ask: () => Promise<void>): Promise<boolean>;
  /** Asks the tab that has the pen for it; takes it by force where that tab does not answer within 4 s. */
  demand(ask: () => Promise<void>): Promise<void>;
  release(): void;
};

const patience = 4_000;

export function tabLock(userId: string, storyId: number): TabLock {
  const name = `weishui-desk-pen:${userId}:${storyId}`;
  if (!('locks' in navigator)) {
    return { take: async () => true, demand: async () => {}, release: () => {} };
  }
  let give: (() => void) | null = null;
  const channel = new BroadcastChannel(name);
  let answer: (() => Promise<void>) | null = null;
  channel.onmessage = () => {
    const asked = answer;
    if (!asked || !give) return;
    answer = null;
    void asked().finally(() => release());
  };
  const release = () => {
    give?.();
    give = null;
  };
  /** Resolves as soon as it is known whether this tab has it; holds it until released or stolen. */
  const request = (options: LockOptions, ask: () => Promise<void>): Promise<boolean> =>
    new Promise((resolve, reject) => {
      navigator.locks
        .request(name, options, (lock) => {
          if (!lock) {
            resolve(false);
            return;
          }
          answer = ask;
          return new Promise<void>((end) => {
            give = end;
            resolve(true);
          });
        })
        .catch((error: unknown) => {
          // Taken by force: what is typed here from now on would be written beside the other tab.
          if (give) void answer?.();
          give = null;
          reject(error);
        });
    });
  return {
    take: async (ask) => give !== null || request({ ifAvailable: true }, ask),
    async demand(ask) {
      channel.postMessage('give');
      try {
        await request({ signal: AbortSignal.timeout(patience) }, ask);
      } catch {
        await request({ steal: true }, ask);
      }
    },
    release,
  };
}

/** Says, as long as this page lives, that what it kept is its own; and which of such names still live. */
export function claim(key: string): void {
  if ('locks' in navigator) void navigator.locks.request(key, () => new Promise<never>(() => {}));
}

export async function living(): Promise<Set<string>> {
  if (!('locks' in navigator)) return new Set();
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name ? [name] : [])));
}
