import { applyEvent } from '#lib/cache/revalidate.ts';
import { type Done, toApply } from '#lib/newsroom/result.ts';

/** What functions of the newsroom answer: that readers were shown something, a step of a story, or a refusal. */
type Result = { ok: boolean } | Done | { ok: true; done: Done | null };

/** Makes what readers see of an act true on this instance at once, and passes the act's answer on. */
export async function applied<T extends Result>(result: T): Promise<T> {
  const done = doneOf(result);
  if (done) {
    try {
      await Promise.all(toApply(done).map(applyEvent));
    } catch (error) {
      // It is committed, and stale on this instance; open tabs hear of it when the database is back.
      console.error('编辑部的改动已保存，打开着的页面稍后得知:', error);
    }
  }
  return result;
}

function doneOf(result: Result): Done | null {
  if (!result.ok) return null;
  if ('eventId' in result) return result;
  return 'done' in result ? result.done : null;
}
