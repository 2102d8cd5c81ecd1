import { strings } from '#components/strings.ts';
import type { ListItem } from '#lib/content/models.ts';
import { panelTitles } from '#lib/text/labels.ts';

/**
 * 快讯, above whatever page is read. Its element is there also while nothing is breaking: what comes to an open page comes into
 * it, fixed over the page, so that nothing that is being read moves (`lib/reader/breaking.ts`).
 */
export function Breaking({ items, until }: { items: readonly ListItem[]; until?: number | null | undefined }) {
  return (
    <ws-panel name="breaking" data-href="/panel/breaking" data-until={until ?? undefined}>
      {items.length > 0 && (
        <section className="page" aria-label={panelTitles.breaking}>
          <strong>{panelTitles.breaking}</strong>
          <ul>
            {items.map(({ id, href, title, time }) => (
              <li key={id} data-id={id}>
                <a href={href}>{title}</a> <time dateTime={time.iso}>{time.short}</time>
              </li>
            ))}
          </ul>
          <button type="button" aria-label={strings.breaking.dismiss} hidden>
            ×
          </button>
        </section>
      )}
    </ws-panel>
  );
}
