import { strings } from '#components/strings.ts';
import { SearchBox } from './search-box.tsx';
import { SearchTips } from './search-view.tsx';

export type ProblemText = keyof typeof strings.search.problems;

/** What is shown where a search was not answered, and why; with the box to try again. */
export function SearchProblem({ name }: { name: ProblemText }) {
  const { heading, text } = strings.search.problems[name];
  return (
    <div className="page search missing">
      <header className="page-head">
        <h1>{heading}</h1>
        <p>{text}</p>
        <nav className="chips" aria-label={strings.missing.ways}>
          <a href="/">{strings.nav.home}</a>
          <a href="/latest">{strings.latest.heading}</a>
          <a href="#sections">{strings.nav.sections}</a>
        </nav>
      </header>
      <SearchBox label={strings.search.heading} />
      <div className="nothing">
        <SearchTips />
      </div>
    </div>
  );
}
