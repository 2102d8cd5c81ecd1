import type { TimeModel } from '#lib/content/models.ts';

/**
 * What stands before a line: the clock on the list's newest day, the date on days before it. A stored page does not know
 * what day it is read, so nothing here says today.
 */
export function stampOf(time: TimeModel, newestDay: string | undefined): string {
  return time.day === newestDay ? time.clock : time.day.slice(5);
}
