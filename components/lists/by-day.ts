import type { ListItem } from '#lib/content/models.ts';

/** A list in order of time, cut where the day changes. */
export function byDay(items: ListItem[]): { day: string; items: ListItem[] }[] {
  const days: { day: string; items: ListItem[] }[] = [];
  for (const item of items) {
    const last = days.at(-1);
    if (last?.day === item.time.day) last.items.push(item);
    else days.push({ day: item.time.day, items: [item] });
  }
  return days;
}
