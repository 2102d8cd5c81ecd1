import type { PanelContent } from '#components/panels/contents.ts';
import { StoryRail } from '#components/panels/story-rail.tsx';
import { strings } from '#components/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { Picture } from '#components/ui/picture.tsx';
import type { ListPage, TopicModel } from '#lib/content/models.ts';
import { StoryList } from './story-list.tsx';

type Props = { topic: TopicModel; list: ListPage; panels: (PanelContent | null)[] };

/** 专题, with its picture, or 标签, which has none: what it is about, and its stories. */
export function TopicView({ topic: { name, href, kind, description, lead }, list, panels }: Props) {
  const opening = list.page === 1;
  return (
    <div className="page">
      <Breadcrumb trail={[]} current={`${strings.topic[kind]}：${name}`} />
      {opening && lead && (
        <header className="dossier">
          <Picture picture={lead} shape="wide" sizes="(min-width: 84rem) 84rem, 100vw" first />
          <TopicHead kind={kind} name={name} description={description} />
        </header>
      )}
      <div className="with-rail">
        <div>
          {!(opening && lead) && (
            <header className="page-head">
              <TopicHead kind={kind} name={name} description={opening ? description : ''} page={list.page} />
            </header>
          )}
          <StoryList items={list.items} />
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
  page = 1,
}: Pick<TopicModel, 'kind' | 'name' | 'description'> & { page?: number }) {
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
