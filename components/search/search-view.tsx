import { Lines } from '#components/lists/lines.tsx';
import { strings } from '#components/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Heading } from '#components/ui/heading.tsx';
import type { LinkModel, ListItem } from '#lib/content/models.ts';
import type { SearchAnswer } from '#lib/search/models.ts';
import { endsOf, pageOf, type SearchAsk } from '#lib/text/search-address.ts';
import { type Choices, SearchChoices, SearchForm, SearchLink } from './search-form.tsx';
import { SearchHitRow } from './search-hit.tsx';

const text = strings.search;

type Props = {
  ask: SearchAsk;
  choices: Choices;
  /** Null where nothing was asked for yet. */
  answer: SearchAnswer | null;
  topics: LinkModel[];
  /** What is new, where nothing was asked for. */
  latest: ListItem[];
};

/** The search: its form, what was found, and where nothing was, the way on. */
export function SearchView({ ask, choices, answer, topics, latest }: Props) {
  const number = endsOf(ask).length + 1;
  return (
    <div className="page search">
      <Breadcrumb trail={[]} current={text.title} />
      <h1>
        {ask.q === '' ? text.heading : text.results(ask.q)}
        {number > 1 && <small>{strings.list.page(number)}</small>}
      </h1>
      <div className="with-rail">
        <div>
          <SearchForm ask={ask} choices={choices} />
          {answer ? <Answer ask={ask} answer={answer} /> : <Unasked ask={ask} latest={latest} />}
        </div>
        <aside className="rail nothing" aria-label={text.ways}>
          {topics.length > 0 && (
            <nav aria-labelledby="topics">
              <Heading id="topics">{text.topics}</Heading>
              <p className="chips">
                {topics.map(({ name, href }) => (
                  <a key={href} href={href}>
                    {name}
                  </a>
                ))}
              </p>
            </nav>
          )}
          <SearchTips />
        </aside>
      </div>
    </div>
  );
}

/** The form alone. Filters without a word look for nothing: it says so, and does not pass the newest off as what they let through. */
function Unasked({ ask, latest }: { ask: SearchAsk; latest: ListItem[] }) {
  return (
    <>
      {narrowedBy(ask).length > 0 && (
        <p className="found" role="status">
          {text.ask}
        </p>
      )}
      <Newest items={latest} />
    </>
  );
}

/** The filters that are set. */
function narrowedBy(ask: SearchAsk) {
  return (['section', 'kind', 'source', 'from', 'to'] as const).filter((field) => ask[field] !== null);
}

function Answer({ ask, answer }: { ask: SearchAsk; answer: SearchAnswer }) {
  const { hits, found, didYouMean, ignored } = answer;
  return (
    <>
      <SearchChoices ask={ask} />
      <div className="found" role="status">
        {hits.length > 0 && <p>{(found.atLeast ? text.foundMore : text.found)(found.count.toLocaleString('zh-CN'))}</p>}
        {ignored.length > 0 && <p>{text.ignored(ignored.join('、'))}</p>}
        {didYouMean.length > 0 && (
          <p className="meant">
            {text.didYouMean}
            {didYouMean.map((q) => (
              <SearchLink key={q} ask={{ ...ask, q, after: null }}>
                {q}
              </SearchLink>
            ))}
          </p>
        )}
      </div>
      {hits.length > 0 ? (
        <section aria-label={text.list}>
          <ol className="rows">
            {hits.map((hit) => (
              <SearchHitRow key={hit.id} hit={hit} />
            ))}
          </ol>
        </section>
      ) : (
        <Nothing ask={ask} answer={answer} />
      )}
      <Pager ask={ask} next={answer.next} />
    </>
  );
}

/** Pages before and after: each begins where another ends, so there are no numbers to jump to. */
function Pager({ ask, next }: { ask: SearchAsk; next: string | null }) {
  const ends = endsOf(ask);
  const further = next === null ? null : pageOf(ask, [...ends, next]);
  const before = pageOf(ask, ends.slice(0, -1));
  if (ends.length === 0 && !further) return null;
  return (
    <nav className="pager" aria-label={strings.list.pages}>
      {ends.length > 1 && <SearchLink ask={{ ...ask, after: null }}>{text.first}</SearchLink>}
      {ends.length > 0 && before && (
        <SearchLink ask={before} rel="prev">
          {strings.list.previous}
        </SearchLink>
      )}
      {further && (
        <SearchLink ask={further} rel="next">
          {strings.list.next}
        </SearchLink>
      )}
    </nav>
  );
}

function nothing({ q, after }: SearchAsk, wordless: boolean): string {
  if (after !== null) return text.noMore;
  return wordless ? text.noWord : text.none(q);
}

function Nothing({ ask, answer: { instead, wordless } }: { ask: SearchAsk; answer: SearchAnswer }) {
  const limits = narrowedBy(ask);
  return (
    <div className="nothing">
      <section>
        <h2>{nothing(ask, wordless)}</h2>
        {limits.length > 0 && (
          <nav className="chips" aria-label={text.wider}>
            {limits.map((field) => (
              <SearchLink key={field} ask={{ ...ask, [field]: null, after: null }}>
                {text.without[field]}
              </SearchLink>
            ))}
          </nav>
        )}
      </section>
      <Newest items={instead} />
    </div>
  );
}

function Newest({ items }: { items: ListItem[] }) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="newest">
      <Heading id="newest" href="/latest">
        {strings.list.newest}
      </Heading>
      <Lines items={items} timed />
    </section>
  );
}

/** How to find more. */
export function SearchTips() {
  return (
    <section>
      <Heading>{text.tips}</Heading>
      <ul className="tips">
        {text.tip.map((tip) => (
          <li key={tip}>{tip}</li>
        ))}
      </ul>
    </section>
  );
}
