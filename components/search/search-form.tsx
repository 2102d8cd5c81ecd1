import { strings } from '#components/strings.ts';
import type { LinkModel, SectionNode } from '#lib/content/models.ts';
import { type SearchAsk, searchHref, searchKinds, searchPath } from '#lib/text/search-address.ts';
import { SearchField } from './search-box.tsx';

const text = strings.search;

export type Choices = { sections: SectionNode[]; sources: { slug: string; name: string }[] };

type Props = { ask: SearchAsk; choices: Choices };

/** The search with everything that narrows it: one form, sent by GET. What is chosen by links beside it goes along unseen. */
export function SearchForm({ ask, choices: { sections, sources } }: Props) {
  const narrowed = ask.section !== null || ask.source !== null || ask.from !== null || ask.to !== null;
  return (
    <ws-search className="find find-large" role="search" aria-label={text.heading}>
      <form action={searchPath}>
        <SearchField value={ask.q} />
        {ask.kind && <input type="hidden" name="kind" value={ask.kind} />}
        {ask.sort && <input type="hidden" name="sort" value={ask.sort} />}
        <details className="narrow" open={narrowed}>
          <summary>
            {text.filters}
            <small>{text.filterHint}</small>
          </summary>
          <div>
            <label>
              {text.section}
              <select name="section" defaultValue={ask.section ?? ''}>
                <option value="">{text.allSections}</option>
                {inOrder(sections).map(({ slug, name }) => (
                  <option key={slug} value={slug}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {text.source}
              <select name="source" defaultValue={ask.source ?? ''}>
                <option value="">{text.allSources}</option>
                {sources.map(({ slug, name }) => (
                  <option key={slug} value={slug}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {text.from}
              <input type="date" name="from" defaultValue={ask.from ?? ''} />
            </label>
            <label>
              {text.to}
              <input type="date" name="to" defaultValue={ask.to ?? ''} />
            </label>
            <button type="submit">{text.apply}</button>
          </div>
        </details>
      </form>
    </ws-search>
  );
}

/** Kind and order, each one link away. */
export function SearchChoices({ ask }: { ask: SearchAsk }) {
  const kinds = [null, ...searchKinds].map((kind) => ({
    name: kind ? text.kinds[kind] : text.allKinds,
    to: { kind },
    current: ask.kind === kind,
  }));
  const sorts = ([null, 'time'] as const).map((sort) => ({
    name: sort ? text.time : text.relevance,
    to: { sort },
    current: ask.sort === sort,
  }));
  return (
    <div className="choices">
      {[
        { label: text.kind, links: kinds },
        { label: text.sort, links: sorts },
      ].map(({ label, links }) => (
        <nav key={label} aria-label={label} className="chips">
          {links.map(({ name, to, current }) => (
            <SearchLink key={name} ask={{ ...ask, ...to, after: null }} current={current}>
              {name}
            </SearchLink>
          ))}
        </nav>
      ))}
    </div>
  );
}

/** A link to another search: crawlers have nothing to look for there. */
export function SearchLink({
  ask,
  current = false,
  children,
  rel = '',
}: {
  ask: SearchAsk;
  current?: boolean;
  children: string;
  rel?: string;
}) {
  return (
    <a href={searchHref(ask)} rel={`nofollow ${rel}`.trim()} aria-current={current ? 'true' : undefined}>
      {children}
    </a>
  );
}

/** The tree as a list, each section below the one that it belongs to. */
function inOrder(nodes: SectionNode[], depth = 0): Pick<LinkModel & { slug: string }, 'slug' | 'name'>[] {
  return nodes.flatMap(({ slug, name, children }) => [
    { slug, name: '\u3000'.repeat(depth) + name },
    ...inOrder(children, depth + 1),
  ]);
}
