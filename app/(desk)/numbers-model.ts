import type { NumbersWanted, RangeName, Share } from '#components/desk/numbers/numbers.tsx';
import { numberWords as words } from '#components/desk/numbers/strings.ts';
import { sectionTree } from '#lib/content/index.ts';
import type { SectionNode } from '#lib/content/models.ts';
import { type Numbers, ranges, readNow, readNumbers } from '#lib/reads/numbers.ts';
import { timeModel } from '#lib/text/time.ts';

type Choice = { id: number; slug: string; name: string; depth: number };

/** What an address asks for; what it asks for in vain is the usual. */
export async function numbersWanted(asked: Record<string, string | string[] | undefined>) {
  const flat = (nodes: readonly SectionNode[], depth: number): Choice[] =>
    nodes.flatMap(({ id, slug, name, children }) => [{ id, slug, name, depth }, ...flat(children, depth + 1)]);
  const sections = flat(await sectionTree(), 0);
  const section = sections.find(({ slug }) => slug === asked.section) ?? null;
  const range: RangeName =
    typeof asked.range === 'string' && asked.range in ranges ? (asked.range as RangeName) : '24h';
  const wanted: NumbersWanted = { range, section: section?.slug ?? '' };
  return { wanted, sections, sectionId: section?.id ?? null };
}

/** The numbers with their labels. */
export async function numbersModel({ range }: NumbersWanted, sectionId: number | null, now: Date) {
  const [present, numbers] = await Promise.all([readNow(sectionId, now), readNumbers(range, sectionId, now)]);
  return {
    present: { ...present, minutes: stepsOf(present.minutes, (at) => timeModel(at).clock) },
    range: {
      ...numbers,
      range,
      steps: stepsOf(numbers.steps, (at) => (range === '24h' ? timeModel(at).short : timeModel(at).day)),
      sections: numbers.sections.map(({ id, name, reads }) => ({ key: String(id), label: name, reads })),
      visits: visitShares(numbers),
    },
  };
}

function stepsOf(steps: readonly { from: Date; reads: number }[], label: (at: Date) => string) {
  return steps.map(({ from, reads }) => ({ key: from.toISOString(), label: label(from), reads }));
}

function visitShares({ visits }: Numbers): Share[] {
  return visits.map(({ visit, reads }) => ({ key: visit, label: words.visitNames[visit], reads }));
}

type Model = Awaited<ReturnType<typeof numbersModel>>;

/** What is shown as a table for spreadsheets (RFC 4180), with the mark by which they know UTF-8. */
export function numbersCsv({ present, range }: Model): string {
  const rows: (string | number)[][] = [
    [words.table, words.item, words.reads, words.number, words.section],
    [words.total, words.ranges[range.range], range.total],
    [words.total, words.nowOf, present.total],
    ...present.minutes.map(({ label, reads }) => [words.byMinute, label, reads]),
    ...range.steps.map(({ label, reads }) => [range.range === '24h' ? words.byHour : words.byDay, label, reads]),
    ...range.sections.map(({ label, reads }) => [words.sections, label, reads]),
    ...range.visits.map(({ label, reads }) => [words.visits, label, reads]),
    ...range.stories.map(({ id, title, section, reads }) => [words.most, title, reads, id, section]),
  ];
  return `\uFEFF${rows.map((row) => `${Array.from({ length: 5 }, (_, n) => cell(row[n] ?? '')).join(',')}\r\n`).join('')}`;
}

/** A text that a spreadsheet would take for a formula is marked as text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
