import type { Check, Outcome, Table } from './part.ts';

export type Measured = { title: string; command: string; date: string; seconds: number; outcome: Outcome };

/** A table for the terminal, columns aligned; the first to the left, the others, being figures, to the right. */
export function plainTable({ head, rows }: Table): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export function checkLine({ rule, holds, found }: Check): string {
  return `${holds ? '✓' : '✗'} ${rule}: ${found}`;
}

/** A part's chapter of `docs/bench.md`. */
export function chapter({ title, command, date, seconds, outcome }: Measured): string {
  return [
    `## ${title}`,
    `\`${command}\`, ${date}, ${seconds.toFixed(0)} s. ${outcome.method}`,
    ...outcome.tables.map(markdownTable),
    outcome.checks.length > 0 &&
      `Must hold:\n\n${outcome.checks
        .map(({ rule, holds, found }) => `- ${holds ? 'holds' : '**does not hold**'}: ${rule} (found ${found})`)
        .join('\n')}`,
    outcome.notes?.map((note) => `- ${note}`).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function markdownTable({ reading, head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `${reading}\n`,
    line(head),
    line(head.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}

/**
 * The document with new chapters in place of those of the same title; the others stay as they were measured earlier.
 * @param order titles of all chapters in the order in which they stand; a chapter of another title is dropped.
 */
export function withChapters(
  document: string,
  preface: string,
  fresh: ReadonlyMap<string, string>,
  order: readonly string[],
): string {
  const known = new Map(
    document
      .split(/^(?=## )/m)
      .filter((part) => part.startsWith('## '))
      .map((part) => [part.slice(3, part.indexOf('\n')).trim(), part.trim()]),
  );
  const chapters = order.map((title) => fresh.get(title) ?? known.get(title)).filter((text) => text !== undefined);
  return `${[preface, ...chapters].join('\n\n')}\n`;
}
