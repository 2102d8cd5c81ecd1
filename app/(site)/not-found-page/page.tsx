import { Lines } from '#components/lists/lines.tsx';
import { picturesPanel, recommendedPanel } from '#components/panels/contents.ts';
import { StoryRail } from '#components/panels/story-rail.tsx';
import { SearchBox } from '#components/search/search-box.tsx';
import { strings } from '#components/strings.ts';
import { Heading } from '#components/ui/heading.tsx';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';

const text = strings.missing;

export const metadata = {
  ...pageMeta({ title: text.title, description: text.description, path: '/not-found-page', index: false }),
  alternates: undefined,
};

/** What every address answers that leads nowhere (status 404). */
export default async function MissingPage() {
  const [latest, pictures, recommended] = await Promise.all([
    content.latest(),
    content.newestPictures(),
    content.recommended(),
  ]);
  return (
    <div className="page missing">
      <div className="with-rail">
        <div>
          <header className="page-head">
            <p className="kicker num">404</p>
            <h1>{text.title}</h1>
            <p>{text.text}</p>
            <SearchBox label={strings.search.heading} />
            <nav className="chips" aria-label={text.ways}>
              <a href="/">{strings.nav.home}</a>
              <a href="/latest">{strings.latest.heading}</a>
              <a href="/pictures">{strings.nav.pictures}</a>
              <a href="#sections">{strings.nav.sections}</a>
              <a href="/contact">{strings.footer.contact}</a>
            </nav>
          </header>
          {latest.length > 0 && (
            <section aria-labelledby="latest">
              <Heading id="latest" href="/latest">
                {strings.list.newest}
              </Heading>
              <Lines items={latest} timed />
            </section>
          )}
        </div>
        <StoryRail panels={[picturesPanel(pictures), recommendedPanel(recommended)]} />
      </div>
    </div>
  );
}
