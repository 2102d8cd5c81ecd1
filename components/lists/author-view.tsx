import type { PanelContent } from '#components/panels/contents.ts';
import { StoryRail } from '#components/panels/story-rail.tsx';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { strings } from '#components/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { pageHref } from '#components/ui/pagination-pages.ts';
import type { AuthorModel, ListPage } from '#lib/content/models.ts';
import { profileGraph } from '#lib/seo/lists.ts';
import { StoryList } from './story-list.tsx';

type Props = { author: AuthorModel; list: ListPage; panels: (PanelContent | null)[] };

/** A byline: who it is, and what they signed. */
export function AuthorView({ author, list, panels }: Props) {
  const { name, href, role, bio, blog } = author;
  return (
    <div className="page">
      <JsonLd nodes={profileGraph({ href: pageHref(href, list.page), name, here: name }, author, list)} />
      <Breadcrumb trail={[]} current={name} />
      <div className="with-rail">
        <div>
          <header className="page-head person">
            <p className="kicker">{role}</p>
            <h1>
              {name}
              {list.page > 1 && <small>{strings.list.page(list.page)}</small>}
            </h1>
            {list.page === 1 && bio && <p>{bio}</p>}
            {blog && (
              <p>
                <a className="text-link" href={blog.href}>
                  {`${strings.author.blog}：${blog.name}`}
                </a>
              </p>
            )}
          </header>
          <StoryList items={list.items} />
          <Pagination list={href} page={list.page} pages={list.pages} />
        </div>
        <StoryRail panels={panels} />
      </div>
    </div>
  );
}
