import { Lines } from '#components/lists/lines.tsx';
import { SearchBox } from '#components/search/search-box.tsx';
import { strings } from '#components/strings.ts';
import { Heading } from '#components/ui/heading.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ListItem, Withdrawn } from '#lib/content/models.ts';
import { storyStrings } from './strings.ts';

const text = storyStrings.withdrawn;

/** What stands where a story was: that it is gone, since when, and why. Neither title nor text of it. */
export function WithdrawnStory({ story, latest }: { story: Withdrawn; latest: ListItem[] }) {
  return (
    <article className="page withdrawn">
      {/* The page store takes this mark out and answers 410 Gone. */}
      <meta name="ws-status" content="410" />
      <div>
        <h1>{text.heading}</h1>
        <dl>
          <dt>{text.when}</dt>
          <dd>
            <Time time={story.withdrawn} label="full" />
          </dd>
          <dt>{text.why}</dt>
          <dd>{story.reason}</dd>
        </dl>
        <p>
          <a href="/corrections">{text.more}</a>
        </p>
        <SearchBox label={strings.search.heading} />
      </div>
      {latest.length > 0 && (
        <section>
          <Heading href="/latest">{text.latest}</Heading>
          <Lines items={latest} timed />
        </section>
      )}
    </article>
  );
}
