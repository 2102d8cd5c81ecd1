import type { Draft } from './draft.ts';

/** What one tab keeps of one story until the server has it. */
export type KeptDraft = {
  key: string;
  userId: string;
  storyId: number;
  /** The server's version that the text grew from. */
  version: number;
  content: Draft;
  /** Milliseconds since 1970. */
  at: number;
};

/** The browser's own storage of drafts. Every function rejects where the browser refuses (private window, full disk). */
export type Keeper = {
  keep(draft: KeptDraft): Promise<void>;
  forget(key: string): Promise<void>;
  /** Newest first. What another person left in this browser is not among them. */
  kept(userId: string, storyId: number): Promise<KeptDraft[]>;
};

const databaseName = 'weishui-desk';
const storeName = 'drafts';

/** IndexedDB: it takes large texts, does not block typing, and a write that has begun outlives the page. */
export function browserKeeper(): Keeper {
  let database: Promise<IDBDatabase> | null = null;
  const open = () => {
    database ??= opened().catch((error: unknown) => {
      database = null;
      throw error;
    });
    return database;
  };
  const run = async <T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const db = await open();
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(storeName, mode, { durability: 'strict' });
      const request = ask(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
      transaction.onerror = () => reject(transaction.error ?? new Error('failed'));
    });
  };
  return {
    async keep(draft) {
      await run('readwrite', (store) => store.put(draft));
    },
    async forget(key) {
      await run('readwrite', (store) => store.delete(key));
    },
    async kept(userId, storyId) {
      const index = [userId, storyId];
      const found = await run<KeptDraft[]>('readonly', (store) => store.index('story').getAll(index));
      return found.sort((a, b) => b.at - a.at);
    },
  };
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(storeName, { keyPath: 'key' }).createIndex('story', ['userId', 'storyId']);
    };
    request.onsuccess = () => {
      const db = request.result;
      // A newer version of the desk in another tab must not wait for this one.
      db.onversionchange = () => db.close();
      resolve(db);
    };
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
    request.onblocked = () => reject(new Error('IndexedDB blocked'));
  });
}
