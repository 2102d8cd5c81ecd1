import { type VisitKind, visitKind } from '#db/schema/enums.ts';
import { addDays, dayOf, dayStart } from '#lib/text/time.ts';

export type ReadStory = { id: number; section: number; publishedAt: Date };

type Readings = {
  hours: { story: number; hour: Date; reads: number }[];
  days: { story: number; day: string; reads: number }[];
  totals: { story: number; reads: number }[];
  visits: { hour: Date; section: number; visit: VisitKind; reads: number }[];
};

const hour = 3_600_000;
const back = 14 * 24;
/** Days that are kept by hour, as `lib/reads/roll-up.ts` keeps them. */
const keptByHour = 3;

/** How busy each hour of the day is, from midnight, in Asia/Shanghai. */
const readersByHour = [2, 1, 1, 1, 1, 2, 4, 7, 9, 8, 7, 7, 9, 8, 6, 6, 6, 7, 8, 9, 10, 9, 7, 4];
/** Of a hundred visits. */
const shares: Record<VisitKind, number> = { direct: 22, internal: 33, search: 24, social: 16, other: 5 };

/** A number from 0 to 1 of an id: the same for the same, and no order among neighbours. */
function drawn(id: number): number {
  let mixed = Math.imul(id ^ (id >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}

/**
 * Invented reads for the demo newsroom, the same for the same stories and moment: much while a story is new, little at night, and for
 * some stories far more than for others.
 * @param chosen ids of those that stand in slots, where more readers see them.
 */
export function readings(stories: readonly ReadStory[], chosen: ReadonlySet<number>, now: Date): Readings {
  const thisHour = Math.floor(now.getTime() / hour) * hour;
  const byHourFrom = dayStart(addDays(dayOf(now), -keptByHour)).getTime();
  const found: Readings = { hours: [], days: [], totals: [], visits: [] };
  const visits = new Map<string, number>();
  for (const { id, section, publishedAt } of stories) {
    const liked = (chosen.has(id) ? 2 : 0.15) + 3 * drawn(id) ** 5;
    const days = new Map<string, number>();
    for (let at = Math.max(thisHour - back * hour, publishedAt.getTime() - hour + 1); at <= thisHour; at += hour) {
      const began = Math.ceil(at / hour) * hour;
      if (began > thisHour) break;
      const age = (began - publishedAt.getTime()) / hour;
      const busy = readersByHour[new Date(began + 8 * hour).getUTCHours()] ?? 1;
      const reads = Math.round((busy * 12 * liked) / (1 + Math.max(0, age) / 16));
      if (reads === 0) continue;
      if (began >= byHourFrom) found.hours.push({ story: id, hour: new Date(began), reads });
      else days.set(dayOf(new Date(began)), (days.get(dayOf(new Date(began))) ?? 0) + reads);
      visits.set(`${began} ${section}`, (visits.get(`${began} ${section}`) ?? 0) + reads);
    }
    for (const [day, reads] of days) found.days.push({ story: id, day, reads });
    if (days.size > 0) found.totals.push({ story: id, reads: [...days.values()].reduce((sum, reads) => sum + reads) });
  }
  for (const [key, reads] of visits) {
    const [began, section] = key.split(' ').map(Number) as [number, number];
    for (const [visit, part] of divided(reads))
      found.visits.push({ hour: new Date(began), section, visit, reads: part });
  }
  return found;
}

/** Whole reads for each kind of visit; together they are what is divided. */
function divided(reads: number): [VisitKind, number][] {
  let before = 0;
  let share = 0;
  return visitKind.enumValues.flatMap((visit): [VisitKind, number][] => {
    share += shares[visit];
    const upTo = Math.round((reads * share) / 100);
    const part = upTo - before;
    before = upTo;
    return part > 0 ? [[visit, part]] : [];
  });
}
