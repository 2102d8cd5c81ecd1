import { JsonLd } from '#components/seo/json-ld.tsx';
import { strings } from '#components/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { pageHref } from '#components/ui/pagination-pages.ts';
import type { ListPage } from '#lib/content/models.ts';
import { collectionGraph } from '#lib/seo/lists.ts';
import { site } from '#site.config.ts';
import { Tiles } from './tiles.tsx';

const text = strings.pictures;

/** The picture channel: a wall of pictures, on its first page with the newest one large. */
export function PicturesView({ list }: { list: ListPage }) {
  const facts = {
    href: pageHref('/pictures', list.page),
    name: text.title,
    description: text.description(site.city),
    here: text.title,
  };
  return (
    <div className="page">
      <JsonLd nodes={collectionGraph(facts, list.items, { type: 'ImageGallery' })} />
      <Breadcrumb trail={[]} current={text.title} />
      <header className="page-head">
        <h1>
          {text.title}
          {list.page > 1 && <small>{strings.list.page(list.page)}</small>}
        </h1>
        {list.page === 1 && <p>{text.description(site.city)}</p>}
      </header>
      {list.items.length === 0 && <p className="empty">{strings.list.empty}</p>}
      <Tiles
        items={list.items}
        heading="h2"
        sizes="(min-width: 64rem) 21rem, (min-width: 48rem) 30vw, 46vw"
        first={2}
        className={list.page === 1 ? 'wall' : undefined}
      />
      <Pagination list="/pictures" page={list.page} pages={list.pages} />
    </div>
  );
}
