import { strings } from '#components/strings.ts';
import { pageHref, pagesAround } from './pagination-pages.ts';

type Props = { list: string; page: number; pages: number };

/** Links to the pages of a list; nothing where there is one page. */
export function Pagination({ list, page, pages }: Props) {
  if (pages < 2) return null;
  return (
    <nav className="pager" aria-label={strings.list.pages}>
      {page > 1 && (
        <a href={pageHref(list, page - 1)} rel="prev">
          {strings.list.previous}
        </a>
      )}
      <ol>
        {pagesAround(page, pages).map((n, i) => (
          <li key={n ?? `gap-${i}`}>
            {n === null ? (
              '…'
            ) : (
              <a href={pageHref(list, n)} aria-current={n === page ? 'page' : undefined}>
                {n}
              </a>
            )}
          </li>
        ))}
      </ol>
      {page < pages && (
        <a href={pageHref(list, page + 1)} rel="next">
          {strings.list.next}
        </a>
      )}
    </nav>
  );
}
