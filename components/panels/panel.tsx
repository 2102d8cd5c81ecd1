import { Carousel } from '#components/carousel/carousel.tsx';
import { Lines } from '#components/lists/lines.tsx';
import { Breaking } from '#components/masthead/breaking.tsx';
import { Heading } from '#components/ui/heading.tsx';
import type { ListItem } from '#lib/content/models.ts';
import type { PanelContent } from './contents.ts';
import { PanelLead } from './panel-lead.tsx';
import { Ranked } from './ranked.tsx';

/** A live panel. The script compares it with `/panel/{name}` and changes what is new, item by item. */
export function Panel({ content }: { content: PanelContent }) {
  const { name, kind, title, href, lead, items, until } = content;
  if (kind === 'breaking') return <Breaking items={items} until={until} />;
  if (!lead && items.length === 0 && !content.week?.length) return null;
  return (
    <ws-panel
      className={`panel panel-${kind}`}
      name={name}
      data-href={`/panel/${name}`}
      data-quiet={kind === 'ranked' || undefined}
      data-until={until ?? undefined}
    >
      {kind !== 'ranked' && <Heading href={href}>{title}</Heading>}
      {kind === 'ranked' ? (
        <Ranked title={title} href={href} day={items} week={content.week ?? []} />
      ) : kind === 'pictures' ? (
        <Carousel items={items} label={title} sizes="(min-width: 64rem) 20rem, 70vw" small />
      ) : (
        <>
          {lead && <PanelLead item={lead} />}
          <Lines items={items} timed={name === 'latest'} note={name === 'blogs' ? authorOf : undefined} />
        </>
      )}
    </ws-panel>
  );
}

function authorOf(item: ListItem): string | null {
  return item.author;
}
