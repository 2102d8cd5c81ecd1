import type { PanelContent } from '#components/panels/contents.ts';
import { StoryRail } from '#components/panels/story-rail.tsx';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { strings } from '#components/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { pageHref } from '#components/ui/pagination-pages.ts';
import type { ListItem, ListPage, SectionModel } from '#lib/content/models.ts';
import { collectionGraph } from '#lib/seo/lists.ts';
import { panelTitles } from '#lib/text/labels.ts';
import { Lead } from './lead.tsx';
import { Lines } from './lines.tsx';
import { StoryList } from './story-list.tsx';
import { Tiles } from './tiles.tsx';

type Props = {
  section: SectionModel;
  lead: ListItem | null;
  /** What editors put below the lead. */
  picks: ListItem[];
  pictures: ListItem[];
  list: ListPage;
  panels: (PanelContent | null)[];
};

/** A section: on its first page what leads it and four pictures, on every page its stories. */
export function SectionView({ section, lead, picks, pictures, list, panels }: Props) {
  const here = list.page > 1 ? strings.list.page(list.page) : undefined;
  const { name, description, trail } = section;
  const graph = collectionGraph({ href: pageHref(section.href, list.page), name, description, trail, here }, [
    ...(lead ? [lead] : []),
    ...picks,
    ...list.items,
  ]);
  return (
    <div className="page">
      <JsonLd nodes={graph} />
      <Breadcrumb trail={trail} current={here} />
      <div className="with-rail">
        <div>
          <SectionHead section={section} page={list.page} />
          {lead && (
            <section className="section-lead" aria-label={strings.front.lead}>
              <Lead item={lead} sizes="(min-width: 64rem) 34rem, 100vw" section={false} first />
              {picks.length > 0 && <Lines items={picks} className="picks" />}
            </section>
          )}
          {pictures.length > 0 && (
            <section className="section-pictures" aria-label={panelTitles.pictures}>
              <Tiles items={pictures} sizes="(min-width: 48rem) 14rem, 45vw" />
            </section>
          )}
          <section aria-label={strings.list.stories}>
            <StoryList items={list.items} />
          </section>
          <Pagination list={section.href} page={list.page} pages={list.pages} />
        </div>
        <StoryRail panels={panels} />
      </div>
    </div>
  );
}

function SectionHead({
  section: { name, description, children, siblings },
  page,
}: {
  section: SectionModel;
  page: number;
}) {
  const neighbours = children.length > 0 ? children : siblings;
  return (
    <header className="page-head">
      <h1>
        {name}
        {page > 1 && <small>{strings.list.page(page)}</small>}
      </h1>
      {page === 1 && description && <p>{description}</p>}
      {neighbours.length > 0 && (
        <nav className="chips" aria-label={children.length > 0 ? strings.nav.children : strings.nav.siblings}>
          {neighbours.map((link) => (
            <a key={link.href} href={link.href}>
              {link.name}
            </a>
          ))}
        </nav>
      )}
    </header>
  );
}
