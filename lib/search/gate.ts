import { searches } from '#db/client.ts';
import { SearchBusy } from './models.ts';

/** Searches that wait for one of the connections, and for how long, in milliseconds. What is beyond is answered at once. */
const waiting = 40;
const patience = 2_000;

type Waiter = { go: () => void; timer: NodeJS.Timeout };
let running = 0;
const queue: Waiter[] = [];

/**
 * Runs a search when one of the few places is free.
 * @throws {SearchBusy} where too many wait, none becomes free in time, or the database gives up after its time limit.
 */
export async function gated<T>(ask: () => Promise<T>): Promise<T> {
  if (running >= searches) await turn();
  else running += 1;
  try {
    return await ask();
  } catch (error) {
    // query_canceled: the statement's time is over.
    if ((error as { code?: string }).code === '57014') throw new SearchBusy('search took too long', { cause: error });
    throw error;
  } finally {
    const next = queue.shift();
    if (next) {
      clearTimeout(next.timer);
      next.go();
    } else running -= 1;
  }
}

function turn(): Promise<void> {
  if (queue.length >= waiting) return Promise.reject(new SearchBusy('too many searches'));
  return new Promise((resolve, reject) => {
    const waiter: Waiter = {
      go: resolve,
      timer: setTimeout(() => {
        queue.splice(queue.indexOf(waiter), 1);
        reject(new SearchBusy('too many searches'));
      }, patience),
    };
    queue.push(waiter);
  });
}
