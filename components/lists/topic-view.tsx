import type { PanelContent } from '#components/panels/contents.ts';
import { StoryRail } from '#components/panels/story-rail.tsx';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { strings } from '#components/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Heading } from '#components/ui/heading.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { pageHref } from '#components/ui/pagination-pages.ts';
import { Picture } from '#components/ui/picture.tsx';
import type { ListPage, TopicModel, TopicOpening as TopicOpeningModel } from '#lib/content/models.ts';
import { collectionGraph } from '#lib/seo/lists.ts';
import { StoryList } from './story-list.tsx';
import { TopicOpening } from './topic-opening.tsx';

type Props = {
  topic: TopicModel;
  opening: TopicOpeningModel | null;
  list: ListPage;
  panels: (PanelContent | null)[];
};

/**
 * 专题, with its picture, or 标签, which has none: what it is about, and its stories. On its first page a topic that opens has
 * introduction, lead, timeline and pictures above them; a plain one is its list.
 */
export function TopicView({ topic, opening, list, panels }: Props) {
  const { name, href, kind, description } = topic;
  const cover = list.page === 1 ? topic.lead : null;
  const here = `${strings.topic[kind]}：${name}`;
  const facts = { href: pageHref(href, list.page), name, description: description || opening?.introduction[0], here };
  const listed = opening?.lead ? [opening.lead, ...list.items] : list.items;
  const head = <TopicHead kind={kind} name={name} description={list.page === 1 ? description : ''} page={list.page} />;
  return (
    <div className="page">
      <JsonLd nodes={collectionGraph(facts, listed, { picture: cover ?? opening?.lead?.picture })} />
      <Breadcrumb trail={[]} current={here} />
      {cover ? (
        <header className="dossier">
          <Picture picture={cover} shape="wide" sizes="(min-width: 84rem) 84rem, 100vw" first />
          {head}
        </header>
      ) : (
        opening && <header className="page-head">{head}</header>
      )}
      {opening && <TopicOpening opening={opening} first={!cover} />}
      <div className="with-rail">
        <div>
          {!cover && !opening && <header className="page-head">{head}</header>}
          {opening && list.items.length > 0 && <Heading>{strings.topic.stories}</Heading>}
          {(list.items.length > 0 || !opening?.lead) && (
            <StoryList items={list.items} heading={opening ? 'h3' : 'h2'} />
          )}
          <Pagination list={href} page={list.page} pages={list.pages} />
        </div>
        <StoryRail panels={panels} />
      </div>
    </div>
  );
}

function TopicHead({
  kind,
  name,
  description,
  page,
}: Pick<TopicModel, 'kind' | 'name' | 'description'> & { page: number }) {
  return (
    <div>
      <p className="kicker">{strings.topic[kind]}</p>
      <h1>
        {name}
        {page > 1 && <small>{strings.list.page(page)}</small>}
      </h1>
      {description && <p>{description}</p>}
    </div>
  );
}
