import { strings } from '#components/strings.ts';
import { Mark } from '#components/ui/mark.tsx';
import { Phrases } from '#components/ui/phrases.tsx';
import type { ListItem } from '#lib/content/models.ts';

/** 要闻: titles in full, the first ones with their summaries. */
export function Headlines({ items }: { items: ListItem[] }) {
  if (items.length === 0) return null;
  return (
    <section className="headlines" aria-labelledby="headlines">
      <h2 id="headlines" className="sr-only">
        {strings.front.headlines}
      </h2>
      <ul>
        {items.map((item) => (
          <li key={item.id} data-id={item.id}>
            <h3 className="kept">
              <a href={item.href}>
                <Phrases text={item.title} />
              </a>
              <Mark of={item.mark} />
            </h3>
            {item.summary && <p>{item.summary}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
