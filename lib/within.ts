/** A time is waited for in so many parts. */
const parts = 10;

/**
 * The outcome of `work`, if it comes in time. The work itself is not stopped. However long this thread was busy elsewhere
 * counts as one tenth of the time: an answer that came meanwhile is read before anybody calls it late.
 * @throws after `milliseconds`.
 */
export async function within<T>(milliseconds: number, work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    let left = parts;
    timer = setInterval(() => {
      left -= 1;
      if (left === 0) reject(new Error(`no answer within ${milliseconds} ms`));
    }, milliseconds / parts);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearInterval(timer);
  }
}
