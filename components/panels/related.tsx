import { Lines } from '#components/lists/lines.tsx';
import { strings } from '#components/strings.ts';
import { Heading } from '#components/ui/heading.tsx';
import type { ListItem } from '#lib/content/models.ts';

/** 相关新闻: of this story alone, so not a live panel. */
export function Related({ items }: { items: ListItem[] }) {
  if (items.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="related">
      <Heading id="related">{strings.panels.related}</Heading>
      <Lines items={items} />
    </section>
  );
}
