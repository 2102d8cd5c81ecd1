import { positiveInteger } from '#lib/text/number.ts';

/** Page numbers to show around `page`, first and last always; `null` stands for a gap. */
export function pagesAround(page: number, pages: number): (number | null)[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages);
  const shown = [...new Set(wanted)].sort((a, b) => a - b);
  return shown.flatMap((n, i) => {
    const before = shown[i - 1];
    if (before === undefined || n - before === 1) return [n];
    return n - before === 2 ? [n - 1, n] : [null, n];
  });
}

/** Address of a page of a list: the list itself is its first page. */
export function pageHref(list: string, page: number): string {
  return page === 1 ? list : `${list === '/' ? '' : list}/page/${page}`;
}

/** The number of a page beyond the first, as its address gives it; null for whatever is not one. */
export function laterPage(text: string): number | null {
  const page = positiveInteger(text);
  return page === null || page < 2 ? null : page;
}
